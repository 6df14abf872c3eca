using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.TestKit;

/// <summary>
/// A server on loopback that answers as a script says, and goes wrong on purpose: at a request that was named, or now and then by a seed. It speaks plain HTTP, so any
/// protocol can be scripted. Safe from several threads; disposing it ends its connections.
/// </summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _here;
    private readonly WebApplication _elsewhere;
    private readonly Func<ServerRequest, ServerAnswer> _script;
    private readonly ConcurrentQueue<ServerRequest> _requests = [];
    private readonly ConcurrentQueue<ServerRequest> _strays = [];
    private readonly Lock _lock = new();
    private readonly Dictionary<int, ServerFault> _planned = [];
    private (Random Random, double Share, IReadOnlyList<ServerFault> Faults)? _seeded;
    private ServerAnswer? _last;
    private readonly ConcurrentDictionary<ServerFault, int> _injectedFaults = [];
    private int _count;
    private int _injected;
    private int _drained;

    private ScriptedServer(Func<ServerRequest, ServerAnswer> script)
    {
        _script = script;
        _here = Build(AnswerAsync);
        _elsewhere = Build(context =>
        {
            _strays.Enqueue(ServerRequest.Of(context, ""));
            context.Response.Redirect(new Uri(Address, context.Request.Path + context.Request.QueryString).AbsoluteUri);
            return Task.CompletedTask;
        });
    }

    /// <summary>Where it is.</summary>
    public Uri Address => new(_here.Urls.Single());

    /// <summary>The requests so far, in the order of their arrival.</summary>
    public IReadOnlyList<ServerRequest> Requests => [.. _requests];

    /// <summary>Requests that came to the other host, where no request of ours has any business.</summary>
    public IReadOnlyList<ServerRequest> Strays => [.. _strays];

    /// <summary>How many answers went wrong so far.</summary>
    public int Injected => _injected;

    /// <summary>The same by what went wrong.</summary>
    public IReadOnlyDictionary<ServerFault, int> InjectedFaults => new Dictionary<ServerFault, int>(_injectedFaults);

    /// <summary>How many endless answers were taken to the half gigabyte at which they end after all.</summary>
    public int Drained => _drained;

    /// <summary>How far its clock, as the header <c>Date</c> shows it, is ahead.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Whether it compresses its answers with gzip when the other side says that it takes them so; those that are cut or halved, too.</summary>
    public bool Zips { get; set; }

    /// <summary>Starts a server whose script is asked for every answer that is to be right.</summary>
    /// <param name="script">Called from several threads when requests come at once. What it throws is answered as 500.</param>
    public static async Task<ScriptedServer> StartAsync(Func<ServerRequest, ServerAnswer> script)
    {
        var server = new ScriptedServer(script);
        await server._here.StartAsync();
        await server._elsewhere.StartAsync();
        return server;
    }

    /// <summary>Lets a request go wrong, once: the nth from now, the next one being 1.</summary>
    public void Plan(ServerFault fault, int nth = 1)
    {
        lock (_lock)
            _planned[_count + nth] = fault;
    }

    /// <summary>
    /// From now on, lets this share of the requests go wrong, by a seed: the same requests in the same order go wrong in the same way.
    /// <see cref="ServerFault.SameAgain"/> sends nothing of what was sent before.
    /// </summary>
    public void Misbehave(int seed, double share, params IReadOnlyList<ServerFault> faults)
    {
        lock (_lock)
            (_last, _seeded) = (null, (new Random(seed), share, faults));
    }

    /// <summary>From now on, nothing goes wrong.</summary>
    public void Behave()
    {
        lock (_lock)
        {
            _planned.Clear();
            _seeded = null;
        }
    }

    /// <summary>Ends both hosts.</summary>
    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _elsewhere.DisposeAsync();
    }

    private static WebApplication Build(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
        var app = builder.Build();
        app.Run(answer);
        return app;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var request = ServerRequest.Of(context, await body.ReadToEndAsync());
        _requests.Enqueue(request);
        if (Skew != TimeSpan.Zero)
            context.Response.Headers.Date = (DateTimeOffset.UtcNow + Skew).ToString("R");
        if (NextFault() is { } fault)
        {
            Interlocked.Increment(ref _injected);
            _injectedFaults.AddOrUpdate(fault, 1, (_, count) => count + 1);
            await GoWrongAsync(fault, context, request);
        }
        else
        {
            await SendAsync(context, _last = _script(request));
        }
    }

    private ServerFault? NextFault()
    {
        lock (_lock)
        {
            if (_planned.Remove(++_count, out var planned))
                return planned;
            return _seeded is { } seeded && seeded.Random.NextDouble() < seeded.Share ? seeded.Faults[seeded.Random.Next(seeded.Faults.Count)] : null;
        }
    }

    private Task GoWrongAsync(ServerFault fault, HttpContext context, ServerRequest request)
    {
        switch (fault)
        {
            case ServerFault.TooManyRequests:
                context.Response.Headers.RetryAfter = "7";
                return SendAsync(context, new(429, "slow down"));
            case ServerFault.Unavailable: return SendAsync(context, new(503, "gone fishing"));
            case ServerFault.Failure: return SendAsync(context, new(500, "oops"));
            case ServerFault.WrongContent: return SendAsync(context, new(200, "<html><body>Please log in</body></html>", "text/html"));
            case ServerFault.NoContent: return SendAsync(context, new(200, ""));
            case ServerFault.SameAgain: return SendAsync(context, _last ?? _script(request));
            case ServerFault.HalfJson:
                var whole = _script(request);
                return SendAsync(context, whole with { Body = whole.Body[..(whole.Body.Length / 2)] });
            case ServerFault.RedirectElsewhere or ServerFault.RedirectLoop:
                context.Response.Redirect(new Uri(new Uri(_elsewhere.Urls.Single()), request.Path + context.Request.QueryString).AbsoluteUri, permanent: false, preserveMethod: true);
                if (fault == ServerFault.RedirectLoop)
                    Plan(ServerFault.RedirectLoop);
                return Task.CompletedTask;
            case ServerFault.CutConnection:
                context.Abort();
                return Task.CompletedTask;
            case ServerFault.CutAnswer: return CutAsync(context, _script(request));
            case ServerFault.HugeAnswer: return FloodAsync(context);
            case ServerFault.Slow: return SlowlyAsync(context, request);
            default: throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault.");
        }
    }

    private async Task SlowlyAsync(HttpContext context, ServerRequest request)
    {
        await Task.Delay(200, context.RequestAborted);
        await SendAsync(context, _last = _script(request));
    }

    private async Task SendAsync(HttpContext context, ServerAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(Packed(context, answer), context.RequestAborted);
    }

    private byte[] Packed(HttpContext context, ServerAnswer answer)
    {
        var body = Encoding.UTF8.GetBytes(answer.Body);
        if (!Zips || body.Length == 0 || !context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
            return body;
        context.Response.Headers.ContentEncoding = "gzip";
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(body);
        return packed.ToArray();
    }

    private async Task CutAsync(HttpContext context, ServerAnswer answer)
    {
        var body = Packed(context, answer);
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
        await context.Response.Body.FlushAsync();
        await Task.Delay(50);   // so that this half is there before the end is
        context.Abort();
    }

    private async Task FloodAsync(HttpContext context)
    {
        var spaces = new byte[1 << 20];
        spaces.AsSpan().Fill((byte)' ');
        context.Response.ContentType = "application/json";
        for (var megabyte = 0; megabyte < 512; megabyte++)
        {
            var sent = await context.Response.BodyWriter.WriteAsync(spaces);
            if (sent.IsCompleted || sent.IsCanceled || context.RequestAborted.IsCancellationRequested)
                return;   // the other side has hung up, as it should
        }

        await Task.Delay(100);   // writing to somebody who has just gone fails in silence
        if (!context.RequestAborted.IsCancellationRequested)
            Interlocked.Increment(ref _drained);
    }
}

/// <summary>What a <see cref="ScriptedServer"/> was asked.</summary>
/// <param name="Method">GET, POST …</param>
/// <param name="Path">Without the query.</param>
/// <param name="Query">The query's values, decoded, by name; a name that comes twice has its last one.</param>
/// <param name="Headers">By name, whatever its case.</param>
/// <param name="Body">As text; empty when there is none.</param>
public sealed record ServerRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    internal static ServerRequest Of(HttpContext context, string body) => new(
        context.Request.Method, context.Request.Path.Value ?? "/",
        context.Request.Query.ToDictionary(value => value.Key, value => value.Value[^1] ?? ""),
        context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body);
}

/// <summary>What a <see cref="ScriptedServer"/> answers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body as text.</param>
/// <param name="ContentType">Its type.</param>
public sealed record ServerAnswer(int Status, string Body, string ContentType = "application/json")
{
    /// <summary>More headers, by name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
