using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Preview;

/// <summary>
/// Runs a changed mapping over what the hub keeps and says what would differ. Reads in short statements, a batch at a time, and writes nothing. Safe from several threads.
/// </summary>
public sealed class MappingComparison(KeptRecords kept, ParkedRecords parked)
{
    private const int BatchSize = 500;

    /// <summary>Compares what an inward mapping makes of the kept raw records with what the hub holds, and tries what was set aside.</summary>
    /// <param name="mapping">The changed mapping.</param>
    /// <param name="sync">Whose records.</param>
    /// <param name="mask">Masks an example's value, by its field; null: shown as they are.</param>
    /// <param name="progress">Is told how many were compared and how many there are; may be null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<MappingDifference> InwardAsync(
        Mapping.Mapping mapping, SyncKey sync, Func<string, string, string>? mask, IProgress<(long Done, long All)>? progress, CancellationToken cancellationToken)
    {
        var feed = new KeptFeed(sync.Connection, mapping.To, sync.Entity);
        var aside = new ReplaySelection { ParkedOnly = true };
        var all = await kept.CountAsync(feed, new KeptSelection(), cancellationToken) + await parked.CountAsync(sync, aside, cancellationToken);
        var tally = new DifferenceTally(mask);
        await foreach (var batch in kept.ReadAsync(feed, new KeptSelection(), BatchSize, cancellationToken))
        {
            foreach (var record in batch)
                Compare(mapping, record, tally);
            progress?.Report((tally.Records, all));
        }

        for (long after = 0; await parked.NextAsync(sync, aside, after, BatchSize, cancellationToken) is { Count: > 0 } batch; after = batch[^1].ParkedNo)
        {
            foreach (var record in batch)
                Compare(mapping, sync, record, tally);
            progress?.Report((tally.Records, all));
        }

        return tally.Result;
    }

    /// <summary>Compares what two versions of an outward mapping make of the stored documents.</summary>
    /// <param name="old">The version the target was last delivered with.</param>
    /// <param name="now">The changed mapping.</param>
    /// <inheritdoc cref="InwardAsync"/>
    /// <param name="mask"></param><param name="progress"></param><param name="cancellationToken"></param>
    public async Task<MappingDifference> OutwardAsync(
        OutwardMapping old, OutwardMapping now, Func<string, string, string>? mask, IProgress<(long Done, long All)>? progress, CancellationToken cancellationToken)
    {
        var feeds = await kept.FeedsAsync(now.From, cancellationToken);
        long all = 0;
        foreach (var feed in feeds)
            all += await kept.CountAsync(feed, new KeptSelection(), cancellationToken);
        var tally = new DifferenceTally(mask);
        foreach (var feed in feeds)
        {
            await foreach (var batch in kept.ReadAsync(feed, new KeptSelection(), BatchSize, cancellationToken))
            {
                foreach (var record in batch)
                    Compare(old.Map(record.Document), now.Map(record.Document), record.Key.ToString(), tally);
                progress?.Report((tally.Records, all));
            }
        }

        return tally.Result;
    }

    private static void Compare(Mapping.Mapping mapping, KeptRecord held, DifferenceTally tally)
    {
        switch (mapping.Map(held.Key.System, new SourceRecord(held.Key.Id, ChangeKind.Upserted, held.Raw)))
        {
            case MapResult.Mapped(var record):
                var document = CanonicalJson.ToBytes(record);
                FieldChange[] changes = ContentHash.Of(document) == held.ContentHash
                    ? [.. Beside(record, held)]
                    : [.. DocumentDifference.Between(JsonNode.Parse(held.Document), JsonNode.Parse(document)), .. Beside(record, held)];
                if (changes.Length == 0)
                    tally.Same();
                else
                    tally.Changed(held.Key.ToString(), changes);
                break;
            case MapResult.Refused(var issues):
                tally.NewlyRefused(issues);
                break;
            default:
                tally.NewlyLeftOut();
                break;
        }
    }

    /// <summary>What the hub keeps beside the document.</summary>
    private static IEnumerable<FieldChange> Beside(CanonicalRecord record, KeptRecord held)
    {
        if (record.Deleted != held.Deleted)
            yield return new FieldChange("deleted", held.Deleted ? "true" : "false", record.Deleted ? "true" : "false");
        if (record.SourceVersion != held.SourceVersion)
            yield return new FieldChange("sourceVersion", Shown(held.SourceVersion), Shown(record.SourceVersion));
        if (Micros(record.SourceTime) != Micros(held.SourceTime))
            yield return new FieldChange("sourceTime", Shown(held.SourceTime), Shown(record.SourceTime));

        static long? Micros(DateTimeOffset? time) => time?.UtcTicks / TimeSpan.TicksPerMicrosecond;   // as precise as PostgreSQL keeps it
        static string? Shown(object? value) => value is null ? null : JsonSerializer.Serialize(value, Json.Style);
    }

    private static void Compare(Mapping.Mapping mapping, SyncKey sync, ParkedPayload aside, DifferenceTally tally)
    {
        var result = mapping.Map(sync.Connection, new SourceRecord(aside.Id, ChangeKind.Upserted, aside.Payload));
        switch (aside.Stage, result)
        {
            case ("map", MapResult.Refused(var issues)):
                tally.StillRefused([aside.Cause], [.. issues.Take(1)]);   // a record is set aside under the first of its causes
                break;
            case ("map", _):
                tally.NoLongerRefused([aside.Cause]);
                break;
            case (_, MapResult.Refused(var issues)):
                tally.NewlyRefused(issues);
                break;
            case (_, MapResult.LeftOut):
                tally.NewlyLeftOut();
                break;
            default:
                tally.Same();   // waits for a person to say which customer it is
                break;
        }
    }

    private static void Compare(OutwardResult old, OutwardResult now, string key, DifferenceTally tally)
    {
        switch (old, now)
        {
            case (OutwardResult.Mapped before, OutwardResult.Mapped after):
                FieldChange[] changes = [.. DocumentDifference.Between(Fields(before), Fields(after))];
                if (changes.Length == 0)
                    tally.Same();
                else
                    tally.Changed(key, changes);
                break;
            case (OutwardResult.Refused(var before), OutwardResult.Refused(var after)):
                tally.StillRefused([.. before.Select(issue => issue.Cause).Distinct()], after);
                break;
            case (OutwardResult.LeftOut, OutwardResult.LeftOut):
                tally.Same();
                break;
            case (_, OutwardResult.Refused(var issues)):
                tally.NewlyRefused(issues);
                break;
            case (OutwardResult.Refused(var issues), _):
                tally.NoLongerRefused(issues.Select(issue => issue.Cause));
                break;
            case (_, OutwardResult.LeftOut):
                tally.NewlyLeftOut();
                break;
            default:
                tally.NewlyTaken();
                break;
        }
    }

    /// <summary>The fields, with references as what they lead to.</summary>
    private static JsonObject Fields(OutwardResult.Mapped mapped)
    {
        foreach (var reference in mapped.References)
            reference.Owner[reference.Field] = new JsonObject { ["ref"] = reference.To.ToString() };
        return mapped.Fields;
    }
}
