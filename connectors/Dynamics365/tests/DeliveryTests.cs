using System.Text.Json.Nodes;
using DemoCrm.Dialects;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Dynamics365.Tests;

/// <summary>What is peculiar to Dataverse.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private readonly Dynamics365Rig _rig = new("erp_order");
    private readonly HttpClient _http = new();
    private ITarget? _target;

    private StandInStore Store => _rig.Crm.Store;

    private ITarget Target => _target ??= _rig.Open(new ConnectorServices(_http, TimeProvider.System, NullLogger.Instance));

    public Task InitializeAsync() => _rig.StartAsync();

    public async Task DisposeAsync()
    {
        if (_target is not null)
            await _target.DisposeAsync();
        _http.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Lines_that_are_no_more_are_deleted_and_those_of_others_are_left_alone()
    {
        var id = await DeliveredAsync(Order("erp/order/1", Lines(3)));
        var byHand = Store.Add("erp_order_line", new JsonObject { ["erp_orderid"] = id, ["erp_name"] = "by hand" });
        _rig.Lines(id).Count.ShouldBe(4);
        var kept = _rig.Lines(id)[0].Id;

        (await DeliveredAsync(Order("erp/order/1", Lines(1)))).ShouldBe(id);
        _rig.Lines(id).Select(line => line.Id).ShouldBe([kept, byHand.Id], ignoreOrder: true);

        await DeliveredAsync(Order("erp/order/1", Lines(0)) with { RemoteId = id });
        _rig.Lines(id).Single().Id.ShouldBe(byHand.Id);
    }

    [Fact]
    public async Task An_order_is_written_with_its_lines_or_not_at_all()
    {
        var id = await DeliveredAsync(Order("erp/order/1", Lines(2)));
        var lines = Lines(3);
        lines[2]!["erp_quantity"] = "many";

        var refused = Assert.IsType<DeliveryResult.Rejected>(Assert.Single(await DeliverAsync(Order("erp/order/1", lines, name: "changed"))));

        refused.Reason.ShouldContain("erp_quantity");
        Store.Table("erp_order").Find(id)!.Text("erp_name").ShouldBe("SO");
        _rig.Lines(id).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_what_changed_is_sent_when_the_row_is_known_to_be_there()
    {
        var id = await DeliveredAsync(Order("erp/order/1", Lines(2)));
        Store.Edit("erp_order", id, new JsonObject { ["erp_status"] = "edited over there" });
        var before = Store.Table("erp_order_line").Present.Select(line => line.Version).ToList();

        await DeliveredAsync(Order("erp/order/1", Lines(1), name: "renamed") with { RemoteId = id, Changed = new HashSet<string> { "erp_name" } });

        var order = Store.Table("erp_order").Find(id)!;
        (order.Text("erp_name"), order.Text("erp_status")).ShouldBe(("renamed", "edited over there"));
        Store.Table("erp_order_line").Present.Select(line => line.Version).ShouldBe(before);

        await DeliveredAsync(Order("erp/order/1", Lines(1)) with { RemoteId = id, Changed = new HashSet<string> { "erp_order_lines" } });
        _rig.Lines(id).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Lookups_are_bound_and_cleared()
    {
        var account = Store.Add("account", new JsonObject { ["name"] = "Kunde" }).Id;
        var order = Order("erp/order/1", Lines(0));
        order.Fields["erp_customerid"] = account;
        var id = await DeliveredAsync(order);
        Store.Table("erp_order").Find(id)!.Text("erp_customerid").ShouldBe(account);

        await DeliveredAsync(Order("erp/order/1", Lines(0)) with { RemoteId = id });
        Store.Table("erp_order").Find(id)!.Text("erp_customerid").ShouldBeNull();
    }

    [Fact]
    public async Task One_of_several_tables_is_named_by_its_navigation_property()
    {
        var account = Store.Add("account", new JsonObject { ["name"] = "Kunde" }).Id;
        var contact = new Delivery("contact", "erp/contact/1", null, false, ChangeKind.Upserted, new JsonObject { ["lastname"] = "Ray", ["parentcustomerid_account"] = account });
        var id = await DeliveredAsync(contact);
        Store.Table("contact").Find(id)!.Text("parentcustomerid").ShouldBe(account);

        var found = await ((ITargetReader)Target).FindAsync(new("contact", RemoteBy.RemoteId, [id], ["parentcustomerid_account", "parentcustomerid_contact"]), CancellationToken.None);
        found.Single().Fields.ToJsonString().ShouldBe($$"""{"parentcustomerid_account":"{{account}}","parentcustomerid_contact":null}""");

        contact.Fields.Remove("parentcustomerid_account");
        contact.Fields["parentcustomerid"] = account;
        (await Should.ThrowAsync<SetupException>(() => DeliverAsync(contact))).Message.ShouldContain("parentcustomerid_account or parentcustomerid_contact");
    }

    [Fact]
    public async Task A_record_that_refers_to_what_is_not_there_is_refused_and_not_gone()
    {
        var id = await DeliveredAsync(Order("erp/order/1", Lines(0)));
        var order = Order("erp/order/1", Lines(0)) with { RemoteId = id };
        order.Fields["erp_customerid"] = Guid.NewGuid().ToString();

        Assert.IsType<DeliveryResult.Rejected>(Assert.Single(await DeliverAsync(order))).Reason.ShouldContain("0x80040217");
    }

    [Fact]
    public async Task A_row_without_lines_that_somebody_deleted_is_gone()
    {
        var id = await DeliveredAsync(Order("erp/order/1", Lines(0)));
        Store.Remove("erp_order", id);

        Assert.IsType<DeliveryResult.Gone>(Assert.Single(await DeliverAsync(Order("erp/order/1", Lines(0)) with { RemoteId = id, Changed = new HashSet<string> { "erp_status" } })));
        Store.Table("erp_order").Present.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_another_row_bears_is_told_with_that_row()
    {
        var one = await DeliveredAsync(Order("erp/order/1", Lines(0)));
        var two = await DeliveredAsync(Order("erp/order/2", Lines(0)));

        Assert.IsType<DeliveryResult.Rejected>(Assert.Single(await DeliverAsync(Order("erp/order/1", Lines(0)) with { RemoteId = two }))).Reason.ShouldContain(one);
    }

    [Fact]
    public async Task More_operations_than_a_batch_takes_are_several_batches()
    {
        var orders = Enumerable.Range(1, 30).Select(number => Order($"erp/order/{number}", Lines(60))).Append(Order("erp/order/long", Lines(1000))).ToArray();

        var answers = await DeliverAsync(orders);

        answers.Take(30).ShouldAllBe(answer => answer is DeliveryResult.Delivered);
        Assert.IsType<DeliveryResult.Rejected>(answers[30]).Reason.ShouldContain("999 lines");
        Store.Table("erp_order_line").Present.Count().ShouldBe(1800);
        _rig.Crm.Calls.Count(call => call.Target.EndsWith("$batch", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_table_without_the_key_is_refused_before_anything_is_doubled()
    {
        Store.Table("erp_order").UniqueFields.Clear();

        (await Should.ThrowAsync<SetupException>(() => DeliverAsync(Order("erp/order/1", Lines(0))))).Message.ShouldContain("alternate key");
        Store.Table("erp_order").Present.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_table_that_is_missing_is_made_with_its_lines_and_can_be_delivered_to()
    {
        var setup = (ITargetSetup)Target;
        NeededField[] fields =
        [
            new("erp_key", TargetFieldKind.Text) { IsExternalKey = true }, new("erp_name", TargetFieldKind.Text), new("erp_customerid", TargetFieldKind.Reference) { RefersTo = "account" },
            new("erp_return_lines", TargetFieldKind.Lines), new("erp_return_lines[].erp_name", TargetFieldKind.Text), new("erp_return_lines[].erp_quantity", TargetFieldKind.Number),
        ];
        (await setup.DescribeAsync("erp_return", CancellationToken.None)).ShouldBeNull();

        (await setup.PrepareAsync("erp_return", fields, CancellationToken.None)).ShouldBeEmpty();

        (await setup.DescribeAsync("erp_return", CancellationToken.None))!.Fields.Select(field => field.Name).ShouldBe(fields.Select(field => field.Name)
            .Concat(["erp_returnid", "erp_return_lines[].erp_return_lineid", "erp_return_lines[].erp_key", "erp_return_lines[].erp_returnid"]), ignoreOrder: true);
        var delivery = new Delivery("erp_return", "erp/return/1", null, false, ChangeKind.Upserted, new JsonObject { ["erp_name"] = "R-1", ["erp_return_lines"] = Lines(2) });
        var id = await DeliveredAsync(delivery);
        Store.Where("erp_return_line", "erp_returnid", id).Count.ShouldBe(2);
        await DeliverAsync(delivery with { Change = ChangeKind.Deleted, Fields = [], RemoteId = id });
        Store.Table("erp_return_line").Present.ShouldBeEmpty();
        (await setup.PrepareAsync("salesorder", [], CancellationToken.None)).Single().ShouldContain("install Sales");
    }

    private static Delivery Order(string key, JsonArray lines, string name = "SO") =>
        new("erp_order", key, null, false, ChangeKind.Upserted, new JsonObject { ["erp_name"] = name, ["erp_status"] = "open", ["erp_customerid"] = null, ["erp_order_lines"] = lines });

    private static JsonArray Lines(int count) => [.. Enumerable.Range(1, count).Select(line => (JsonNode)new JsonObject { ["erp_name"] = $"{line}", ["erp_quantity"] = line })];

    private Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch) => Target.DeliverAsync(batch, CancellationToken.None);

    private async Task<string> DeliveredAsync(Delivery delivery) => Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(delivery))).RemoteId;
}
