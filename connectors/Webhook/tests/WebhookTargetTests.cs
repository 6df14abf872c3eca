using System.ComponentModel.DataAnnotations;
using IntegrationHub.Connectors.Webhook.Out;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Webhook.Tests;

/// <summary>A receiver that answers for each change, signed the hub's own way.</summary>
public sealed class AnsweredRowsTests() : TargetContract(new WebhookTargetRig(WebhookSigning.Hub, answersRows: true));

/// <summary>A receiver that takes a call whole or not at all, signed by Standard Webhooks.</summary>
public sealed class WholeCallsTests() : TargetContract(new WebhookTargetRig(WebhookSigning.StandardWebhooks, answersRows: false));

public sealed class WebhookTargetTests
{
    [Fact]
    public async Task A_batch_goes_in_calls_no_larger_than_the_setting()
    {
        await using var rig = new WebhookTargetRig(WebhookSigning.Hub, answersRows: false);
        await rig.StartAsync();
        using var http = new HttpClient();
        await using var target = rig.Open(new ConnectorServices(http, TimeProvider.System, NullLogger.Instance));

        var answers = await target.DeliverAsync(
            [.. Enumerable.Range(1, 10).Select(number => new Delivery("orders", $"erp/order/{number}", null, false, ChangeKind.Upserted, rig.Fields(number, 1)))], CancellationToken.None);

        answers.Select(answer => answer.ShouldBeOfType<DeliveryResult.Delivered>().RemoteId).ShouldBe(Enumerable.Range(1, 10).Select(number => $"erp/order/{number}"));
        rig.Calls.ShouldBe([4, 4, 2]);
    }

    [Theory]
    [InlineData("ftp://example.com/in", "at least sixteen characters", "begins with https:// or http://")]
    [InlineData("https://user:pass@example.com/in", "at least sixteen characters", "no user name and password")]
    [InlineData("https://example.com/in", "short", "16 characters")]
    public void Settings_that_cannot_work_are_told(string url, string secret, string told)
    {
        var options = new WebhookTargetOptions { Url = url, Secret = new Secret(secret) };

        options.Validate(new ValidationContext(options)).ShouldHaveSingleItem().ErrorMessage!.ShouldContain(told);
    }

    [Fact]
    public void A_Standard_Webhooks_secret_is_base64()
    {
        var options = new WebhookTargetOptions { Url = "https://example.com/in", Secret = new Secret("not base64, but long enough"), Signing = WebhookSigning.StandardWebhooks };

        options.Validate(new ValidationContext(options)).ShouldHaveSingleItem().ErrorMessage.ShouldBe("the secret is no base64");
    }
}
