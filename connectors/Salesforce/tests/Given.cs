using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Salesforce.Tests;

/// <summary>A stand-in, a client for it, and a clock whose waits take no time.</summary>
internal sealed class Given : IAsyncDisposable
{
    private readonly HttpClient _http;

    private Given(SalesforceRig rig) => (Rig, _http) = (rig, new HttpClient(new LosingHandler(this)));

    /// <summary>The answer to this request is lost, once.</summary>
    public Func<HttpRequestMessage, bool>? Loses { get; set; }

    public SalesforceRig Rig { get; }

    public QuickTime Time { get; } = new();

    public ConnectorServices Services => _services ??= new ConnectorServices(_http, Time, NullLogger.Instance);

    private ConnectorServices? _services;

    public static async Task<Given> StartAsync(string entity = "Account")
    {
        var given = new Given(new SalesforceRig(entity));
        await given.Rig.StartAsync();
        return given;
    }

    public SalesforceTarget Open(Action<SalesforceOptions>? change = null)
    {
        var options = Rig.Options();
        change?.Invoke(options);
        return new SalesforceTarget(options, Services);
    }

    public Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch) => Open().DeliverAsync(batch, CancellationToken.None);

    public Delivery Upsert(int number, int version = 1, string? id = null) => new(Rig.Entity, Key(number), id, false, ChangeKind.Upserted, Rig.Fields(number, version));

    public static Delivery Upsert(string entity, string key, JsonObject fields) => new(entity, key, null, false, ChangeKind.Upserted, fields);

    public static string Key(int number) => $"erp/thing/{number}";

    /// <summary>Requests that change something, without the login.</summary>
    public IReadOnlyList<string> Writes => [.. Rig.StandIn.Calls.Where(call => call.Method != "GET" && !call.Target.Contains("oauth2", StringComparison.Ordinal)).Select(call => $"{call.Method} {call.Target[(call.Target.IndexOf("62.0/", StringComparison.Ordinal) + 5)..]}")];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Rig.DisposeAsync();
    }
}

/// <summary>Carries requests out, and loses an answer.</summary>
internal sealed class LosingHandler(Given given) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (given.Loses?.Invoke(request) != true)
            return answer;
        given.Loses = null;
        answer.Dispose();
        throw new HttpRequestException("the connection was cut");
    }
}

/// <summary>A clock on which whoever waits has waited already.</summary>
internal sealed class QuickTime : TimeProvider
{
    private readonly Lock _lock = new();
    private TimeSpan _passed;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Passed;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Passed.TotalSeconds * TimestampFrequency);

    private TimeSpan Passed
    {
        get
        {
            lock (_lock)
                return _passed;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero)
            return System.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
            _passed += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
