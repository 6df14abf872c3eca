using System.Text.Json.Nodes;
using DemoCrm.Api;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;
using static IntegrationHub.Sdk.DeliveryResult;

namespace IntegrationHub.Connectors.HubSpot.Tests;

public sealed class DeliveryTests : IAsyncLifetime
{
    private readonly HubSpotRig _rig = new("p_erp_order");
    private readonly HttpClient _http = new();

    public Task InitializeAsync() => _rig.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task More_records_than_a_call_takes_go_in_calls_of_100()
    {
        var answers = await DeliverAsync([.. Enumerable.Range(1, 205).Select(number => Company(number))]);

        answers.ShouldAllBe(answer => answer is Delivered);
        _rig.StandIn.Calls.Count(call => call.Target.EndsWith("companies/batch/upsert", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task The_record_that_spoils_a_whole_batch_is_found_and_told_without_its_values()
    {
        Delivery[] batch = [.. Enumerable.Range(1, 20).Select(number => Company(number))];
        batch[13].Fields["erp_credit_limit"] = "much too much";

        var answers = await DeliverAsync(batch);

        var reason = answers[13].ShouldBeOfType<Rejected>().Reason;
        reason.ShouldContain("INVALID_DOUBLE on erp_credit_limit");
        reason.ShouldContain("correlation id");
        reason.ShouldNotContain("much");
        answers.Count(answer => answer is Delivered).ShouldBe(19);
    }

    [Fact]
    public async Task A_property_that_is_not_there_is_a_matter_of_settings_and_not_tried_record_by_record()
    {
        Delivery[] batch = [.. Enumerable.Range(1, 20).Select(number => Company(number))];
        foreach (var delivery in batch)
            delivery.Fields["erp_unheard_of"] = "x";

        (await Should.ThrowAsync<SetupException>(() => DeliverAsync(batch))).Message.ShouldContain("PROPERTY_DOESNT_EXIST on erp_unheard_of");
        _rig.StandIn.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_record_that_is_in_the_way_is_named_and_spoils_no_other()
    {
        var other = _rig.Store.Add("contacts", new JsonObject { ["email"] = "sato@yamada.example" });

        var answers = await DeliverAsync(Upsert("contacts", "1", new() { ["lastname"] = "佐藤", ["email"] = "sato@yamada.example" }), Upsert("contacts", "2", new() { ["lastname"] = "鈴木" }));

        answers[0].ShouldBeOfType<Rejected>().Reason.ShouldContain($"record {other.Id}");
        answers[1].ShouldBeOfType<Delivered>();
    }

    [Theory]
    [InlineData("TEN_SECONDLY_ROLLING", 10)]
    [InlineData("SECONDLY", 1)]
    public async Task Too_many_calls_mean_a_short_wait(string policy, int seconds)
    {
        _rig.Dialect.Policy = policy;
        _ = _rig.StandIn.Faults.PlanNext(FaultKind.TooBusy);

        (await Should.ThrowAsync<TransientException>(() => DeliverAsync(Company(1)))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task When_the_day_is_used_up_it_means_tomorrow_in_the_accounts_time_zone()
    {
        _rig.Dialect.CallsADay = 0;
        var options = _rig.Options();
        options.TimeZone = "Asia/Tokyo";
        await using var target = new HubSpotTarget(options, new(_http, new StoppedTime(new(2026, 3, 31, 13, 0, 0, TimeSpan.Zero)), NullLogger.Instance));   // 22:00 in Tokyo

        (await Should.ThrowAsync<TransientException>(() => target.DeliverAsync([Company(1)], CancellationToken.None))).RetryAfter.ShouldBe(TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Lines_that_are_no_longer_in_the_list_go_and_those_of_others_stay()
    {
        var made = (Delivered)(await DeliverAsync(Order(1)))[0];
        var less = Order(1, made.RemoteId);
        less.Fields[HubSpotRig.Lines]!.AsArray().RemoveAt(0);

        (await DeliverAsync(less))[0].ShouldBe(made);

        Keys(HubSpotRig.Lines).ShouldBe(["erp/1/2"]);
        await DeliverAsync(new Delivery("p_erp_order", "erp/1", made.RemoteId, false, ChangeKind.Deleted, []));
        Keys(HubSpotRig.Lines).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_that_moves_to_another_company_is_not_left_at_the_old_one()
    {
        var made = (Delivered)(await DeliverAsync(Order(1)))[0];
        var other = _rig.Store.Add("companies", new JsonObject { ["name"] = "another" }).Id;
        var moved = Order(1, made.RemoteId);
        moved.Fields["associated:companies"] = other;

        (await DeliverAsync(moved))[0].ShouldBe(made);

        await using var target = Open();
        var found = await target.FindAsync(new RemoteQuery("p_erp_order", RemoteBy.RemoteId, [made.RemoteId], ["associated:companies"]), CancellationToken.None);
        ((string?)found.Single().Fields["associated:companies"]).ShouldBe(other);
    }

    [Fact]
    public async Task A_company_that_is_not_there_is_told_and_spoils_no_other_order()
    {
        var lost = Order(2);
        lost.Fields["associated:companies"] = "999";

        var answers = await DeliverAsync(Order(1), lost, Order(3));

        answers.Select(answer => answer.GetType()).ShouldBe([typeof(Delivered), typeof(Rejected), typeof(Delivered)]);
    }

    [Fact]
    public async Task A_delete_of_what_was_merged_leaves_the_one_that_is_left()
    {
        var first = (Delivered)(await DeliverAsync(Company(1)))[0];
        var second = (Delivered)(await DeliverAsync(Company(2)))[0];
        _rig.Store.Remove("companies", first.RemoteId, second.RemoteId);

        (await DeliverAsync(new Delivery("companies", "erp/1", first.RemoteId, false, ChangeKind.Deleted, [])))[0].ShouldBeOfType<Delivered>();

        Keys("companies").ShouldBe(["erp/2"]);
    }

    [Fact]
    public async Task Only_what_differs_is_sent_of_a_record_that_is_there()
    {
        var made = (Delivered)(await DeliverAsync(Company(1)))[0];
        _rig.Store.Edit("companies", made.RemoteId, new JsonObject { ["name"] = "edited over there" });

        await DeliverAsync(Company(1) with { RemoteId = made.RemoteId, Changed = new HashSet<string> { "erp_kind" } });

        _rig.Store.Where("companies", "erp_key", "erp/1").Single().Text("name").ShouldBe("edited over there");
    }

    [Fact]
    public async Task Objects_that_may_not_be_made_are_told_as_steps()
    {
        _rig.Dialect.HasCustomObjects = false;
        await using var target = Open();

        (await target.DescribeAsync("p_erp_order", CancellationToken.None)).ShouldBeNull();
        (await target.PrepareAsync("p_erp_order", [new("erp_key", TargetFieldKind.Text) { IsExternalKey = true }], CancellationToken.None)).ShouldHaveSingleItem().ShouldContain("Enterprise");
    }

    [Fact]
    public async Task Objects_are_made_with_their_lines_and_take_deliveries()
    {
        await using var target = Open();
        List<NeededField> needed = [new("erp_key", TargetFieldKind.Text) { IsExternalKey = true }, new("erp_number", TargetFieldKind.Text), new("associated:companies", TargetFieldKind.Reference), new("p_erp_line[].erp_number", TargetFieldKind.Text)];

        (await target.PrepareAsync("p_erp_quote", needed, CancellationToken.None)).ShouldBeEmpty();

        var quote = Upsert("p_erp_quote", "9", new() { ["erp_number"] = "9", ["associated:companies"] = _rig.Company, ["p_erp_line"] = new JsonArray(new JsonObject { ["erp_number"] = "1" }) });
        (await DeliverAsync(quote))[0].ShouldBeOfType<Delivered>();
        Keys("p_erp_line").ShouldBe(["erp/9/1"]);
    }

    private HubSpotTarget Open() => new(_rig.Options(), new(_http, TimeProvider.System, NullLogger.Instance));

    private async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch)
    {
        await using var target = Open();
        return await target.DeliverAsync(batch, CancellationToken.None);
    }

    private IEnumerable<string?> Keys(string table)
    {
        lock (_rig.Store.Lock)
            return [.. _rig.Store.Table(table).Present.Select(record => record.Text("erp_key")).Where(key => key is not null)];
    }

    private static Delivery Company(int number) => Upsert("companies", $"{number}", new() { ["name"] = $"株式会社{number}", ["erp_credit_limit"] = number, ["erp_kind"] = "organization" });

    private Delivery Order(int number, string? id = null) => new("p_erp_order", $"erp/{number}", id, false, ChangeKind.Upserted, _rig.Fields(number, 1));

    private static Delivery Upsert(string entity, string key, JsonObject fields) => new(entity, $"erp/{key}", null, false, ChangeKind.Upserted, fields);

    private sealed class StoppedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
