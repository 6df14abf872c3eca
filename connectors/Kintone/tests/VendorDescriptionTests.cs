using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Kintone.Tests;

/// <summary>Every request of the connector, and every answer of the stand-in it is tested with, fits Cybozu's description of the API (see <c>tests/peers/crm-contracts</c>);
/// but for deletes: it writes their ids as <c>ids=1&amp;ids=2</c>, the documentation as <c>ids[0]=1&amp;ids[1]=2</c>, which is what is sent.</summary>
[Trait("Category", "Peers")]
public sealed class VendorDescriptionTests : IAsyncLifetime
{
    private readonly KintoneRig _rig = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private Prism? _prism;

    public async Task InitializeAsync()
    {
        await _rig.StartAsync();
        _prism = await Prism.StartAsync("kintone/openapi.yaml", _rig.Crm.Address);
        _rig.Address = _prism.Address;
    }

    public async Task DisposeAsync()
    {
        if (_prism is not null)
            await _prism.DisposeAsync();
        _http.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Requests_and_answers_fit()
    {
        await using var target = _rig.Open(new ConnectorServices(_http, TimeProvider.System, NullLogger.Instance));
        await target.CheckAsync(CancellationToken.None);
        var made = await target.DeliverAsync([Order(1), Order(2), Order(3)], CancellationToken.None);
        var ids = made.Select(answer => answer.ShouldBeOfType<DeliveryResult.Delivered>().RemoteId).ToList();
        await _rig.RemoveAsync(ids[1]);

        var answers = await target.DeliverAsync([Order(1, 2) with { RemoteId = ids[0] }, Order(2, 2) with { RemoteId = ids[1] }, Order(4) with { Fields = _rig.PoisonedFields(4) }], CancellationToken.None);
        answers[0].ShouldBeOfType<DeliveryResult.Delivered>();
        answers[1].ShouldBe(new DeliveryResult.Gone());
        answers[2].ShouldBeOfType<DeliveryResult.Rejected>();

        var reader = (ITargetReader)target;
        (await reader.FindAsync(new("orders", RemoteBy.ExternalKey, [Order(1).ExternalKey], ["number", "lines", "gross"]), CancellationToken.None)).ShouldHaveSingleItem();
        (await reader.FindAsync(new("orders", RemoteBy.Field, ["SO-\"1\"\\"], ["number"]) { Field = "number" }, CancellationToken.None)).ShouldHaveSingleItem();
        await foreach (var keys in ((ITargetListing)target).ListAsync("orders", CancellationToken.None))
            keys.Select(key => key.RemoteId).ShouldBe([ids[0], ids[2]]);
        (await ((ITargetSetup)target).DescribeAsync("orders", CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_does_not_fit_is_noticed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(_prism!.Address, "/k/v1/records.json"));
        request.Headers.Add("X-Cybozu-API-Token", _rig.Secrets[0]);
        request.Content = new StringContent("""{"app": 3, "upsert": true, "records": [{"record": {}}]}""", System.Text.Encoding.UTF8, "application/json");   // neither id nor updateKey
        using var answer = await _http.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(422);
    }

    private Delivery Order(int number, int version = 1) => new("orders", $"erp/order/{number}", null, false, ChangeKind.Upserted, _rig.Fields(number, version));
}
