using System.Text;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Webhook.Tests;

/// <summary>What every source keeps, over records that were pushed.</summary>
public sealed class WebhookSourceContractTests() : SourceContract(new PushedRig());

internal sealed class PushedRig : ISourceRig
{
    private readonly ReceivedInMemory _received = new ReceivedInMemory()
        .With("Orders", Enumerable.Range(1, 3).Select(Order)).With("Other", Order(9)).With("Orders", new PushedRecord("", ChangeKind.Upserted, "x"u8.ToArray(), null, "A line that is no JSON."), Order(4), Order(5));

    public string Entity => "Orders";
    public IReadOnlyList<string> Keys => ["1", "2", "3", "4", "5"];
    public IReadOnlyList<string> Confidential => ["Maria Anders", "a secret of some length"];

    public static WebhookOptions Options => new() { Auth = new() { Secret = new("a secret of some length") }, Entities = { ["Orders"] = new() { Key = "id" }, ["Hint"] = new() { Mode = WebhookMode.Trigger, Triggers = ["erp/Orders"] } } };

    public Task<ISource> OpenAsync(ConnectorServices services) => Task.FromResult<ISource>(new WebhookSource(Options, services with { Received = _received }));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static PushedRecord Order(int id) => new($"{id}", ChangeKind.Upserted, Encoding.UTF8.GetBytes($$"""{"id":{{id}},"buyer":"Maria Anders"}"""), null, null);
}

public sealed class WebhookSourceTests
{
    [Fact]
    public async Task What_is_committed_is_discarded_and_nothing_behind_it()
    {
        var received = new ReceivedInMemory().With("Orders", Enumerable.Range(1, 5).Select(id => new PushedRecord($"{id}", ChangeKind.Upserted, "{}"u8.ToArray(), null, null)));
        await using var source = new WebhookSource(PushedRig.Options, new(new(), TimeProvider.System, NullLogger.Instance) { Received = received });
        await using var batches = source.ReadAsync(new("Orders", null, 2), CancellationToken.None).GetAsyncEnumerator();
        await batches.MoveNextAsync();

        await source.CommittedAsync(batches.Current.Next, CancellationToken.None);
        await source.CommittedAsync(batches.Current.Next, CancellationToken.None);

        received.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_entity_that_only_triggers_has_no_records()
    {
        await using var source = new WebhookSource(PushedRig.Options, new(new(), TimeProvider.System, NullLogger.Instance));
        await using var batches = source.ReadAsync(new("Hint", null, 2), CancellationToken.None).GetAsyncEnumerator();

        (await Should.ThrowAsync<SetupException>(async () => await batches.MoveNextAsync())).Message.ShouldBe("There is no entity 'Hint' that takes records in the settings of this connection. It has Orders.");
    }
}
