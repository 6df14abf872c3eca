using System.Net.Http.Headers;
using System.Threading.RateLimiting;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Host.Hooks;

/// <summary>
/// Takes calls: proves them, keeps what they bring, starts the syncs, and answers, in this order. An answer of success means that everything is kept. Safe from several threads.
/// </summary>
internal sealed class HookCalls(HookList hooks, ReceivedLog received, IJobEngine engine, RefusalTally refusals, TimeProvider time, ILogger<HookCalls> log) : IDisposable
{
    private static readonly TimeSpan PurgeEvery = TimeSpan.FromHours(1);

    // By address, so that nobody can use up what is another caller's.
    private readonly PartitionedRateLimiter<(Hook Hook, string Address)> _limits = PartitionedRateLimiter.Create<(Hook Hook, string Address), (string, string)>(
        caller => RateLimitPartition.GetTokenBucketLimiter((caller.Hook.Key.ToString(), caller.Address), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 4 * caller.Hook.Plan.CallsPerSecond,
            TokensPerPeriod = caller.Hook.Plan.CallsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        }));

    private long _purgedAt = long.MinValue;

    internal async Task<IResult> TakeAsync(HttpContext context, string connection, string? entity)
    {
        if (hooks.Find(connection, entity) is not { } hook)
            return Results.NotFound();
        using var lease = _limits.AttemptAcquire((hook, context.Connection.RemoteIpAddress?.ToString() ?? ""));
        if (!lease.IsAcquired)
            return Later(context, hook, seconds: 1);
        if (await BodyAsync(context.Request, hook.Plan.MostBytes, context.RequestAborted) is not { } body)
            return Refused(hook, "size", StatusCodes.Status413PayloadTooLarge);
        if (context.Request.Headers.ContentEncoding.Count > 0)
            return Refused(hook, "contentType", StatusCodes.Status415UnsupportedMediaType);

        return hook.Receiver.Receive(hook.Key.Entity, CallOf(context.Request, body)) switch
        {
            HookAnswer.Echoed echoed => Results.Text(echoed.Text, "text/plain"),
            HookAnswer.Accepted accepted => await KeepAsync(context, hook, accepted),
            HookAnswer.Refused { Why: HookRefusal.Signature } => Refused(hook, "signature", StatusCodes.Status401Unauthorized),
            HookAnswer.Refused { Why: HookRefusal.Time } => Refused(hook, "time", StatusCodes.Status401Unauthorized),
            HookAnswer.Refused { Why: HookRefusal.ContentType } => Refused(hook, "contentType", StatusCodes.Status415UnsupportedMediaType),
            _ => Refused(hook, "content", StatusCodes.Status400BadRequest),
        };
    }

    public void Dispose() => _limits.Dispose();

    // Once it is kept, the caller's going away changes nothing: nothing here is cut short by it.
    private async Task<IResult> KeepAsync(HttpContext context, Hook hook, HookAnswer.Accepted accepted)
    {
        try
        {
            var call = await received.ReceiveAsync(hook.Key, accepted.Records, accepted.CallIds, CancellationToken.None);
            Log.Received(log, hook.Key.ToString(), call.Records, call.Stale, call.IsDuplicate);
            // Also for a second try of the sender: its first may have ended here.
            foreach (var sync in hook.Starts)
                await engine.TriggerAsync(new JobId(HubJobHandler.SyncKind, sync), hook.Plan.Debounce, CancellationToken.None);
            await PurgeAsync();
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }
        catch (Exception notNow) when (notNow is NpgsqlException or KeyNotFoundException)
        {
            Log.NotKept(log, hook.Key.ToString(), notNow.Message);
            context.Response.Headers.RetryAfter = "30";
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private async Task PurgeAsync()
    {
        var last = Interlocked.Read(ref _purgedAt);
        if (last != long.MinValue && time.GetElapsedTime(last) < PurgeEvery)
            return;
        if (Interlocked.CompareExchange(ref _purgedAt, time.GetTimestamp(), last) == last)
            await received.PurgeAsync(CancellationToken.None);
    }

    private HookCall CallOf(HttpRequest request, ReadOnlyMemory<byte> body) => new(
        name => request.Headers.TryGetValue(name, out var values) ? values.ToString() : null,
        name => request.Query.TryGetValue(name, out var values) ? values.ToString() : null,
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.MediaType?.ToLowerInvariant() ?? "" : "",
        body, time.GetUtcNow());

    private IResult Later(HttpContext context, Hook hook, int seconds)
    {
        context.Response.Headers.RetryAfter = $"{seconds}";
        return Refused(hook, "rate", StatusCodes.Status429TooManyRequests);
    }

    private IResult Refused(Hook hook, string reason, int status)
    {
        refusals.Count(hook.Key, reason);
        return Results.StatusCode(status);
    }

    /// <summary>The body; null when it is larger than it may be.</summary>
    private static async Task<byte[]?> BodyAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
            return null;
        using var body = new MemoryStream((int)(request.ContentLength ?? 4096));
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + read > most)
                return null;
            body.Write(buffer.AsSpan(0, read));
        }

        return body.ToArray();
    }
}
