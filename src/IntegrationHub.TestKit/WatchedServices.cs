using System.Collections.Concurrent;
using System.Net;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.TestKit;

/// <summary>What a contract hands to a source or target: watches its requests and log lines, and can put other answers in the server's place.</summary>
internal sealed class WatchedServices : HttpMessageHandler, ILogger
{
    private readonly HttpMessageInvoker _network = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly ConcurrentQueue<string> _lines = [];
    private Func<CancellationToken, Task<HttpResponseMessage>>? _answer;
    private int _disturbFrom;
    private int _requests;

    public WatchedServices()
    {
        Services = new(new HttpClient(this, disposeHandler: false), TimeProvider.System, this);
    }

    public ConnectorServices Services { get; }

    /// <summary>How many requests went through the client so far.</summary>
    public int Requests => _requests;

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>From the nth request on (the first is 1), gives this answer in place of the server's.</summary>
    public void Disturb(int fromRequest, Func<CancellationToken, Task<HttpResponseMessage>> answer) => (_disturbFrom, _answer) = (fromRequest, answer);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _requests) < _disturbFrom || _answer is null)
            return await _network.SendAsync(request, cancellationToken);
        var answer = await _answer(cancellationToken);
        answer.RequestMessage = request;
        return answer;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{formatter(state, exception)} {exception}");

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Services.Http.Dispose();
            _network.Dispose();
        }

        base.Dispose(disposing);
    }

    public static Func<CancellationToken, Task<HttpResponseMessage>> Answer(HttpStatusCode status, string body, TimeSpan? retryAfter = null) => _ =>
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
        if (retryAfter is { } wait)
            answer.Headers.RetryAfter = new(wait);
        return Task.FromResult(answer);
    };
}
