using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>Records with a time of change, read by a source that is sound or broken on purpose.</summary>
internal sealed class TimedRig(TimedFault fault = TimedFault.None) : ITimedSourceRig
{
    private readonly Dictionary<string, DateTimeOffset> _records = Enumerable.Range(1, 6)
        .ToDictionary(number => $"T-{number}", number => new DateTimeOffset(2030, 1, 1, 0, number / 2, 0, TimeSpan.Zero));

    public string Entity => "things";
    public IReadOnlyList<string> Keys => [.. _records.Keys];
    public IReadOnlyList<string> Confidential => ["s3cret"];

    public Task<ISource> OpenAsync(ConnectorServices services) => Task.FromResult<ISource>(new TimedSource(_records, fault));

    public Task PutAsync(string key, DateTimeOffset changedAt)
    {
        _records[key] = changedAt;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>
/// Reads in order of time, then key. A run begins a minute before the time it ended at, and from there goes on by time and key. With a
/// fault, it breaks the contract in that one way.
/// </summary>
internal sealed class TimedSource(IReadOnlyDictionary<string, DateTimeOffset> records, TimedFault fault) : ISource
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (request.Entity != "things" || request.Slice is not null)
            throw new SetupException($"{request.Entity} cannot be read, or not in part.");
        var (time, key) = request.After?.Value.Split('|') is [var since, var last]
            ? (DateTimeOffset.Parse(since, CultureInfo.InvariantCulture), last)
            : (DateTimeOffset.MinValue, "");
        if (fault == TimedFault.None && request.After is not null)
            (time, key) = (time - Overlap, "");

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = records.Where(record => IsBehind(record.Key, record.Value, time, key))
                .OrderBy(record => fault == TimedFault.GoesByKeyAlone ? default : record.Value).ThenBy(record => record.Key, StringComparer.Ordinal)
                .Take(request.BatchSize).ToList();
            if (batch.Count == 0)
                yield break;
            (key, time) = (batch[^1].Key, batch[^1].Value);
            yield return new(
                [.. batch.Select(record => new SourceRecord(record.Key, ChangeKind.Upserted, Encoding.UTF8.GetBytes($$"""{"key":"{{record.Key}}"}""")))],
                new($"{time:O}|{key}"));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool IsBehind(string key, DateTimeOffset time, DateTimeOffset lastTime, string lastKey) => fault switch
    {
        TimedFault.GoesByTimeAlone => time > lastTime,
        TimedFault.GoesByKeyAlone => string.CompareOrdinal(key, lastKey) > 0,
        _ => time > lastTime || time == lastTime && string.CompareOrdinal(key, lastKey) > 0,
    };
}
