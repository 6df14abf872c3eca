using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Host.Security;
using IntegrationHub.Host.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntegrationHub.Host.Tests.Api;

/// <summary>The whole host over real files: a first load is counted by itself, a back-fill is prepared and run, and what got lost is found and repaired.</summary>
public sealed class CompletenessApiTests(RunningHub hub) : IClassFixture<RunningHub>
{
    private const string Sync = "northwind/Customers";

    [Fact]
    public async Task A_first_load_is_counted_by_itself_and_what_gets_lost_is_found_repaired_and_shown()
    {
        using var client = await hub.ClientWithKeyAsync(Policies.Engineer);
        (await StateAsync(client))["state"]!.GetValue<string>().ShouldBe("notYet");
        (await client.PostAsJsonAsync("/api/v1/jobs/run", new { job = $"sync:{Sync}" })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var first = await UntilAsync(client, "agrees");
        (first["found"]!["source"]!.GetValue<long>(), first["found"]!["hub"]!.GetValue<long>(), first["found"]!["targets"]![0]!["notListed"]!.GetValue<string>()).ShouldBe((2, 2, "tooEarly"));

        await ExecuteAsync("delete from hub.record where id = 'ANATR'");
        (await client.PostAsJsonAsync("/api/v1/reconcile", new { connection = "northwind", askTargets = false })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await UntilAsync(client, "differs"))["found"]!["missing"]!["first"]![0]!.GetValue<string>().ShouldBe("ANATR");

        (await client.PostAsJsonAsync("/api/v1/reconcile", new { sync = Sync, repair = true })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(client, one => one["found"]?["readAgain"]?.GetValue<long>() == 1);
        (await client.PostAsJsonAsync("/api/v1/reconcile", new { sync = Sync })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(client, "agrees");

        var prepared = await (await client.PostAsJsonAsync("/api/v1/backfills", new { sync = Sync, keys = new[] { "ALFKI", "NOBODY" } })).Content.ReadFromJsonAsync<JsonObject>();
        (prepared!["state"]!.GetValue<string>(), prepared["estimate"]!["records"]!.GetValue<long>(), prepared["estimate"]!["recordsBy"]!.GetValue<string>()).ShouldBe(("prepared", 2, "listed"));
        var number = prepared["backfillNo"]!.GetValue<long>();
        (await client.PostAsync($"/api/v1/backfills/{number}/start", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        JsonObject done;
        for (var look = 0; (done = (await client.GetFromJsonAsync<JsonObject>($"/api/v1/backfills/{number}"))!)["state"]!.GetValue<string>() != "finished" && look < 600; look++)
            await Task.Delay(100);
        (done["state"]!.GetValue<string>(), done["read"]!.GetValue<long>(), done["notFound"]!.GetValue<long>()).ShouldBe(("finished", 1, 1));
        (await client.PostAsync($"/api/v1/backfills/{number}/pause", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Wrong_choices_are_refused_with_a_sentence_and_a_viewer_only_reads()
    {
        using var client = await hub.ClientWithKeyAsync(Policies.Engineer);
        foreach (var wrong in new object[] { new { sync = Sync }, new { sync = Sync, keys = Array.Empty<string>() }, new { sync = Sync, all = true, company = "1" }, new { sync = Sync, from = "2026-02-01", to = "2026-01-01" }, new { sync = "nonsense", all = true } })
            (await client.PostAsJsonAsync("/api/v1/backfills", wrong)).StatusCode.ShouldBe(HttpStatusCode.BadRequest, wrong.ToString());
        (await client.PostAsJsonAsync("/api/v1/backfills", new { sync = "northwind/Nothing", all = true })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await client.PostAsJsonAsync("/api/v1/reconcile", new { sync = "northwind/Nothing" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await client.PostAsJsonAsync("/api/v1/reconcile", new { connection = "demo-crm" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync("/api/v1/backfills/99999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var viewer = await hub.ClientWithKeyAsync(Policies.Viewer);
        (await viewer.GetAsync("/api/v1/reconcile")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await viewer.GetAsync("/api/v1/backfills")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await viewer.PostAsJsonAsync("/api/v1/reconcile", new { sync = Sync })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await viewer.PostAsJsonAsync("/api/v1/backfills", new { sync = Sync, all = true })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var described = await client.GetStringAsync("/openapi/v1.json");
        described.ShouldContain("/api/v1/reconcile");
        described.ShouldContain("/api/v1/backfills/{backfillNo}/start");
    }

    private static Task<JsonObject> UntilAsync(HttpClient client, string state) => UntilAsync(client, one => one["state"]!.GetValue<string>() == state && one["open"] is null);

    private static async Task<JsonObject> UntilAsync(HttpClient client, Func<JsonObject, bool> isIt)
    {
        for (var look = 0; ; look++)
        {
            var now = await StateAsync(client);
            if (isIt(now))
                return now;
            (look < 1200).ShouldBeTrue(now.ToJsonString());
            await Task.Delay(100);
        }
    }

    private static async Task<JsonObject> StateAsync(HttpClient client) => (await client.GetFromJsonAsync<JsonArray>("/api/v1/reconcile"))!.Single(one => one!["sync"]!.GetValue<string>() == Sync)!.AsObject();

    private async Task ExecuteAsync(string sql)
    {
        await using var command = hub.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
