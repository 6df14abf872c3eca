using System.Diagnostics.Metrics;
using System.Text.Json;
using IntegrationHub.Bench.Hub;
using IntegrationHub.Bench.Measure;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Host.Web;

namespace IntegrationHub.Bench.Readers;

/// <summary>
/// Customer pages as people open them: the real host over real HTTP, signed in, one customer after the other. The readers run in another process;
/// the time is the server's own (ASP.NET Core's <c>http.server.request.duration</c>: from the request's arrival to the last byte handed over).
/// </summary>
/// <param name="readers">How many ask at once, each the next page as soon as it has one.</param>
/// <param name="requests">Pages asked for, all readers together; three times as many before, to warm the host up.</param>
internal sealed class CustomerPages(int readers, int requests) : IScenario
{
    /// <summary>A host goes on compiling hot methods over its first thousands of pages (6 CPU-s in all); what is measured is the time after that.</summary>
    private const int WarmUp = 3;

    private const string Duration = "http.server.request.duration";

    public string[] Tables => [];

    public Task PrepareAsync(Workplace workplace, CancellationToken cancellationToken) => HubSetting.FillAsync(workplace, Held.CustomersAndOrders, cancellationToken);

    public async Task RunAsync(Workplace workplace, Laps laps, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-host-");
        try
        {
            await using var connection = await workplace.Database.OpenConnectionAsync(cancellationToken);
            var database = connection.ConnectionString;
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), SettingsFor(database), cancellationToken);
            Directory.SetCurrentDirectory(folder.FullName);
            await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
            await using var host = HubWeb.Build(session, ["http://127.0.0.1:0"]);
            await host.StartAsync(cancellationToken);
            var load = new ReaderLoad(new Uri(host.Urls.First()), await new ApiKeys(session.Database).AddAsync("bench", Policies.Viewer, cancellationToken), database, readers, requests);
            await (load with { Requests = WarmUp * requests }).StartAsync(cancellationToken);   // the host's own warm-up, not recorded
            using (Recording(laps))
                await load.StartAsync(cancellationToken);
            laps.Count(requests);
            await host.StopAsync(cancellationToken);
        }
        finally
        {
            Directory.SetCurrentDirectory(AppContext.BaseDirectory);
            folder.Delete(recursive: true);
        }
    }

    private static MeterListener Recording(Laps laps)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == Duration)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => laps.RequestDone(seconds * 1000));
        listener.Start();
        return listener;
    }

    private static string SettingsFor(string database) => JsonSerializer.Serialize(new
    {
        Database = new { ConnectionString = database },
        Serilog = new { MinimumLevel = new { Default = "Error" } },
    });
}
