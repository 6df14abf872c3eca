using DemoCrm.Api;
using DemoCrm.Pages;
using DemoCrm.State;

namespace DemoCrm;

/// <summary>A running demo CRM on the loopback address; for the sample's own process and, in-process, for tests.</summary>
public sealed class DemoCrmServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Crm _crm;

    private DemoCrmServer(WebApplication app, Crm crm, Faults faults)
    {
        _app = app;
        _crm = crm;
        Faults = faults;
        Address = new Uri(app.Urls.Single());
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:5081</c>.</summary>
    public Uri Address { get; }

    /// <summary>What is to go wrong with the next requests.</summary>
    public Faults Faults { get; }

    /// <summary>Loads the state and listens.</summary>
    /// <exception cref="IOException">The port is taken, or the data folder cannot be used.</exception>
    /// <exception cref="InvalidDataException">The state on the disk is damaged.</exception>
    public static async Task<DemoCrmServer> StartAsync(DemoCrmOptions options, CancellationToken cancellationToken = default)
    {
        var crm = new Crm(options);
        var faults = new Faults();
        var app = Build(options, crm, faults);
        try
        {
            await app.StartAsync(cancellationToken);
            return new DemoCrmServer(app, crm, faults);
        }
        catch
        {
            await app.DisposeAsync();
            crm.Dispose();
            throw;
        }
    }

    /// <summary>All records of an object, oldest first.</summary>
    public IReadOnlyList<CrmRecord> All(string objectName) => _crm.All(objectName);

    /// <summary>The records with this external id: more than one means that somebody made a double.</summary>
    public IReadOnlyList<CrmRecord> WithExternalId(string objectName, string externalId) => _crm.WithExternalId(objectName, externalId);

    /// <summary>How many records were ever created with this external id, deleted ones included.</summary>
    public int Creates(string objectName, string externalId) => _crm.Creates(objectName, externalId);

    /// <summary>Ends when the process is asked to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Faults.Clear();
        await _app.DisposeAsync();
        _crm.Dispose();
    }

    private static WebApplication Build(DemoCrmOptions options, Crm crm, Faults faults)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(DemoCrmServer).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        app.UseMiddleware<TokenGate>(options.Token);
        app.UseMiddleware<FaultGate>(faults);
        app.MapGet("/healthz", () => Results.Text("ok"));
        RecordApi.Map(app, crm);
        FaultApi.Map(app, faults);
        CrmPages.Map(app, crm);
        return app;
    }
}
