using Microsoft.AspNetCore.Http.Features;
using SapStandIn.Data;

namespace SapStandIn;

/// <summary>A running stand-in on the loopback address; for its own process and, in-process, for tests.</summary>
public sealed class SapServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SapServer(WebApplication app, SapEngine engine) => (_app, Engine, Address) = (app, engine, new Uri(app.Urls.Single()));

    /// <summary>Where it listens: <c>http://127.0.0.1:4004</c>.</summary>
    public Uri Address { get; }

    public SapEngine Engine { get; }

    public SapData Data => Engine.Data;

    /// <param name="data">What it serves; null: the seeded data.</param>
    /// <param name="port">0: any that is free.</param>
    public static async Task<SapServer> StartAsync(SapData? data = null, SapOptions? options = null, int port = 0)
    {
        var engine = new SapEngine(data ?? SapData.Seeded(), options ?? new SapOptions());
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(SapServer).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, engine));
        await app.StartAsync();
        return new SapServer(app, engine);
    }

    /// <summary>Ends when the process is asked to stop.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, SapEngine engine)
    {
        using var reader = new StreamReader(context.Request.Body);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;   // as it was written: escaped slashes within keys stay
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
        var answer = engine.Answer(new SapRequest(context.Request.Method, target, headers, await reader.ReadToEndAsync(context.RequestAborted)), $"http://{context.Request.Host}");
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Status == 204 || HttpMethods.IsHead(context.Request.Method))
            return;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
