using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Dynamics365.Tests;

/// <summary>
/// Every request of the connector, and every answer of the stand-in it is tested with, fits the description of the Web API that was written from Microsoft's documentation (see <c>tests/peers/crm-contracts</c>).
/// </summary>
[Trait("Category", "Peers")]
public sealed class VendorDescriptionTests : IAsyncLifetime
{
    private readonly Dynamics365Rig _rig = new("erp_order");
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private Prism? _prism;

    public async Task InitializeAsync()
    {
        await _rig.StartAsync();
        _prism = await Prism.StartAsync("dataverse/openapi.json", _rig.Crm.Address);
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

        var orders = await target.DeliverAsync([Order(1), Order(2), Delete(3)], CancellationToken.None);
        orders.ShouldAllBe(answer => answer is DeliveryResult.Delivered);
        var id = ((DeliveryResult.Delivered)orders[0]).RemoteId;
        await target.DeliverAsync([Order(1, version: 2) with { RemoteId = id }, Order(4) with { RemoteId = Guid.NewGuid().ToString() }], CancellationToken.None);

        var accounts = new Dynamics365Rig("account");
        var account = new Delivery("account", "erp/customer/1", null, false, ChangeKind.Upserted, accounts.Fields(1, 1));
        var one = ((DeliveryResult.Delivered)(await target.DeliverAsync([account], CancellationToken.None)).Single()).RemoteId;
        var left = _rig.Crm.Store.Add("account", new JsonObject { ["name"] = "the other" }).Id;
        _rig.Crm.Store.Remove("account", one, mergedInto: left);
        (await target.DeliverAsync([account with { RemoteId = one }], CancellationToken.None)).Single().ShouldBe(new DeliveryResult.Gone(left));
        (await target.DeliverAsync([account with { RemoteId = left }], CancellationToken.None)).Single().ShouldBeOfType<DeliveryResult.Delivered>();

        var reader = (ITargetReader)target;
        (await reader.FindAsync(new("account", RemoteBy.RemoteId, [one], ["name"]), CancellationToken.None)).Single().MergedInto.ShouldBe(left);
        (await reader.FindAsync(new("erp_order", RemoteBy.ExternalKey, ["contract/thing/1 %2F?&#é"], ["erp_name", "erp_customerid"]), CancellationToken.None)).ShouldHaveSingleItem();
        (await reader.FindAsync(new("erp_order", RemoteBy.Field, ["SO-'1'", "SO-2"], ["erp_name"]) { Field = "erp_name" }, CancellationToken.None)).ShouldHaveSingleItem();
        await foreach (var keys in ((ITargetListing)target).ListAsync("account", CancellationToken.None))
            keys.ShouldHaveSingleItem();

        var setup = (ITargetSetup)target;
        (await setup.DescribeAsync("erp_order", CancellationToken.None)).ShouldNotBeNull();
        (await setup.DescribeAsync("erp_nothing", CancellationToken.None)).ShouldBeNull();
        (await setup.PrepareAsync("account", _rig.Missing, CancellationToken.None)).ShouldBeEmpty();
        (await setup.PrepareAsync("erp_return", [new NeededField("erp_key", TargetFieldKind.Text) { IsExternalKey = true }, .. _rig.Missing], CancellationToken.None)).ShouldBeEmpty();

        _rig.Crm.Calls.Where(call => call.Status is 0 or >= 400).Select(call => (call.Method, call.Status)).Distinct().ShouldBe([("GET", 404)]);   // only tables that are not there
    }

    [Fact]
    public async Task What_does_not_fit_is_noticed()
    {
        (await SendAsync(HttpMethod.Patch, "accounts(C-1)", """{"name":"x"}""")).ShouldBe(422);
        (await SendAsync(HttpMethod.Patch, "accounts(erp_key='a~.b')", "{}")).ShouldBe(422);
        (await SendAsync(HttpMethod.Post, "EntityDefinitions", """{"SchemaName":"erp_x"}""")).ShouldBe(422);
        (await SendAsync(HttpMethod.Post, "EntityDefinitions(LogicalName='account')/Attributes", """{"@odata.type":"Microsoft.Dynamics.CRM.TextAttributeMetadata","SchemaName":"erp_x"}""")).ShouldBe(422);
    }

    private Delivery Order(int number, int version = 1) => new("erp_order", $"contract/thing/{number} %2F?&#é", null, false, ChangeKind.Upserted, _rig.Fields(number, version));

    private static Delivery Delete(int number) => new("erp_order", $"contract/thing/{number}", null, false, ChangeKind.Deleted, []);

    private async Task<int> SendAsync(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(_prism!.Address, $"api/data/v9.2/{path}")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", "token");
        using var answer = await _http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
