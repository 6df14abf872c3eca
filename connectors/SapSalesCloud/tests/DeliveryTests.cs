using System.Text;
using System.Text.Json.Nodes;
using DemoCrm.Dialects;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.OData;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.SapSalesCloud.Tests;

/// <summary>What is peculiar to SAP Cloud for Customer.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private const string Orders = "ErpOrderCollection";

    private readonly C4cRig _rig = new(Orders);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });
    private ITarget? _target;

    private StandInStore Store => _rig.Crm.Store;

    private ITarget Target => _target ??= _rig.Open(new ConnectorServices(_http, TimeProvider.System, NullLogger.Instance));

    private IEnumerable<StandInCall> Writes => _rig.Crm.Calls.Where(call => call.Method != "GET");

    public Task InitializeAsync() => _rig.StartAsync();

    public async Task DisposeAsync()
    {
        if (_target is not null)
            await _target.DisposeAsync();
        _http.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_stale_token_is_fetched_anew_once_and_the_write_is_sent_again()
    {
        await DeliveredAsync(Order("erp/order/1"));
        _rig.Dialect.EndSessions();
        await DeliveredAsync(Order("erp/order/2"));   // the read before the write brings the new token
        Writes.Select(call => call.Status).ShouldBe([202, 202]);

        var target = _rig.Open(new ConnectorServices(new HttpClient(new EndsSessions(_rig)), TimeProvider.System, NullLogger.Instance));
        Assert.IsType<DeliveryResult.Delivered>((await target.DeliverAsync([Order("erp/order/3")], CancellationToken.None)).Single());
        Writes.Select(call => call.Status).ShouldBe([202, 202, 403, 202]);
        Store.Where("ErpOrder", "ExternalID", "erp/order/3").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_entity_that_somebody_changed_between_the_look_and_the_write_is_left_for_later()
    {
        var id = await DeliveredAsync(Order("erp/order/1"));
        var target = _rig.Open(new ConnectorServices(new HttpClient(new Edits(_rig, id)), TimeProvider.System, NullLogger.Instance));

        var answers = await target.DeliverAsync([Order("erp/order/1", status: "ours") with { RemoteId = id }, Order("erp/order/2")], CancellationToken.None);

        Assert.IsType<DeliveryResult.Deferred>(answers[0]).Reason.ShouldContain("at the same time");
        Assert.IsType<DeliveryResult.Delivered>(answers[1]);
        Store.Table("ErpOrder").Find(id)!.Text("Status").ShouldBe("theirs");
    }

    [Fact]
    public async Task Keys_with_asterisks_and_quotes_find_only_themselves()
    {
        string[] keys = ["erp/order/1*", "erp/order/12", "erp/order/1'2", "*"];
        var ids = new List<string>();
        foreach (var key in keys)
            ids.Add(await DeliveredAsync(Order(key)));
        ids.Distinct().Count().ShouldBe(keys.Length);
        foreach (var (key, id) in keys.Zip(ids))
            (await DeliveredAsync(Order(key, status: "again"))).ShouldBe(id);
        Store.Table("ErpOrder").Present.Count().ShouldBe(keys.Length);
    }

    [Fact]
    public async Task A_search_for_a_text_with_an_asterisk_finds_that_text_only()
    {
        Store.Add("ErpOrder", new JsonObject { ["Number"] = "A-1" });
        var id = Store.Add("ErpOrder", new JsonObject { ["Number"] = "A-*" }).Id;

        (await ((ITargetReader)Target).FindAsync(new(Orders, RemoteBy.Field, ["A-*"], ["Number"]) { Field = "Number" }, CancellationToken.None)).Single().RemoteId.ShouldBe(id);
    }

    [Fact]
    public async Task Two_entities_of_one_key_are_not_chosen_between()
    {
        Store.Add("ErpOrder", new JsonObject { ["ExternalID"] = "erp/order/1" });
        Store.Add("ErpOrder", new JsonObject { ["ExternalID"] = "erp/order/1" });

        Assert.IsType<DeliveryResult.Rejected>((await DeliverAsync(Order("erp/order/1"))).Single()).Reason.ShouldContain("2 entities");
    }

    [Fact]
    public async Task Items_are_changed_added_and_deleted_by_their_number()
    {
        var id = await DeliveredAsync(Order("erp/order/1", items: ["10", "20", "30"]));
        var twenty = _rig.Items(id).Single(item => item.Text("ID") == "20").Id;

        await DeliveredAsync(Order("erp/order/1", items: ["20", "40"]) with { RemoteId = id });

        _rig.Items(id).Select(item => item.Text("ID")).ShouldBe(["20", "40"], ignoreOrder: true);
        _rig.Items(id).Single(item => item.Text("ID") == "20").Id.ShouldBe(twenty);

        await DeliveredAsync(Order("erp/order/1", items: []) with { RemoteId = id, Changed = new HashSet<string> { "Status" } });
        _rig.Items(id).Count.ShouldBe(2);
        await DeliveredAsync(Order("erp/order/1", items: []) with { RemoteId = id, Changed = new HashSet<string> { "ErpOrderItem" } });
        _rig.Items(id).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_created_is_set_afterwards_and_what_cannot_be_changed_is_left_out()
    {
        var account = new Delivery("CorporateAccountCollection", "erp/customer/1", null, false, ChangeKind.Upserted, new JsonObject { ["Name"] = "Kunde", ["RoleCode"] = "CRM000", ["ErpStatus_KUT"] = "active" });
        var id = await DeliveredAsync(account);
        var made = Store.Table("CorporateAccount").Find(id)!;
        (made.Text("RoleCode"), made.Text("ErpStatus_KUT")).ShouldBe(("CRM000", "active"));

        account.Fields["RoleCode"] = "BUP002";
        account.Fields["ErpStatus_KUT"] = "blocked";
        await DeliveredAsync(account with { RemoteId = id });
        var changed = Store.Table("CorporateAccount").Find(id)!;
        (changed.Text("RoleCode"), changed.Text("ErpStatus_KUT")).ShouldBe(("CRM000", "blocked"));
    }

    [Theory]
    [InlineData("LifeCycleStatusCode", "neither created nor changed")]
    [InlineData("Nam", "did you mean 'Name'")]
    public async Task A_property_that_can_never_be_sent_is_a_fault_of_the_mapping(string name, string said)
    {
        var account = new Delivery("CorporateAccountCollection", "erp/customer/1", null, false, ChangeKind.Upserted, new JsonObject { [name] = "2" });

        (await Should.ThrowAsync<SetupException>(() => DeliverAsync(account))).Message.ShouldContain(said);
    }

    [Fact]
    public async Task Values_are_written_as_odata_2_has_them()
    {
        var account = Store.Add("CorporateAccount", new JsonObject { ["Name"] = "Kunde" }).Id;
        var order = Order("erp/order/1");
        order.Fields["AccountUUID"] = account;
        order.Fields["OrderedOn"] = "2012-10-29";
        order.Fields["Gross"] = 26400.5m;
        var kept = Store.Table("ErpOrder").Find(await DeliveredAsync(order))!;

        (kept.Text("OrderedOn"), kept.Text("Gross"), kept.Text("AccountUUID")).ShouldBe(("/Date(1351468800000)/", "26400.5", Guid.Parse(account).ToString()));
    }

    [Fact]
    public async Task A_large_batch_is_several_requests()
    {
        var answers = await DeliverAsync([.. Enumerable.Range(1, 250).Select(number => Order($"erp/order/{number}"))]);

        answers.ShouldAllBe(answer => answer is DeliveryResult.Delivered);
        Writes.Count().ShouldBe(3);
        Store.Table("ErpOrder").Present.Select(order => order.Text("ExternalID")).Distinct().Count().ShouldBe(250);
    }

    [Fact]
    public void Errors_are_read_as_xml_too() =>
        ODataError.Read(Encoding.UTF8.GetBytes("""<?xml version="1.0" encoding="utf-8"?><error xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><code/><message xml:lang="en">Property 'ABC' not found</message></error>"""))
            .ShouldBe(new ODataError("", "Property 'ABC' not found"));

    [Fact]
    public async Task A_list_of_several_pages_is_whole_although_entities_come_and_go()
    {
        for (var number = 1; number <= 2500; number++)
            Store.Add("ErpOrder", new JsonObject { ["ExternalID"] = number % 5 == 0 ? null : $"erp/order/{number}" });
        var ids = Store.Table("ErpOrder").Present.Select(record => record.Id).ToList();
        var listed = new List<RemoteKey>();
        await foreach (var page in ((ITargetListing)Target).ListAsync(Orders, CancellationToken.None))
        {
            Store.Remove("ErpOrder", ids[listed.Count]);   // one that was listed goes, so that pages by number would shift
            listed.AddRange(page);
        }

        listed.Select(key => key.ExternalKey).Order(StringComparer.Ordinal).SequenceEqual(Enumerable.Range(1, 2500).Where(number => number % 5 != 0).Select(number => $"erp/order/{number}").Order(StringComparer.Ordinal)).ShouldBeTrue();
    }

    private static Delivery Order(string key, string status = "open", params string[] items) => new(Orders, key, null, false, ChangeKind.Upserted, new JsonObject
    {
        ["Number"] = "1",
        ["Status"] = status,
        ["ErpOrderItem"] = new JsonArray([.. items.Select(item => (JsonNode)new JsonObject { ["ID"] = item, ["Quantity"] = 1 })]),
    });

    private Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch) => Target.DeliverAsync(batch, CancellationToken.None);

    private async Task<string> DeliveredAsync(Delivery delivery) => Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(delivery))).RemoteId;

    /// <summary>Ends the sessions just before the first write.</summary>
    private sealed class EndsSessions(C4cRig rig) : DelegatingHandler(new SocketsHttpHandler { UseCookies = false })
    {
        private bool _isDone;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post && !_isDone)
            {
                _isDone = true;
                rig.Dialect.EndSessions();
            }

            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Somebody edits an order just before the write.</summary>
    private sealed class Edits(C4cRig rig, string id) : DelegatingHandler(new SocketsHttpHandler { UseCookies = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post)
                rig.Crm.Store.Edit("ErpOrder", id, new JsonObject { ["Status"] = "theirs" });
            return base.SendAsync(request, cancellationToken);
        }
    }
}
