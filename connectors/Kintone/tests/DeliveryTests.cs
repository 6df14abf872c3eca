using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Kintone.Tests;

/// <summary>What is kintone's own.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private readonly KintoneRig _rig = new();
    private readonly HttpClient _http = new();
    private ITarget _target = null!;

    public async Task InitializeAsync()
    {
        await _rig.StartAsync();
        _target = _rig.Open(new ConnectorServices(_http, TimeProvider.System, NullLogger.Instance));
    }

    public async Task DisposeAsync()
    {
        await _target.DisposeAsync();
        _http.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Two_hundred_and_fifty_records_go_in_three_requests()
    {
        var answers = await DeliverAsync([.. Enumerable.Range(1, 250).Select(number => Order(number))]);

        answers.ShouldAllBe(answer => answer is DeliveryResult.Delivered);
        Puts().ShouldBe(3);
    }

    [Fact]
    public async Task The_bad_ones_are_named_by_kintone_and_the_others_go_in_one_more_request()
    {
        var batch = Enumerable.Range(1, 100).Select(number => Order(number)).ToArray();
        foreach (var bad in (int[])[7, 70])
            batch[bad] = batch[bad] with { Fields = _rig.PoisonedFields(bad) };

        var answers = await DeliverAsync(batch);

        answers.Count(answer => answer is DeliveryResult.Delivered).ShouldBe(98);
        answers[7].ShouldBeOfType<DeliveryResult.Rejected>().Reason.ShouldBe("orders erp/order/8: refused with status 400, CB_VA01: 'lines'");
        Puts().ShouldBe(2);
    }

    [Fact]
    public async Task Of_many_that_are_known_the_one_that_was_deleted_is_found_in_one_question()
    {
        var made = await DeliverAsync([.. Enumerable.Range(1, 100).Select(number => Order(number))]);
        var ids = made.Cast<DeliveryResult.Delivered>().Select(answer => answer.RemoteId).ToList();
        await _rig.RemoveAsync(ids[41]);
        var before = _rig.Crm.Calls.Count;

        var answers = await DeliverAsync([.. Enumerable.Range(1, 100).Select(number => Order(number, version: 2) with { RemoteId = ids[number - 1] })]);

        answers[41].ShouldBe(new DeliveryResult.Gone());
        answers.Count(answer => answer is DeliveryResult.Delivered).ShouldBe(99);
        (_rig.Crm.Calls.Count - before).ShouldBe(3);
    }

    [Theory]
    [InlineData("remark", "remark")]
    [InlineData("lines", "lines[].colour")]
    public async Task A_field_that_the_app_does_not_have_is_told_and_nothing_is_written(string field, string named)
    {
        var order = Order(1);
        order.Fields[field] = field == "lines" ? new JsonArray(new JsonObject { ["line_no"] = "1", ["colour"] = "red" }) : "a remark";

        var answers = await DeliverAsync(order, Order(2));

        answers[0].ShouldBeOfType<DeliveryResult.Rejected>().Reason.ShouldStartWith($"app {KintoneRig.App} has no field '{named}'.");
        answers[1].ShouldBeOfType<DeliveryResult.Delivered>();
        (await _rig.FindAsync(Order(1).ExternalKey)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_known_record_only_what_changed_is_sent_and_an_edit_of_somebody_else_stays()
    {
        var id = ((DeliveryResult.Delivered)(await DeliverAsync(Order(1))).Single()).RemoteId;
        _rig.Crm.Store.Edit(KintoneRig.App, id, new JsonObject { ["status"] = "edited by hand" });

        await DeliverAsync(Order(1, version: 2) with { RemoteId = id, Changed = new HashSet<string> { "gross" } });

        var found = (await _rig.FindAsync(Order(1).ExternalKey)).Single().Fields;
        ((string)found["status"]!, (decimal)found["gross"]!).ShouldBe(("edited by hand", 12.5m));
    }

    [Fact]
    public async Task An_empty_value_clears_the_field_and_fewer_lines_replace_all()
    {
        await DeliverAsync(Order(1, version: 2));
        var order = Order(1, version: 1);
        order.Fields["status"] = null;
        order.Fields["lines"] = new JsonArray();

        await DeliverAsync(order);

        var found = (await _rig.FindAsync(order.ExternalKey)).Single().Fields;
        found.ContainsKey("status").ShouldBeFalse();
        found["lines"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_field_whose_values_may_repeat_is_told_before_anything_is_written()
    {
        _rig.Crm.Store.Table(KintoneRig.App).UniqueFields.Clear();

        (await Should.ThrowAsync<SetupException>(() => DeliverAsync(Order(1)))).Message.ShouldContain("'erp_id' with unique values");
        Puts().ShouldBe(0);
    }

    [Fact]
    public async Task An_id_that_cannot_be_kintones_is_gone_and_spoils_no_other()
    {
        var answers = await DeliverAsync(Order(1) with { RemoteId = "ACC-000001" }, Order(2));

        answers[0].ShouldBe(new DeliveryResult.Gone());
        answers[1].ShouldBeOfType<DeliveryResult.Delivered>();
    }

    [Fact]
    public async Task An_app_that_is_not_there_is_told()
    {
        await using var target = new KintoneTarget(
            new KintoneOptions { BaseUrl = _rig.Crm.Address, Apps = { ["orders"] = new KintoneAppOptions { App = 99, Token = new Secret(_rig.Secrets[0]) } } }, new ConnectorServices(_http, TimeProvider.System, NullLogger.Instance));

        (await Should.ThrowAsync<SetupException>(() => target.CheckAsync(CancellationToken.None))).Message.ShouldContain("Check Apps:orders:App");
        (await Should.ThrowAsync<SetupException>(() => target.DeliverAsync([Order(1) with { Entity = "invoices" }], CancellationToken.None))).Message.ShouldContain("'invoices' is not among orders");
    }

    [Fact]
    public void An_address_with_a_path_is_told()
    {
        var options = new KintoneOptions { BaseUrl = new Uri("https://example.cybozu.com/k/12/") };

        options.Validate(new ValidationContext(options)).ShouldHaveSingleItem().ErrorMessage!.ShouldContain("with nothing behind it");
    }

    private int Puts() => _rig.Crm.Calls.Count(call => call.Method == "PUT");

    private Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch) => _target.DeliverAsync(batch, CancellationToken.None);

    private Delivery Order(int number, int version = 1) => new("orders", $"erp/order/{number}", null, false, ChangeKind.Upserted, _rig.Fields(number, version));
}
