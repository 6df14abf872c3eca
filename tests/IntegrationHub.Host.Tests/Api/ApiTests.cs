using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using IntegrationHub.Host.Api.Models;
using IntegrationHub.Host.Security;
using IntegrationHub.Host.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntegrationHub.Host.Tests.Api;

public sealed class ApiTests(RunningHub hub) : IClassFixture<RunningHub>
{
    private const string Job = "sync:northwind/Customers";

    [Fact]
    public async Task A_key_opens_the_API_until_it_is_revoked()
    {
        var keys = hub.Services.GetRequiredService<ApiKeys>();
        using var client = hub.Client(await keys.AddAsync("to be revoked", Policies.Viewer, CancellationToken.None));
        (await client.GetAsync("/api/v1/overview")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var no = (await keys.ListAsync(CancellationToken.None)).Single(key => key.Title == "to be revoked").No;
        await keys.RevokeAsync(no, CancellationToken.None);

        (await client.GetAsync("/api/v1/overview")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_is_stored_only_as_its_hash()
    {
        var key = await hub.Services.GetRequiredService<ApiKeys>().AddAsync("hashed", Policies.Viewer, CancellationToken.None);
        await using var connection = await hub.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var row = await connection.ExecuteScalarAsync<string>("select row_to_json(k)::text from hub.api_key k where title = 'hashed'");
        row.ShouldNotBeNull();
        row.ShouldNotContain(key);
        row.ShouldNotContain(key["hub_".Length..]);
    }

    [Fact]
    public async Task A_viewer_reads_but_does_not_run()
    {
        using var client = await hub.ClientWithKeyAsync(Policies.Viewer);
        (await client.GetAsync("/api/v1/jobs")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsJsonAsync("/api/v1/jobs/run", new { job = Job })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.PostAsJsonAsync("/api/v1/parked/drop", new { numbers = new[] { 1 }, why = "x" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_engineer_runs_a_job_and_the_audit_and_the_ledger_show_it()
    {
        using var client = await hub.ClientWithKeyAsync(Policies.Engineer);
        (await client.PostAsJsonAsync("/api/v1/jobs/run", new { job = Job })).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await using var connection = await hub.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        (await connection.QuerySingleAsync<string>("select who from hub.audit where what = 'run now' and subject = @Job limit 1", new { Job })).ShouldBe("key: test");
        var runNo = await FirstRunAsync(connection);
        var events = await client.GetStringAsync($"/api/v1/runs/{runNo}/events");   // ends when the run does

        events.ShouldContain("event: finished");
        var run = await client.GetFromJsonAsync<JsonObject>($"/api/v1/runs/{runNo}");
        run!["outcome"]!.GetValue<string>().ShouldBe("succeeded");
        run["created"]!.GetValue<int>().ShouldBe(2);
        var found = await client.GetFromJsonAsync<JsonObject>("/api/v1/customers?q=futterkiste");
        var customerNo = found!["customers"]!.AsArray().Single()!["customerNo"]!.GetValue<long>();
        var customer = await client.GetFromJsonAsync<JsonObject>($"/api/v1/customers/{customerNo}");
        customer!["accounts"]![0]!["origin"]!["key"]!.GetValue<string>().ShouldBe("northwind/customer/ALFKI");
    }

    [Fact]
    public async Task A_paused_job_says_so()
    {
        using var client = await hub.ClientWithKeyAsync(Policies.Engineer);
        (await client.PostAsJsonAsync("/api/v1/jobs/pause", new { job = "deliver:demo-crm" })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await PausedAsync(client)).ShouldBeTrue();
        (await client.PostAsJsonAsync("/api/v1/jobs/resume", new { job = "deliver:demo-crm" })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await PausedAsync(client)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/api/v1/runs/999999", "There is no run 999999.")]
    [InlineData("/api/v1/parked/999999", "There is no parked record 999999.")]
    [InlineData("/api/v1/customers/999999", "There is no customer 999999.")]
    public async Task What_is_not_there_is_a_404_with_problem_details(string path, string detail)
    {
        using var client = await hub.ClientWithKeyAsync(Policies.Viewer);
        var answer = await client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!.GetValue<string>().ShouldBe(detail);
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_a_404()
    {
        using var client = await hub.ClientWithKeyAsync(Policies.Engineer);
        (await client.PostAsJsonAsync("/api/v1/jobs/run", new { job = "sync:northwind/Nothing" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.PostAsJsonAsync("/api/v1/jobs/run", new { job = "nothing" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Parked_records_are_dropped_with_a_reason_by_number_and_never_all_by_leaving_out_which()
    {
        await using var connection = await hub.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var parkedNo = await connection.ExecuteScalarAsync<long>(
            "insert into hub.parked (scope, stage, id, cause, reason) values ('northwind/Customers', 'map', 'X1', 'a cause', 'a reason') returning parked_no");
        using var client = await hub.ClientWithKeyAsync(Policies.Engineer);

        (await client.PostAsJsonAsync("/api/v1/parked/drop", new { why = "all?" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsJsonAsync("/api/v1/parked/drop", new { numbers = new[] { parkedNo } })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var dropped = await client.PostAsJsonAsync("/api/v1/parked/drop", new { numbers = new[] { parkedNo }, why = "a test" });

        (await dropped.Content.ReadFromJsonAsync<JsonObject>())!["dropped"]!.GetValue<int>().ShouldBe(1);
        (await client.GetFromJsonAsync<JsonObject>($"/api/v1/parked/{parkedNo}"))!["closedHow"]!.GetValue<string>().ShouldBe("dropped");
    }

    [Fact]
    public async Task A_change_by_cookie_needs_the_form_token_too()
    {
        using var browser = await hub.SignedInAsync("eng", Policies.Engineer);
        (await browser.PostAsJsonAsync("/api/v1/jobs/pause", new { job = Job })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        browser.DefaultRequestHeaders.Add("X-Hub-Form", await RunningHub.TokenAsync(browser, "/jobs"));
        (await browser.PostAsJsonAsync("/api/v1/jobs/resume", new { job = Job })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task The_description_lists_every_path_of_the_API_and_no_page()
    {
        using var client = await hub.ClientWithKeyAsync(Policies.Viewer);
        var paths = (await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!["paths"]!.AsObject().Select(path => path.Key).ToList();
        paths.ShouldContain("/api/v1/runs/{runNo}/events");
        paths.ShouldAllBe(path => path.StartsWith("/api/v1/"));
        paths.Count.ShouldBe(27);
    }

    [Fact]
    public async Task The_host_is_ready_when_database_and_jobs_are()
    {
        using var client = hub.Client();
        (await client.GetStringAsync("/healthz")).ShouldBe("Healthy");
        (await client.GetAsync("/readyz")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void Every_field_of_an_API_model_is_mapped_from_something() =>
        hub.Services.GetRequiredService<ApiModels>().AssertComplete();

    private static async Task<long> FirstRunAsync(NpgsqlConnection connection)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            if (await connection.ExecuteScalarAsync<long?>("select min(run_no) from hub.run where job = @Job", new { Job }) is { } runNo)
                return runNo;
            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task<bool> PausedAsync(HttpClient client) => (await client.GetFromJsonAsync<JsonArray>("/api/v1/jobs"))!
        .Single(job => job!["id"]!.GetValue<string>() == "deliver:demo-crm")!["paused"]!.GetValue<bool>();
}
