using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.TestKit;

/// <summary>Keeps what a target logs, to look for secrets in it.</summary>
internal sealed class TargetLog : ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IEnumerable<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{formatter(state, exception)} {exception}");
}
