using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace IntegrationHub.Core.Connectors.Http;

/// <summary>
/// The HTTP client a connection gets, from outside to inside: only hosts that are named; reads tried again with jitter, waiting as long as the other side asks for;
/// a breaker; the account's calls; a limit for each attempt; redirects on the same host only; bounded answers. Writes are never repeated here: that is the outbox's part.
/// </summary>
internal static class ConnectionHttp
{
    internal static HttpClient Create(string connection, ConnectionHttpOptions options, AllowedHosts hosts, QuotaHandler? quota, TimeProvider time, ILogger log)
    {
        HttpMessageHandler Through(HttpMessageHandler inner, params ReadOnlySpan<DelegatingHandler> outer)
        {
            for (var at = outer.Length - 1; at >= 0; at--)
                (outer[at].InnerHandler, inner) = (inner, outer[at]);
            return inner;
        }

        var client = new HttpClient(Through(new Sockets(connection, options),
            [new HostGuard(connection, hosts),
            new PipelineHandler(connection, Around(connection, options, time, log), time),
            .. quota is null ? (DelegatingHandler[])[] : [quota],
            new PipelineHandler(connection, Attempt(options, time), time),
            new SameHostRedirects(),
            new AnswerBounds(connection, options, time)]))
        {
            Timeout = TimeSpan.FromSeconds((options.ReadRetries + 1L) * options.AttemptSeconds + options.ReadRetries * (long)options.LongestWaitSeconds + (options.ReadRetries + 1) * (long)QuotaAccount.LongestWait.TotalSeconds + options.AnswerSeconds),   // all attempts, all waits, and a body
            MaxResponseContentBufferSize = options.MostMegabytes * 1024L * 1024L,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new("IntegrationHub", typeof(ConnectionHttp).Assembly.GetName().Version?.ToString(3)));
        return client;
    }

    private static ResiliencePipeline<HttpResponseMessage> Around(string connection, ConnectionHttpOptions options, TimeProvider time, ILogger log)
    {
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        var longest = TimeSpan.FromSeconds(options.LongestWaitSeconds);
        if (options.ReadRetries > 0)
            pipeline.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = attempt => ValueTask.FromResult(
                    PipelineHandler.IsRead(attempt.Context) && IsPassing(attempt.Outcome) && !(WaitAsked(attempt.Outcome, time) > longest)),
                MaxRetryAttempts = options.ReadRetries,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = longest,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = attempt => ValueTask.FromResult(WaitAsked(attempt.Outcome, time)),
                OnRetry = attempt =>
                {
                    Log.ReadRetried(log, attempt.AttemptNumber + 1, (long)attempt.RetryDelay.TotalMilliseconds, Reason(attempt.Outcome));
                    return ValueTask.CompletedTask;
                },
            });
        if (options.Breaker.Percent > 0)
            pipeline.AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = attempt => ValueTask.FromResult(IsGone(attempt.Outcome)),
                FailureRatio = options.Breaker.Percent / 100.0,
                MinimumThroughput = options.Breaker.AtLeast,
                SamplingDuration = TimeSpan.FromSeconds(options.Breaker.WithinSeconds),
                BreakDuration = TimeSpan.FromSeconds(options.Breaker.BreakSeconds),
                OnOpened = opened =>
                {
                    Log.BreakerOpened(log, connection, (long)opened.BreakDuration.TotalSeconds, Reason(opened.Outcome));
                    return ValueTask.CompletedTask;
                },
            });
        return pipeline.Build();
    }

    private static ResiliencePipeline<HttpResponseMessage> Attempt(ConnectionHttpOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }.AddTimeout(TimeSpan.FromSeconds(options.AttemptSeconds)).Build();

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) =>
        IsGone(outcome) || outcome.Result?.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError;

    /// <summary>Nobody is there. 429 says that somebody is, and 500 is often about one request.</summary>
    private static bool IsGone(Outcome<HttpResponseMessage> outcome) =>
        outcome is { Exception: HttpRequestException } or { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout };

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
