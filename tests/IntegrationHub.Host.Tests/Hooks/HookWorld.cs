using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Host.Tests.Support;
using IntegrationHub.Host.Web;
using IntegrationHub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Host.Tests.Hooks;

/// <summary>A running hub that a shop pushes customers to, and that an ERP in files is synced from when somebody says so.</summary>
public sealed class HookWorld : IAsyncLifetime
{
    internal const string Secret = "the secret of the shop";

    private TestDatabase _database = null!;
    private HubSession _session = null!;
    private WebApplication _app = null!;
    private SettingsFolder _folder = null!;
    private readonly List<(HubSession Session, WebApplication App)> _others = [];

    internal IServiceProvider Services => _app.Services;
    internal string Folder => _folder.Path;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateDatabaseAsync();
        _folder = new SettingsFolder(_database.ConnectionString, Change);
        _session = HubSession.Read(_folder.Path, quiet: true);
        await _session.OpenSharedAsync(CancellationToken.None);
        _app = HubWeb.Build(_session, ["http://127.0.0.1:0"]);
        await _app.StartAsync();
        await Services.GetRequiredService<IJobEngine>().ApplyAsync(HubJobs.Of(_session.Catalog.Connections), CancellationToken.None);
    }

    /// <summary>One more host over the same database.</summary>
    internal async Task<HttpClient> AnotherHostAsync()
    {
        var session = HubSession.Read(_folder.Path, quiet: true);
        await session.OpenSharedAsync(CancellationToken.None);
        var app = HubWeb.Build(session, ["http://127.0.0.1:0"]);
        await app.StartAsync();
        _others.Add((session, app));
        await app.Services.GetRequiredService<IJobEngine>().ApplyAsync(HubJobs.Of(session.Catalog.Connections), CancellationToken.None);
        return new() { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(2) };
    }

    public async Task DisposeAsync()
    {
        foreach (var (session, app) in _others)
        {
            await app.StopAsync();
            await app.DisposeAsync();
            await session.DisposeAsync();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
        await _session.DisposeAsync();
        await _database.DisposeAsync();
    }

    internal HttpClient Client() => new() { BaseAddress = new Uri(_app.Urls.First()), Timeout = TimeSpan.FromMinutes(2) };

    internal async Task<HttpClient> EngineerAsync()
    {
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await Services.GetRequiredService<ApiKeys>().AddAsync("test", Policies.Engineer, CancellationToken.None));
        return client;
    }

    /// <summary>A call as the README has it.</summary>
    internal static HttpRequestMessage Call(string path, string body, string secret = Secret, DateTimeOffset? at = null, string type = "application/json")
    {
        var timestamp = (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}"));
        return new(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)),
            Headers = { { "X-Hub-Timestamp", timestamp }, { "X-Hub-Signature", $"sha256={Convert.ToHexStringLower(signature)}" } },
        };
    }

    internal async Task<T> ScalarAsync<T>(string sql, object? arguments = null)
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, arguments))!;
    }

    /// <summary>Asks until the answer is the one that must come; fails after two minutes.</summary>
    internal async Task UntilAsync<T>(T wanted, string sql, object? arguments = null)
    {
        for (var tries = 0; ; tries++)
        {
            var now = await ScalarAsync<T>(sql, arguments);
            if (Equals(now, wanted))
                return;
            if (tries == 1200)
                now.ShouldBe(wanted, sql);
            await Task.Delay(100);
        }
    }

    private void Change(JsonObject settings)
    {
        var folder = TestFolders.Create("hooks");
        foreach (var (connection, key) in new[] { ("shop", "id"), ("erp", "Number") })
        {
            Directory.CreateDirectory(Path.Combine(folder, "mappings", connection));
            File.WriteAllText(Path.Combine(folder, "mappings", connection, "Customers.yaml"), $"from: {{ connector: {(connection == "erp" ? "files" : "webhook")}, entity: Customers }}\nto: customer\nfields:\n  customerKind: {{ value: organization }}\n  name: name\n");
        }

        Directory.CreateDirectory(Path.Combine(folder, "in"));
        settings["Mappings"]!["Folder"] = Path.Combine(folder, "mappings");
        settings["Connections"] = JsonNode.Parse($$"""
            {
              "erp": {
                "Connector": "files",
                "Options": {
                  "Folder": {{JsonValue.Create(Path.Combine(folder, "in")).ToJsonString()}},
                  "Entities": { "Customers": { "File": "customers-*.csv", "Key": "Number", "Incoming": { "Archive": "archive", "QuietSeconds": 0 } } }
                },
                "Syncs": { "Customers": { "Watch": true } }
              },
              "shop": {
                "Connector": "webhook",
                "Options": {
                  "Auth": { "Secret": "{{Secret}}" },
                  "CallsPerSecond": 10000,
                  "MaxBodyKiB": 64,
                  "Entities": {
                    "Customers": { "Key": "id", "Version": "rev", "DeletedField": "gone", "DebounceSeconds": 0 },
                    "News": { "Mode": "Trigger", "Triggers": [ "erp/Customers" ], "DebounceSeconds": 1 }
                  }
                },
                "Syncs": { "Customers": { } }
              }
            }
            """);
        InFolder = Path.Combine(folder, "in");
    }

    /// <summary>Where the ERP's files come.</summary>
    internal string InFolder { get; private set; } = "";
}
