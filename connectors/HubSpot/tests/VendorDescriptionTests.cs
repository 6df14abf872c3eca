using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using static IntegrationHub.Sdk.DeliveryResult;

namespace IntegrationHub.Connectors.HubSpot.Tests;

/// <summary>Every request of the connector, and every answer of the stand-in it is tested with, fits the description of the API (see <c>tests/peers/crm-contracts</c>).</summary>
[Trait("Category", "Peers")]
public sealed class VendorDescriptionTests : IAsyncLifetime
{
    private readonly HubSpotRig _rig = new("p_erp_order");
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private Prism _prism = null!;
    private HubSpotTarget _target = null!;

    public async Task InitializeAsync()
    {
        await _rig.StartAsync();
        _prism = await Prism.StartAsync("hubspot/openapi.json", _rig.StandIn.Address);
        var options = _rig.Options();
        options.BaseUrl = _prism.Address;
        _target = new HubSpotTarget(options, new ConnectorServices(_http, TimeProvider.System, NullLogger.Instance));
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
        bad.Fields["erp_gross"] = "much";
        var lost = Upsert(4);
        lost.Fields["associated:companies"] = "999";
        var made = await DeliverAsync(Upsert(1), Upsert(2), bad, lost);
        made.Select(answer => answer.GetType()).ShouldBe([typeof(Delivered), typeof(Delivered), typeof(Rejected), typeof(Rejected)]);
        var (first, second) = (((Delivered)made[0]).RemoteId, ((Delivered)made[1]).RemoteId);

        var less = Upsert(1, 2, first);
        less.Fields[HubSpotRig.Lines]!.AsArray().RemoveAt(0);
        less.Fields["associated:companies"] = null;
        (await DeliverAsync(less)).Single().ShouldBeOfType<Delivered>();
        await _rig.MergeAsync(second, first);
        (await DeliverAsync(Upsert(2, 2, second))).Single().ShouldBe(new Gone(first));
        (await DeliverAsync(Delete(1, first), Delete(2, null), Delete(9, null))).ShouldAllBe(answer => answer is Delivered);
    }

    [Fact]
    public async Task What_is_shown_listed_described_and_made_fits()
    {
        _rig.Dialect.PageSize = 2;
        await DeliverAsync([.. Enumerable.Range(1, 5).Select(number => Upsert(number))]);

        (await _target.FindAsync(new RemoteQuery("p_erp_order", RemoteBy.ExternalKey, [.. Enumerable.Range(1, 300).Select(Key)], ["erp_number", "associated:companies"]), CancellationToken.None)).Count.ShouldBe(5);
        (await _target.FindAsync(new RemoteQuery("p_erp_order", RemoteBy.Field, ["order-1", "order-2", "order-3"], ["erp_gross"]) { Field = "erp_number" }, CancellationToken.None)).Count.ShouldBe(3);
        var listed = 0;
        await foreach (var page in _target.ListAsync("p_erp_order", CancellationToken.None))
            listed += page.Count;
        listed.ShouldBe(5);
        (await _target.DescribeAsync("p_erp_order", CancellationToken.None)).ShouldNotBeNull();
        (await _target.DescribeAsync("p_erp_nothing", CancellationToken.None)).ShouldBeNull();
        (await _target.PrepareAsync("p_erp_order", _rig.Missing, CancellationToken.None)).ShouldBeEmpty();
        (await _target.PrepareAsync("p_erp_quote", _rig.Missing, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusals_fit()
    {
        _rig.Dialect.CallsADay = 0;
        (await Should.ThrowAsync<TransientException>(() => _target.CheckAsync(CancellationToken.None))).Message.ShouldContain("DAILY");
    }

    private async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch) => await _target.DeliverAsync(batch, CancellationToken.None);

    private Delivery Upsert(int number, int version = 1, string? id = null) => new("p_erp_order", Key(number), id, false, ChangeKind.Upserted, _rig.Fields(number, version));

    private static Delivery Delete(int number, string? id) => new("p_erp_order", Key(number), id, false, ChangeKind.Deleted, []);

    private static string Key(int number) => $"erp/order/{number}";
}
