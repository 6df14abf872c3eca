using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using static IntegrationHub.Sdk.DeliveryResult;

namespace IntegrationHub.Connectors.Zoho.Tests;

/// <summary>Every request of the connector, and every answer of the stand-in it is tested with, fits the description of the API (see <c>tests/peers/crm-contracts</c>).</summary>
[Trait("Category", "Peers")]
public sealed class VendorDescriptionTests : IAsyncLifetime
{
    private readonly ZohoRig _rig = new("ERP_Orders");
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private Prism _prism = null!;
    private ZohoTarget _target = null!;

    public async Task InitializeAsync()
    {
        await _rig.StartAsync();
        _prism = await Prism.StartAsync("zoho/openapi.json", _rig.StandIn.Address);
        _rig.Dialect.ApiDomain = _prism.Address;
        var options = _rig.Options();
        (options.ApiUrl, options.AccountsUrl) = (_prism.Address, _prism.Address);
        _target = new ZohoTarget(options, new ConnectorServices(_http, TimeProvider.System, NullLogger.Instance));
    }

    public async Task DisposeAsync()
    {
        await _prism.DisposeAsync();
        _http.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Deliveries_fit_whatever_becomes_of_them()
    {
        await _target.CheckAsync(CancellationToken.None);
        var bad = Upsert(3);
        bad.Fields["Gross"] = "much";
        var made = await DeliverAsync(Upsert(1), Upsert(2), bad);
        made.Select(answer => answer.GetType()).ShouldBe([typeof(Delivered), typeof(Delivered), typeof(Rejected)]);
        var (first, second) = (((Delivered)made[0]).RemoteId, ((Delivered)made[1]).RemoteId);

        var less = Upsert(1, 2, first);
        less.Fields[ZohoRig.Lines]!.AsArray().RemoveAt(0);
        (await DeliverAsync(less)).Single().ShouldBeOfType<Delivered>();
        (await DeliverAsync(Upsert(1))).Single().ShouldBeOfType<Delivered>();
        await _rig.RemoveAsync(second);
        (await DeliverAsync(Upsert(2, 2, second))).Single().ShouldBe(new Gone());
        (await DeliverAsync(Delete(1, first), Delete(2, null), Delete(9, null))).ShouldAllBe(answer => answer is Delivered);
    }

    [Fact]
    public async Task What_is_shown_listed_described_and_made_fits()
    {
        _rig.Dialect.PageSize = 2;
        await DeliverAsync([.. Enumerable.Range(1, 5).Select(number => Upsert(number))]);

        (await _target.FindAsync(new RemoteQuery("ERP_Orders", RemoteBy.ExternalKey, [.. Enumerable.Range(1, 120).Select(Key)], ["Name", "Gross", "Account"]), CancellationToken.None)).Count.ShouldBe(5);
        var listed = 0;
        await foreach (var page in _target.ListAsync("ERP_Orders", CancellationToken.None))
            listed += page.Count;
        listed.ShouldBe(5);
        (await _target.DescribeAsync("ERP_Orders", CancellationToken.None)).ShouldNotBeNull();
        (await _target.DescribeAsync("ERP_Nothing", CancellationToken.None)).ShouldBeNull();
        (await _target.PrepareAsync("ERP_Orders", _rig.Missing, CancellationToken.None)).ShouldHaveSingleItem().ShouldContain("ERP_Parent.id");
    }

    private async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch) => await _target.DeliverAsync(batch, CancellationToken.None);

    private Delivery Upsert(int number, int version = 1, string? id = null) => new("ERP_Orders", Key(number), id, false, ChangeKind.Upserted, _rig.Fields(number, version));

    private static Delivery Delete(int number, string? id) => new("ERP_Orders", Key(number), id, false, ChangeKind.Deleted, []);

    private static string Key(int number) => $"erp/order/{number}";
}
