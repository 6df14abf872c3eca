using System.Text.Json.Nodes;
using DemoCrm.Api;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;
using static IntegrationHub.Sdk.DeliveryResult;

namespace IntegrationHub.Connectors.Zoho.Tests;

public sealed class DeliveryTests : IAsyncLifetime
{
    private readonly ZohoRig _rig = new("ERP_Orders");
    private readonly HttpClient _http = new();
    private ConnectorServices _services = null!;

    public Task InitializeAsync()
    {
        _services = new ConnectorServices(_http, TimeProvider.System, NullLogger.Instance);
        return _rig.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Customers_of_one_name_are_not_mixed_up_and_workflows_are_kept_still()
    {
        var answers = await DeliverAsync([.. Enumerable.Range(1, 101).Select(number => Account(number))]);

        answers.Distinct().Count().ShouldBe(101);
        answers.ShouldAllBe(answer => answer is Delivered);
        Calls("Accounts/upsert").ShouldBe(2);
        _rig.Dialect.LastWrite!["trigger"]!.AsArray().ShouldBeEmpty();
        _rig.Dialect.LastWrite["duplicate_check_fields"]!.ToJsonString().ShouldBe("""["ERP_Key"]""");
    }

    [Fact]
    public async Task A_token_is_shared_and_renewed_once_when_it_is_refused()
    {
        await DeliverAsync(Account(1));
        await DeliverAsync(Account(2));
        _rig.Dialect.TokenRequests.ShouldBe(1);

        _rig.Dialect.EndSessions();
        (await DeliverAsync(Account(3)))[0].ShouldBeOfType<Delivered>();
        _rig.Dialect.TokenRequests.ShouldBe(2);
    }

    [Fact]
    public async Task A_refresh_that_is_refused_with_status_200_is_refused_access_and_not_asked_for_again_at_once()
    {
        for (var time = 1; time <= 3; time++)
        {
            await using var target = _rig.OpenWithWrongCredentials(_services);
            (await Should.ThrowAsync<AccessException>(() => target.DeliverAsync([Account(1)], CancellationToken.None))).Message.ShouldContain("invalid_code");
        }

        _rig.Dialect.TokenRequests.ShouldBe(1);
    }

    [Fact]
    public async Task Refusals_name_code_field_and_record_and_no_values()
    {
        var other = _rig.Store.Add("Contacts", new JsonObject { ["Last_Name"] = "x", ["Email"] = "sato@yamada.example" });

        var answers = await DeliverAsync(
            Upsert("Contacts", "1", new() { ["Last_Name"] = "佐藤", ["Email"] = "sato@yamada.example" }),
            Upsert("Contacts", "2", new() { ["Phone"] = "1234567" }),
            Upsert("Contacts", "3", new() { ["Last_Name"] = "鈴木", ["Account_Name"] = new JsonObject { ["id"] = "99" } }),
            Upsert("Contacts", "4", new() { ["Last_Name"] = "高橋" }));

        Reason(answers[0]).ShouldContain($"DUPLICATE_DATA on Email; record {other.Id}");
        Reason(answers[0]).ShouldNotContain("sato@");
        Reason(answers[1]).ShouldContain("MANDATORY_NOT_FOUND on Last_Name");
        Reason(answers[2]).ShouldContain("INVALID_DATA on Account_Name");
        answers[3].ShouldBeOfType<Delivered>();
    }

    [Fact]
    public async Task A_reference_that_leads_nowhere_is_not_taken_for_a_record_that_is_gone()
    {
        var made = (Delivered)(await DeliverAsync(Order(1)))[0];
        var lost = Order(1, made.RemoteId);
        lost.Fields["Account"]!["id"] = "99";

        Reason((await DeliverAsync(lost))[0]).ShouldContain("Account");
    }

    [Fact]
    public async Task A_locked_record_comes_again_later()
    {
        var made = (Delivered)(await DeliverAsync(Account(1)))[0];
        _rig.Dialect.Locked.Add(made.RemoteId);

        var answers = await DeliverAsync(Account(1) with { RemoteId = made.RemoteId }, Account(2));

        answers[0].ShouldBeOfType<Deferred>().Reason.ShouldContain("RECORD_LOCKED");
        answers[1].ShouldBeOfType<Delivered>();
    }

    [Fact]
    public async Task Lines_are_changed_in_their_place_and_those_no_longer_in_the_list_go()
    {
        var made = (Delivered)(await DeliverAsync(Order(1)))[0];
        var before = Rows().Select(row => (string?)row["id"]).ToList();
        var less = Order(1, made.RemoteId);
        var lines = less.Fields[ZohoRig.Lines]!.AsArray();
        lines.RemoveAt(0);
        lines.Add(ZohoRig.Line("3", "bread", 1));

        (await DeliverAsync(less))[0].ShouldBe(made);

        Rows().Select(row => (string?)row["Number"]).ShouldBe(["2", "3"]);
        ((string?)Rows()[0]["id"]).ShouldBe(before[1]);
    }

    [Fact]
    public async Task Lines_are_not_doubled_when_an_order_whose_answer_was_lost_comes_again()
    {
        await DeliverAsync(Order(1));

        (await DeliverAsync(Order(1) with { MayExist = true }))[0].ShouldBeOfType<Delivered>();

        Rows().Select(row => (string?)row["Number"]).Order().ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task A_delete_of_what_somebody_deleted_already_spoils_no_other()
    {
        _rig.Dialect.RefusesUnknownDeletes = true;
        var made = await DeliverAsync(Account(1), Account(2));
        _rig.Store.Remove("Accounts", ((Delivered)made[0]).RemoteId);

        var answers = await DeliverAsync([.. made.Select((answer, at) => new Delivery("Accounts", $"erp/{at + 1}", ((Delivered)answer).RemoteId, false, ChangeKind.Deleted, []))]);

        answers.ShouldAllBe(answer => answer is Delivered);
        _rig.Store.Where("Accounts", "ERP_Key", "erp/2").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_module_that_is_not_there_is_a_matter_of_settings()
    {
        (await Should.ThrowAsync<SetupException>(() => DeliverAsync([.. Enumerable.Range(1, 20).Select(number => Account(number) with { Entity = "ERP_Nothing" })]))).Message.ShouldContain("INVALID_MODULE");
        Calls("upsert").ShouldBe(1);
    }

    [Fact]
    public async Task Too_many_calls_mean_later_also_without_a_wait_in_the_answer()
    {
        _ = _rig.StandIn.Faults.PlanNext(FaultKind.TooBusy);

        (await Should.ThrowAsync<TransientException>(() => DeliverAsync(Account(1)))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Points_in_time_are_sent_without_parts_of_a_second_and_read_back_in_UTC()
    {
        await DeliverAsync(Upsert("ERP_Shipments", "1", new() { ["Name"] = "1", ["Shipped_At"] = "2026-07-08T01:30:00.1234567+00:00" }));

        await using var target = new ZohoTarget(_rig.Options(), _services);
        var found = await target.FindAsync(new RemoteQuery("ERP_Shipments", RemoteBy.ExternalKey, ["erp/1"], ["Shipped_At"]), CancellationToken.None);
        ((string?)found.Single().Fields["Shipped_At"]).ShouldBe("2026-07-08T01:30:00+00:00");
    }

    [Fact]
    public async Task Lists_of_many_pages_are_whole()
    {
        _rig.Dialect.PageSize = 10;
        await DeliverAsync([.. Enumerable.Range(1, 45).Select(number => Account(number))]);

        await using var target = new ZohoTarget(_rig.Options(), _services);
        var keys = new List<string>();
        await foreach (var page in target.ListAsync("Accounts", CancellationToken.None))
            keys.AddRange(page.Select(key => key.ExternalKey));
        keys.Distinct().Count().ShouldBe(45);
        (await target.FindAsync(new RemoteQuery("Accounts", RemoteBy.Field, ["organization"], ["ERP_Number"]) { Field = "ERP_Kind" }, CancellationToken.None)).Count.ShouldBe(45);
    }

    [Theory]
    [InlineData("com", "https://www.zohoapis.com/", "https://accounts.zoho.com/")]
    [InlineData("jp", "https://www.zohoapis.jp/", "https://accounts.zoho.jp/")]
    [InlineData("com.au", "https://www.zohoapis.com.au/", "https://accounts.zoho.com.au/")]
    public void Addresses_follow_from_the_data_centre(string dataCentre, string api, string accounts)
    {
        var options = new ZohoOptions { DataCentre = dataCentre };

        (options.Api.AbsoluteUri, options.Accounts.AbsoluteUri).ShouldBe((api, accounts));
    }

    private async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch)
    {
        await using var target = new ZohoTarget(_rig.Options(), _services);
        return await target.DeliverAsync(batch, CancellationToken.None);
    }

    private int Calls(string end) => _rig.StandIn.Calls.Count(call => call.Target.EndsWith(end, StringComparison.Ordinal));

    private List<JsonObject> Rows() => [.. _rig.Store.Where("ERP_Orders", "ERP_Key", "erp/1").Single().Fields[ZohoRig.Lines]!.AsArray().Select(row => row!.AsObject())];

    private static string Reason(DeliveryResult answer) => answer.ShouldBeOfType<Rejected>().Reason;

    private static Delivery Account(int number) => Upsert("Accounts", $"{number}", new() { ["Account_Name"] = "株式会社山田", ["ERP_Number"] = $"{number}", ["ERP_Kind"] = "organization" });

    private Delivery Order(int number, string? id = null) => new("ERP_Orders", $"erp/{number}", id, false, ChangeKind.Upserted, _rig.Fields(number, 1));

    private static Delivery Upsert(string entity, string key, JsonObject fields) => new(entity, $"erp/{key}", null, false, ChangeKind.Upserted, fields);
}
