using System.Text.Json.Nodes;
using IntegrationHub.Host.Tests.Support;
using IntegrationHub.Testing;

namespace IntegrationHub.Host.Tests.CommandLine;

public sealed class ReconcileVerbTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private SettingsFolder _folder = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateDatabaseAsync();
        _folder = new SettingsFolder(_database.ConnectionString);
        (await RunAsync("sync", "--all")).ExitCode.ShouldBe(0);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_record_that_got_lost_is_named_repaired_and_then_agrees()
    {
        (await RunAsync("reconcile")).ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(0, one.Errors), one => one.Output.ShouldContain("northwind/Customers: agrees, 2 at the source."),
            one => one.Output.ShouldContain("demo-crm: NOT ASKED"));   // nobody listens there
        await ExecuteAsync("delete from hub.record where id = 'ALFKI'");

        var found = await RunAsync("reconcile", "northwind", "--no-targets", "--json");
        found.ExitCode.ShouldBe(1, found.Errors);
        var one = JsonNode.Parse(found.Output)!.AsArray().Single()!;
        ((bool)one["agrees"]!, (string?)one["compared"]!["missing"]!.AsArray().Single(), (string)one["sync"]!).ShouldBe((false, "ALFKI", "northwind/Customers"));

        var repaired = await RunAsync("reconcile", "northwind/Customers", "--repair");
        repaired.ExitCode.ShouldBe(1, repaired.Errors);   // it did differ
        repaired.Output.ShouldContain("DIFFERS, 2 at the source, 1 in the hub");
        repaired.Output.ShouldContain("1 missing in the hub: ALFKI.");
        repaired.Output.ShouldContain("Read again:");
        (await RunAsync("reconcile", "northwind/Customers", "--by", "entity")).ExitCode.ShouldBe(0);
        (await QueryAsync("select string_agg(what || ' ' || subject, ', ') from hub.audit where what like 'reconcile%'")).ShouldBe("reconcile and repair northwind/Customers");
        (await QueryAsync("select string_agg(coalesce(agrees::text, '-'), ',' order by reconcile_no) from hub.reconcile")).ShouldBe("true,false,false,true");
    }

    [Fact]
    public async Task Left_to_the_worker_it_waits_and_wrong_words_are_refused()
    {
        var later = await RunAsync("reconcile", "northwind", "--repair", "--later");
        later.ExitCode.ShouldBe(0, later.Errors);
        later.Output.ShouldContain("asked-reconcile:northwind");
        (await QueryAsync("select string_agg(sync || ' ' || state || ' ' || repair, ',') from hub.reconcile")).ShouldBe("northwind/Customers asked true");

        (await RunAsync("reconcile", "nobody")).ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(2), one => one.Errors.ShouldContain("There is no sync and no connection with syncs 'nobody'. The settings have northwind/Customers."));
        (await RunAsync("reconcile", "--by", "week")).ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(2), one => one.Errors.ShouldContain("--by 'week': expected day, company or entity."));
        (await RunAsync("reconcile", "--by", "day", "--later")).ExitCode.ShouldBe(2);
        File.Delete(_folder.In("Customers.csv"));
        var failed = await RunAsync("reconcile");
        failed.ExitCode.ShouldBe(1, failed.Errors + failed.Output);
        failed.Output.ShouldContain("NOT COMPARED.");
    }

    [Fact]
    public async Task A_back_fill_left_to_the_worker_is_stopped_listed_and_resumed()
    {
        var later = await RunAsync("backfill", "northwind/Customers", "--keys", "ALFKI,NOBODY", "--later");
        later.ExitCode.ShouldBe(0, later.Errors);
        later.Output.ShouldContain("Back-fill 1 waits for the worker");
        var stopped = await RunAsync("backfill", "--stop", "1");
        stopped.ExitCode.ShouldBe(0, stopped.Errors);
        stopped.Output.ShouldContain("Back-fill 1 stops before its next page. Go on with: hub backfill --resume 1");
        var list = JsonNode.Parse((await RunAsync("backfill", "--list", "--json")).Output)!.AsArray().Single()!;
        ((string)list["state"]!, (string)list["sync"]!, (long)list["expected"]!).ShouldBe(("paused", "northwind/Customers", 2));

        var resumed = await RunAsync("backfill", "--resume");
        resumed.ExitCode.ShouldBe(1, resumed.Errors);   // a key was not found
        resumed.Output.ShouldContain("The source did not give 1 of the keys: NOBODY.");
        (await RunAsync("backfill", "--stop", "1")).ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(2), one => one.Errors.ShouldContain("No back-fill 1 is unfinished."));
        (await QueryAsync("select string_agg(what, ',' order by audit_no) from hub.audit where what like '%back-fill'")).ShouldBe("back-fill,paused back-fill,resume back-fill");
    }

    private Task<HubAnswer> RunAsync(params string[] arguments) => HubProcess.RunAsync(_folder.Path, null, arguments);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string?> QueryAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        return (await command.ExecuteScalarAsync())?.ToString();
    }
}
