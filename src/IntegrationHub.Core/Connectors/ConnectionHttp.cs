using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace IntegrationHub.Core.Connectors;

/// <summary>
/// The HTTP client a connection gets: one attempt may take a minute; reads (GET, HEAD) are tried up to four times when the other side
/// is gone or busy, with jitter, waiting as long as it asks for. Writes are never repeated here: that is the outbox's part.
/// </summary>
internal static class ConnectionHttp
{
    /// <summary>Asked to wait longer than this, we hand the answer to the connector: the run ends, and the next one comes later.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(1);

    internal static HttpClient Create(TimeProvider time, ILogger log)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),   // follow DNS
            UseCookies = false,
        };
        var client = new HttpClient(new ReadRetryHandler(Pipeline(time, log)) { InnerHandler = new SameHostRedirects { InnerHandler = sockets } })
        {
            Timeout = TimeSpan.FromMinutes(6),   // all attempts and waits together
        };
        client.DefaultRequestHeaders.UserAgent.Add(new("IntegrationHub", typeof(ConnectionHttp).Assembly.GetName().Version?.ToString(3)));
        return client;
    }

    internal static ResiliencePipeline<HttpResponseMessage> Pipeline(TimeProvider time, ILogger log) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = attempt => ValueTask.FromResult(
                    ReadRetryHandler.IsRead(attempt.Context) && IsPassing(attempt.Outcome) && !(WaitAsked(attempt.Outcome, time) > LongestWait)),
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromMilliseconds(500),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = attempt => ValueTask.FromResult(WaitAsked(attempt.Outcome, time)),
                OnRetry = attempt =>
                {
                    Log.ReadRetried(log, attempt.AttemptNumber + 1, (long)attempt.RetryDelay.TotalMilliseconds, Reason(attempt.Outcome));
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(LongestAttempt)
            .Build();

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or Polly.Timeout.TimeoutRejectedException } => true,
        {
            Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.InternalServerError
        } => true,
        _ => false,
    };

    /// <summary>Retry-After, as seconds or as a date; null when the other side does not say.</summary>
    private static TimeSpan? WaitAsked(Outcome<HttpResponseMessage> outcome, TimeProvider time) => outcome.Result?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };

    private static string Reason(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is { } answer ? $"HTTP {(int)answer.StatusCode}" : outcome.Exception?.GetType().Name ?? "";
}
