using System.Collections.Concurrent;
using DemoCrm.Api;

namespace DemoCrm.Dialects;

/// <summary>How a stand-in is started.</summary>
public sealed record StandInOptions
{
    /// <summary>The token, key or client secret that is right.</summary>
    public required string Secret { get; init; }

    /// <summary>Port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>A request that a stand-in has had.</summary>
/// <param name="Method">GET, POST …</param>
/// <param name="Target">Path and query.</param>
/// <param name="Status">What was answered; 0: nothing.</param>
public sealed record StandInCall(string Method, string Target, int Status);

/// <summary>A CRM in memory, on the loopback address, that speaks one vendor's API; for trying a connector without an account, and for tests.</summary>
public sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<StandInCall> _calls;

    private StandIn(WebApplication app, StandInStore store, Faults faults, ConcurrentQueue<StandInCall> calls)
    {
        (_app, Store, Faults, _calls) = (app, store, faults, calls);
        Address = new Uri(app.Urls.Single());
    }

    public Uri Address { get; }

    public StandInStore Store { get; }

    /// <summary>What is to go wrong with the next requests.</summary>
    public Faults Faults { get; }

    /// <summary>All requests so far, in the order in which they ended.</summary>
    public IReadOnlyList<StandInCall> Calls => [.. _calls];

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<StandIn> StartAsync(IDialect dialect, StandInOptions options, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(StandIn).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        builder.WebHost.ConfigureKestrel(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, 200 * 1024 * 1024));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        var store = new StandInStore(dialect, options.Time);
        var faults = new Faults();
        var calls = new ConcurrentQueue<StandInCall>();
        app.Use(next => context => CountedAsync(calls, next, context));
        app.UseMiddleware<DialectGate>(dialect, faults);
        app.UseRouting();   // behind the gate
        dialect.Furnish(store);
        dialect.Map(app, store, options.Secret);
        try
        {
            await app.StartAsync(cancellationToken);
            return new StandIn(app, store, faults, calls);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends when the process is asked to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Faults.Clear();
        await _app.DisposeAsync();
    }

    private static async Task CountedAsync(ConcurrentQueue<StandInCall> calls, RequestDelegate next, HttpContext context)
    {
        var request = context.Request;
        var target = $"{request.Path}{request.QueryString}";
        await next(context);
        calls.Enqueue(new StandInCall(request.Method, target, context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode));
    }
}
