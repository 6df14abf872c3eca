using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationHub.Testing;
using Npgsql;

namespace IntegrationHub.EndToEnd.Tests.Tryton;

[CollectionDefinition(nameof(TrytonPeer))]
public sealed class TrytonPeerCollection : ICollectionFixture<TrytonPeer>;

/// <summary>A live Tryton 6.0 with a small trading company in it (tests/peers/tryton), on loopback, of this test run's own.</summary>
public sealed class TrytonPeer : IAsyncLifetime
{
    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "peers", "tryton");
    private readonly string _home = Path.Combine(TestFolders.Create("tryton"), "home");
    private NpgsqlDataSource _database = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>The ERP's own tables, past its server.</summary>
    public NpgsqlDataSource Database => _database;

    public async Task InitializeAsync()
    {
        var said = await RunAsync("/bin/bash", [Path.Combine(Scripts, "seeded.sh"), "--start", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), _home]);
        Address = new Uri(Regex.Match(said, "^TRYTON_URL=(.+)$", RegexOptions.Multiline).Groups[1].Value);
        var uri = new Uri(Regex.Match(await File.ReadAllTextAsync(Path.Combine(_home, "trytond.conf")), "^uri = (.+)$", RegexOptions.Multiline).Groups[1].Value);
        var login = uri.UserInfo.Split(':');
        _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder { Host = uri.Host, Port = uri.Port, Username = login[0], Password = login[1], Database = "tryton" }.ConnectionString);
        await using var age = _database.CreateCommand(Age);
        await age.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await RunAsync("/bin/bash", [Path.Combine(Scripts, "down.sh"), "--purge"]);
    }

    /// <summary>What a correct sync has to show: computed from the tables by the peer's own script, which never asks the server.</summary>
    public async Task<JsonNode> TruthAsync()
    {
        await SeedAsync("--truth-only");
        return JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_home, "truth.json")))!;
    }

    /// <summary>The ERP's users do some things.</summary>
    public async Task<JsonNode> ChangeAsync(int changes)
    {
        await SeedAsync("--changes", $"{changes}", "--seed", "7", "--fast");
        return JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_home, "truth.json")))!;
    }

    /// <summary>Calls the server as the hub's user.</summary>
    public Task<string> CallAsync(string method, string parameters) => RunAsync("/usr/bin/python3", [Path.Combine(Scripts, "rpc.py"), "call", method, parameters]);

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The seed makes everything within a minute, most of it with the same stamp: then every sync would read all of it again, and find what it never asked for.</summary>
    private const string Age = """
        do $$ declare name text; begin
          for name in select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name !~ '^(ir|res)_' and c.column_name in ('id', 'create_date', 'write_date') group by 1 having count(*) = 3 loop
            execute format('update %I set create_date = create_date - id %% 20 * interval ''1 hour'', write_date = write_date - id %% 20 * interval ''1 hour''', name);
          end loop;
        end $$
        """;

    private Task<string> SeedAsync(params string[] words) => RunAsync("/usr/bin/python3", [Path.Combine(Scripts, "seed.py"), .. words]);

    private async Task<string> RunAsync(string program, IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["TRYTON_HOME"] = _home;
        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        await process.WaitForExitAsync(patience.Token);
        process.ExitCode.ShouldBe(0, $"{Path.GetFileName(words[0])} {string.Join(' ', words.Skip(1))}\n{await said}\n{await complained}");
        return await said;
    }
}
