using System.Diagnostics;
using System.Text.Json.Nodes;
using DemoCrm;
using IntegrationHub.Testing;
using Npgsql;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>The real hub as a process, over real CSV files, a real PostgreSQL and a demo CRM, in a folder of its own.</summary>
internal sealed class HubWorld : IAsyncDisposable
{
    private const string Token = "end-to-end";

    private readonly string _folder;
    private readonly TestDatabase _database;

    private HubWorld(string folder, TestDatabase database, DemoCrmServer crm) => (_folder, _database, Crm) = (folder, database, crm);

    public DemoCrmServer Crm { get; }

    /// <summary>The ERP's export folder.</summary>
    public string Erp => Path.Combine(_folder, "erp");

    public string ConnectionString => _database.ConnectionString;

    public NpgsqlDataSource Database => _database.DataSource;

    /// <param name="orders">Keeps only the first so many orders, and what they hang on; null keeps all there is.</param>
    public static async Task<HubWorld> CreateAsync(int? orders = null)
    {
        var folder = TestFolders.Create("end-to-end");
        var world = new HubWorld(folder, await PostgresFixture.CreateDatabaseAsync(), await DemoCrmServer.StartAsync(new DemoCrmOptions { Token = Token }));
        Directory.CreateDirectory(world.Erp);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "northwind", "erp")))
            await File.WriteAllLinesAsync(Path.Combine(world.Erp, Path.GetFileName(file)), orders is { } few ? Few(file, few) : File.ReadLines(file));
        await world.WriteSettingsAsync();
        return world;
    }

    /// <summary>A hub with connections of its own, and nothing of Northwind.</summary>
    /// <param name="connections">The settings' connections; gets the ERP's export folder.</param>
    public static async Task<HubWorld> WithConnectionsAsync(Func<string, JsonObject> connections)
    {
        var world = new HubWorld(TestFolders.Create("end-to-end"), await PostgresFixture.CreateDatabaseAsync(), await DemoCrmServer.StartAsync(new DemoCrmOptions { Token = Token }));
        Directory.CreateDirectory(world.Erp);
        var settings = await SampleSettingsAsync();
        settings["Connections"] = connections(world.Erp);
        await world.WriteAsync(settings);
        return world;
    }

    /// <summary>Changes the settings, before the hub is started.</summary>
    public async Task SettingsAsync(Action<JsonNode> change)
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "appsettings.json")))!;
        change(settings);
        await WriteAsync(settings);
    }

    /// <summary>The header, the first orders with their lines, and the customers and contracts of those; nothing that hangs on other orders.</summary>
    private static IEnumerable<string> Few(string file, int orders)
    {
        var kept = File.ReadLines(Path.Combine(Path.GetDirectoryName(file)!, "Orders.csv")).Skip(1).Take(orders).Select(line => line.Split(',')).ToArray();
        var (numbers, customers) = (kept.Select(order => order[0]).ToHashSet(), kept.Select(order => order[1]).ToHashSet());
        var rows = File.ReadLines(file).Skip(1);
        return File.ReadLines(file).Take(1).Concat(Path.GetFileName(file) switch
        {
            "Orders.csv" or "OrderDetails.csv" => rows.Where(row => numbers.Contains(row.Split(',')[0])),
            "Customers.csv" => rows.Where(row => customers.Contains(row.Split(',')[0])),
            "Contracts.csv" => rows.Where(row => customers.Contains(row.Split(',')[1])),
            "Products.csv" => rows.Take(orders),
            _ => [],
        });
    }

    private static async Task<JsonNode> SampleSettingsAsync()
    {
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "sample", "appsettings.json")), documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!;
        settings["Mappings"] = new JsonObject { ["Folder"] = Path.Combine(AppContext.BaseDirectory, "mappings") };
        return settings;
    }

    private Task WriteAsync(JsonNode settings) => File.WriteAllTextAsync(Path.Combine(_folder, "appsettings.json"), settings.ToJsonString());

    private async Task WriteSettingsAsync()
    {
        var settings = await SampleSettingsAsync();
        settings["Connections"]!["northwind"]!["Options"]!["Folder"] = Erp;
        var crm = settings["Connections"]!["demo-crm"]!;
        crm["Options"]!["BaseUrl"] = Crm.Address.ToString().TrimEnd('/');
        crm["Options"]!["Auth"]!["Secret"] = Token;
        await WriteAsync(settings);
    }

    /// <summary>Starts <c>hub</c> with the given words.</summary>
    public Process Start(string? connectionString, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "hub.dll"), .. words])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["Database__ConnectionString"] = connectionString ?? ConnectionString;
        return Process.Start(start)!;
    }

    /// <summary>Runs <c>hub</c> to its end; anything but the expected exit code fails the test with what it said.</summary>
    public async Task<string> RunAsync(int exitCode, params string[] words)
    {
        using var hub = Start(null, words);
        var (said, complained) = (hub.StandardOutput.ReadToEndAsync(), hub.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await hub.WaitForExitAsync(patience.Token);
        hub.ExitCode.ShouldBe(exitCode, $"hub {string.Join(' ', words)}\n{await said}\n{await complained}");
        return await said + await complained;
    }

    /// <summary>Syncs everything, then delivers until nothing is left.</summary>
    public async Task SyncAndDeliverAsync()
    {
        await RunAsync(0, "sync", "--all");
        for (var round = 0; await CountAsync("hub.outbox") > 0; round++)
        {
            round.ShouldBeLessThan(10, "something is never delivered");
            // time passes: what is to wait has waited, and the leases of the dead have run out
            await using (var due = Database.CreateCommand("update hub.outbox set due_at = now(), leased_until = now() - (lease is not null)::int * interval '1 second'"))
                await due.ExecuteNonQueryAsync();
            await RunAsync(0, "deliver", "--all");
        }
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<long> CountAsync(string from) => QueryAsync<long>($"select count(*) from {from}");

    /// <summary>What the hub holds and has delivered. Not the version numbers: an order that came before its customer has one more.</summary>
    public Task<string> HubStateAsync() => QueryAsync<string>("""
        select string_agg(concat_ws(' ', r.entity, r.id, r.content_hash, r.deleted, c.external_key, d.version = r.version, d.remote_id is not null), E'\n' order by r.entity, r.id)
          || ' waiting ' || (select count(*) from hub.waiting) || ' parked ' || (select count(*) from hub.parked) || ' bound ' || (select count(*) from hub.binding where until is null)
        from hub.record r left join hub.customer c using (customer_no) left join hub.delivered d using (record_no)
        """);

    private static readonly string[] Objects = ["accounts", "contacts", "products", "orders", "shipments", "invoices", "payments", "stock", "contracts"];

    public int CrmCount => Objects.Sum(name => Crm.All(name).Count);

    /// <summary>External keys that were created more than once, ever.</summary>
    public IEnumerable<string> CreatedTwice => Objects.SelectMany(name => Crm.All(name).Select(record => record.ExternalId!).Where(key => Crm.Creates(name, key) != 1));

    public async ValueTask DisposeAsync()
    {
        await Crm.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
