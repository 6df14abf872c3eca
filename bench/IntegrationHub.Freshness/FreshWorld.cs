using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using DemoCrm;
using IntegrationHub.Testing;

namespace IntegrationHub.Freshness;

/// <summary>The real host as a process: a shop that pushes to it, an ERP's file that it polls, and a demo CRM.</summary>
internal sealed class FreshWorld : IAsyncDisposable
{
    private const string Secret = "the secret of the shop";

    private readonly string _folder;
    private readonly TestDatabase _database;
    private readonly DemoCrmServer _crm;
    private readonly Process _hub;
    private readonly HttpClient _client;
    private int _version;

    private FreshWorld(string folder, TestDatabase database, DemoCrmServer crm, Process hub, int port) =>
        (_folder, _database, _crm, _hub, _client) = (folder, database, crm, hub, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });

    public static async Task<FreshWorld> StartAsync(int every, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("hub-freshness-").FullName;
        var database = await PostgresFixture.CreateDatabaseAsync();
        var crm = await DemoCrmServer.StartAsync(new DemoCrmOptions { Token = "fresh" }, cancellationToken);
        Write("mappings/shop/Customers.yaml", "from: { connector: webhook, entity: Customers }\nto: customer\nfields: { name: name }\n");
        Write("mappings/erp/Customers.yaml", "from: { connector: files, entity: Customers }\nto: customer\nfields: { name: name }\n");
        Write("mappings/demo-crm/customer.yaml", "from: customer\nto: { target: demo-crm, object: accounts }\nfields: { name: name }\n");
        Write("erp/customers.csv", "id,name\nE0,nobody\n");
        Write("appsettings.json", $$"""
            {
              "Mappings": { "Folder": "mappings" },
              "Connections": {
                "shop": {
                  "Connector": "webhook",
                  "Options": { "Auth": { "Secret": "{{Secret}}" }, "Entities": { "Customers": { "Key": "id", "Version": "rev" } } },
                  "Syncs": { "Customers": { } }
                },
                "erp": {
                  "Connector": "files",
                  "Options": { "Folder": "erp", "Entities": { "Customers": { "File": "customers.csv", "Key": "id" } } },
                  "Syncs": { "Customers": { "Schedule": "0/{{every}} * * * * ?" } }
                },
                "demo-crm": {
                  "Connector": "rest",
                  "Options": { "BaseUrl": "{{crm.Address.AbsoluteUri.TrimEnd('/')}}", "Auth": { "Kind": "Bearer", "Secret": "fresh" } },
                  "Deliver": { }
                }
              }
            }
            """);
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "hub.dll"), "run", "--port", $"{port}"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Database__ConnectionString"] = database.ConnectionString;
        var hub = Process.Start(start)!;
        hub.OutputDataReceived += (_, _) => { };
        hub.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        hub.BeginOutputReadLine();
        hub.BeginErrorReadLine();
        var world = new FreshWorld(folder, database, crm, hub, port);
        await world.UpAsync(cancellationToken);
        return world;

        void Write(string name, string content)
        {
            var file = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }
    }

    /// <summary>Makes changes one after the other, and takes the time from each until the CRM shows it.</summary>
    public async Task<IReadOnlyList<TimeSpan>> MeasureAsync(int changes, Func<string, string, Task> changeAsync, string system, Func<TimeSpan> pause, CancellationToken cancellationToken)
    {
        var took = new List<TimeSpan>();
        for (var number = 0; number <= changes; number++)
        {
            await Task.Delay(pause(), cancellationToken);
            var (id, name) = ($"K{number % 10}", $"state {++_version}");
            var clock = Stopwatch.StartNew();
            await changeAsync(id, name);
            while (!_crm.WithExternalId("accounts", $"{system}:customer:{id}").Any(account => account.Fields["name"].GetString() == name))
            {
                if (_hub.HasExited || clock.Elapsed > TimeSpan.FromMinutes(2))
                    throw new InvalidOperationException($"A change was not shown after {clock.Elapsed.TotalSeconds:0} s{(_hub.HasExited ? ": the hub has ended" : "")}.");
                await Task.Delay(10, cancellationToken);
            }

            if (number > 0)   // the first one warms up
                took.Add(clock.Elapsed);
        }

        return took;
    }

    /// <summary>The shop calls the hub.</summary>
    public async Task PushAsync(string id, string name)
    {
        var body = $$"""{"id":"{{id}}","rev":{{_version}},"name":"{{name}}"}""";
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}"));
        using var call = new HttpRequestMessage(HttpMethod.Post, "/hooks/shop/Customers")
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
            Headers = { { "X-Hub-Timestamp", timestamp }, { "X-Hub-Signature", $"sha256={Convert.ToHexStringLower(signature)}" } },
        };
        (await _client.SendAsync(call)).EnsureSuccessStatusCode();
    }

    /// <summary>The ERP writes its file anew.</summary>
    public Task WriteAsync(string id, string name)
    {
        var file = Path.Combine(_folder, "erp", "customers.csv");
        File.WriteAllText(file + ".new", $"id,name\n{id},{name}\n");
        File.Move(file + ".new", file, overwrite: true);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_hub.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", $"{_hub.Id}"]);
            await stop.WaitForExitAsync();
            await _hub.WaitForExitAsync();
        }

        _hub.Dispose();
        _client.Dispose();
        await _crm.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task UpAsync(CancellationToken cancellationToken)
    {
        for (var look = 0; ; look++)
        {
            try
            {
                if ((await _client.GetAsync("/readyz", cancellationToken)).StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // not yet
            }

            if (_hub.HasExited || look == 600)
                throw new InvalidOperationException("The hub did not start; see its messages above.");
            await Task.Delay(100, cancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
