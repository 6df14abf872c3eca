using System.Globalization;
using System.Runtime.CompilerServices;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Replay;

/// <summary>The kept records of a replay as a source: they take the same way as everything else. What was set aside comes first, for it is the newer state.</summary>
internal sealed class KeptSource(Store.Replay replay, KeptFeed feed, KeptRecords kept, ParkedRecords parked, Replays replays, ReplayPace pace) : ISource
{
    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = ReplayPosition.Of(request.After);
        while (await NextAsync(position, request.BatchSize, cancellationToken) is var (records, next))
        {
            await pace.WaitAsync(records.Count, cancellationToken);
            await GoOnAsync(cancellationToken);
            yield return new SourceBatch(records, next.ToCheckpoint());
            position = next;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The next batch, and where to go on behind it; null: that was all.</summary>
    private async Task<(IReadOnlyList<SourceRecord> Records, ReplayPosition Next)?> NextAsync(ReplayPosition position, int count, CancellationToken cancellationToken)
    {
        if (position.Parked is { } number)
        {
            var aside = await parked.NextAsync(replay.Sync, replay.Selection, number, count, cancellationToken);
            if (aside.Count > 0)
                return ([.. aside.Select(record => new SourceRecord(record.Id, ChangeKind.Upserted, record.Payload))], position with { Parked = aside[^1].ParkedNo });
            position = new ReplayPosition(null, "");
        }

        return replay.Selection switch
        {
            { ParkedOnly: true } => null,
            { Keys: { } keys } => await NextOfKeysAsync(keys, position, count, cancellationToken),
            _ => await NextKeptAsync(position, count, cancellationToken),
        };
    }

    private async Task<(IReadOnlyList<SourceRecord>, ReplayPosition)?> NextKeptAsync(ReplayPosition position, int count, CancellationToken cancellationToken)
    {
        var selection = new KeptSelection { Since = replay.Selection.Since, Until = replay.Selection.Until, NotMadeBy = replay.MappingNo };
        var records = await kept.NextAsync(feed, selection, position.After, count, cancellationToken);
        return records.Count == 0 ? null : (Sources(records), position with { After = records[^1].Key.Id });
    }

    private async Task<(IReadOnlyList<SourceRecord>, ReplayPosition)?> NextOfKeysAsync(IReadOnlyList<string> keys, ReplayPosition position, int count, CancellationToken cancellationToken)
    {
        for (var done = position.After.Length == 0 ? 0 : int.Parse(position.After, CultureInfo.InvariantCulture); done < keys.Count; done += count)
        {
            var records = await kept.FindAsync(feed, [.. keys.Skip(done).Take(count)], cancellationToken);
            if (records.Count > 0)
                return (Sources(records), position with { After = (done + count).ToString(CultureInfo.InvariantCulture) });
        }

        return null;
    }

    private static SourceRecord[] Sources(IReadOnlyList<KeptRecord> records) => [.. records.Select(record => new SourceRecord(record.Key.Id, ChangeKind.Upserted, record.Raw))];

    private async Task GoOnAsync(CancellationToken cancellationToken)
    {
        if (await replays.FindAsync(replay.ReplayNo, cancellationToken) is { State: not ReplayState.Open } stopped)
            throw new ReplayStoppedException(stopped.ReplayNo, stopped.State);
    }
}
