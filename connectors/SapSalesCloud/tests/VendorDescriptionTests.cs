using System.Text;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.SapSalesCloud.Tests;

/// <summary>
/// Every request of the connector, and every answer of the stand-in it is tested with, fits the description of the OData API that was written from SAP's developer guide (see <c>tests/peers/crm-contracts</c>).
/// </summary>
[Trait("Category", "Peers")]
public sealed class VendorDescriptionTests : IAsyncLifetime
{
    private readonly C4cRig _rig = new("ErpOrderCollection");
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private Prism? _prism;

    public async Task InitializeAsync()
    {
        await _rig.StartAsync();
        _prism = await Prism.StartAsync("sap-c4c/openapi.json", _rig.Crm.Address);
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

        var orders = await target.DeliverAsync([Order(1), Order(2), Order(3) with { Change = ChangeKind.Deleted, Fields = [] }], CancellationToken.None);
        orders.ShouldAllBe(answer => answer is DeliveryResult.Delivered);
        var id = ((DeliveryResult.Delivered)orders[0]).RemoteId;
        _rig.Dialect.EndSessions();
        var later = await target.DeliverAsync([Order(1, version: 2) with { RemoteId = id }, Order(4) with { RemoteId = new string('A', 32) }], CancellationToken.None);
        later[0].ShouldBe(new DeliveryResult.Delivered(id));
        later[1].ShouldBe(new DeliveryResult.Gone());

        var accounts = new C4cRig("CorporateAccountCollection");
        (await target.DeliverAsync([new("CorporateAccountCollection", "erp/customer/1", null, false, ChangeKind.Upserted, accounts.Fields(1, 1))], CancellationToken.None)).Single().ShouldBeOfType<DeliveryResult.Delivered>();

        var reader = (ITargetReader)target;
        (await reader.FindAsync(new("ErpOrderCollection", RemoteBy.RemoteId, [id], ["Number"]), CancellationToken.None)).ShouldHaveSingleItem();
        (await reader.FindAsync(new("ErpOrderCollection", RemoteBy.ExternalKey, ["contract/thing/1 %2F?&#é"], ["Number", "AccountUUID"]), CancellationToken.None)).ShouldHaveSingleItem();
        (await reader.FindAsync(new("CorporateAccountCollection", RemoteBy.Field, ["株式会社 O'Kunde 1"], ["Name"]) { Field = "Name" }, CancellationToken.None)).ShouldHaveSingleItem();
        await foreach (var keys in ((ITargetListing)target).ListAsync("ErpOrderCollection", CancellationToken.None))
            keys.Count.ShouldBe(2);
        (await ((ITargetSetup)target).DescribeAsync("ErpOrderCollection", CancellationToken.None)).ShouldNotBeNull();

        _rig.Crm.Calls.ShouldAllBe(call => call.Status == 200 || call.Status == 202);
    }

    [Fact]
    public async Task What_does_not_fit_is_noticed()
    {
        (await SendAsync(HttpMethod.Get, "CorporateAccountCollection", null)).ShouldBe(422);   // without $format=json
        (await SendAsync(HttpMethod.Patch, "CorporateAccountCollection('C-1')", """{"Name":"x"}""")).ShouldBe(422);
        (await SendAsync(HttpMethod.Post, "CorporateAccountCollection", """{"ObjectID":"00163E03A0701EE288BE9895233EBD27"}""")).ShouldBe(422);
    }

    private Delivery Order(int number, int version = 1) => new("ErpOrderCollection", $"contract/thing/{number} %2F?&#é", null, false, ChangeKind.Upserted, _rig.Fields(number, version));

    private async Task<int> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(_prism!.Address, $"sap/c4c/odata/v1/c4codataapi/{path}"));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("HUB:x")));
        using var answer = await _http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
