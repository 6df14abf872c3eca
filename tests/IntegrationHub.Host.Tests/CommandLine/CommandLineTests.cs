using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using IntegrationHub.Host.Tests.Support;
using IntegrationHub.Testing;

namespace IntegrationHub.Host.Tests.CommandLine;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("run --help")]
    [InlineData("parked replay --help")]
    public async Task Help_says_the_exit_codes(string arguments)
    {
        var answer = await HubProcess.RunAsync(AppContext.BaseDirectory, null, arguments.Split(' '));
        answer.ExitCode.ShouldBe(0);
        answer.Output.ShouldContain("Usage:");
        answer.Output.ShouldContain("130  interrupted");
    }

    [Fact]
    public async Task A_mistyped_verb_gets_the_nearest_one_and_exit_code_2()
    {
        var answer = await HubProcess.RunAsync(AppContext.BaseDirectory, null, "snyc", "northwind/Orders");
        answer.ExitCode.ShouldBe(2);
        answer.Errors.ShouldContain("Did you mean 'sync'?");
        answer.Errors.ShouldContain("See: hub --help");
    }

    [Fact]
    public async Task Several_syncs_at_once_are_pointed_to_all()
    {
        var answer = await HubProcess.RunAsync(AppContext.BaseDirectory, null, "sync", "northwind/Orders", "northwind/Customers");
        answer.ExitCode.ShouldBe(2);
        answer.Errors.ShouldContain("hub sync --all");
    }

    [Fact]
    public async Task Wrong_settings_are_sentences_without_a_stack_trace_and_name_the_environment_variable()
    {
        var folder = new SettingsFolder(connectionString: null, settings => settings["Webb"] = 1);
        var answer = await HubProcess.RunAsync(folder.Path, new Dictionary<string, string> { ["Web__Port"] = "abc" }, "run");
        answer.ExitCode.ShouldBe(2);
        answer.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            "appsettings.json Webb: is not known; did you mean 'Web'?",
            "environment variable Web__Port: must be a whole number, was 'abc'",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task An_unreachable_PostgreSQL_is_one_sentence_without_the_password_and_exit_code_3()
    {
        var folder = new SettingsFolder($"Host=127.0.0.1;Port={FreePort()};Database=hubdb;Username=hub;Password=geheim");
        var answer = await HubProcess.RunAsync(folder.Path, null, "migrate");
        answer.ExitCode.ShouldBe(3);
        answer.Errors.Trim().ShouldMatch(@"^PostgreSQL at host 127\.0\.0\.1, port \d+, database hubdb cannot be used: .*refused.* Start it, or correct Database:ConnectionString; .*$");
        answer.Errors.ShouldNotContain("geheim");
    }

    [Fact]
    public async Task A_taken_port_is_a_sentence_and_exit_code_2()
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var answer = await HubProcess.RunAsync(new SettingsFolder(database.ConnectionString).Path, null, "run", "--port", $"{port}");

        answer.ExitCode.ShouldBe(2);
        answer.Errors.ShouldContain($"http://127.0.0.1:{port} is taken by another program. Choose another port with --port, or with Web:Port in appsettings.json.");
        answer.Errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_sync_tells_what_it_did_as_JSON_and_a_second_one_finds_nothing_new()
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        var folder = new SettingsFolder(database.ConnectionString);

        var first = await HubProcess.RunAsync(folder.Path, null, "sync", "northwind/Customers", "--json");
        var second = await HubProcess.RunAsync(folder.Path, null, "sync", "--all");
        var customer = await HubProcess.RunAsync(folder.Path, null, "customer", "ALFKI");

        first.ExitCode.ShouldBe(0, first.Errors);
        JsonNode.Parse(first.Output)![0]!["counts"]!["created"]!.GetValue<int>().ShouldBe(2);
        second.Output.Trim().ShouldBe("northwind/Customers: nothing new");
        customer.Output.ShouldStartWith("Alfreds Futterkiste  (customer ");
    }

    [Fact]
    public async Task A_sync_that_parks_something_has_exit_code_1_and_a_missing_file_2()
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        var folder = new SettingsFolder(database.ConnectionString);
        await File.AppendAllTextAsync(folder.In("Customers.csv"), "ONLYAKEY\n");

        var parks = await HubProcess.RunAsync(folder.Path, null, "sync", "northwind/Customers");
        var list = await HubProcess.RunAsync(folder.Path, null, "parked", "list");
        File.Delete(folder.In("Customers.csv"));
        var missing = await HubProcess.RunAsync(folder.Path, null, "sync", "northwind/Customers");

        parks.ExitCode.ShouldBe(1, parks.Errors);
        parks.Output.ShouldContain("1 parked");
        list.Output.ShouldContain("Customers.csv line 4");
        missing.ExitCode.ShouldBe(2);
        missing.Errors.ShouldStartWith("northwind/Customers: ");
        missing.Errors.ShouldContain("Customers.csv");
    }

    [Fact]
    public async Task A_target_that_is_gone_has_exit_code_4_and_fails_the_check()
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        var folder = new SettingsFolder(database.ConnectionString);
        await HubProcess.RunAsync(folder.Path, null, "sync", "--all");

        var deliver = await HubProcess.RunAsync(folder.Path, null, "deliver", "demo-crm");
        var check = await HubProcess.RunAsync(folder.Path, null, "check", "--json");

        deliver.ExitCode.ShouldBe(4, deliver.Output);
        check.ExitCode.ShouldBe(1);
        JsonNode.Parse(check.Output)!["checks"]!.AsArray().Where(one => !one!["good"]!.GetValue<bool>()).Select(one => one!["what"]!.GetValue<string>()).ShouldBe(["connection demo-crm"]);
    }

    [Fact]
    public async Task Logins_are_added_listed_and_disabled()
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        var folder = new SettingsFolder(database.ConnectionString);

        var added = await HubProcess.RunAsync(folder.Path, null, "user", "add", "eva", "--role", "Engineer", "--json");
        var again = await HubProcess.RunAsync(folder.Path, null, "user", "add", "Eva");
        await HubProcess.RunAsync(folder.Path, null, "user", "disable", "eva");
        var list = await HubProcess.RunAsync(folder.Path, null, "user", "list", "--json");

        JsonNode.Parse(added.Output)!["password"]!.GetValue<string>().Length.ShouldBe(20);
        again.ExitCode.ShouldBe(2);
        again.Errors.ShouldContain("There is a login 'Eva' already.");
        var eva = JsonNode.Parse(list.Output)!.AsArray().Single()!;
        eva["role"]!.GetValue<string>().ShouldBe("Engineer");
        eva["disabledAt"].ShouldNotBeNull();
    }

    [Fact]
    public async Task SIGTERM_stops_a_running_hub_cleanly()
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        using var hub = HubProcess.Start(new SettingsFolder(database.ConnectionString).Path, null, "run", "--port", "0");
        var lines = new List<string>();
        while (await hub.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("Sign in as admin", StringComparison.Ordinal))
                break;
        }
        using var terminate = System.Diagnostics.Process.Start("kill", ["-TERM", $"{hub.Id}"]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var rest = hub.StandardOutput.ReadToEndAsync();
        await hub.WaitForExitAsync(patience.Token);

        hub.ExitCode.ShouldBe(0, await hub.StandardError.ReadToEndAsync());
        lines.ShouldContain(line => line.StartsWith("IntegrationHub 0.") && line.Contains(" listens on http://127.0.0.1:"));
        (await rest).ShouldContain("Stopping.");
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
