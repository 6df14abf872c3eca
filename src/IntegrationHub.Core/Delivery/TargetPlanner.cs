using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Delivery;

/// <summary>Works out what deliveries would do, and holds some of it against the live target. One plan; one caller at a time.</summary>
internal sealed class TargetPlanner(DueMarks marks, DeliveryPlan plan, PlanWish wish)
{
    private const int PageSize = 500;
    private const int MostShown = 1000;
    private const int LongestValue = 300;

    private readonly List<PlannedEntity> _entities = [];
    private readonly Dictionary<(string Entity, string Cause), PlannedCause> _refused = [];
    private readonly Dictionary<(string Entity, string Cause), PlannedCause> _waiting = [];
    private readonly Dictionary<(string Entity, string Field), long> _fields = [];
    private readonly List<PlannedRecord> _records = [];
    private readonly HashSet<RecordKey> _stay = [];   // marked, but they do not leave: their children wait
    private long _seen;
    private int _compared;

    /// <summary>The plan but for its forecast.</summary>
    /// <param name="target">Opened; asked when it can show what is there.</param>
    /// <param name="progress">Records looked at, of all; may be null.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TargetPlan> MakeAsync(ITarget target, IProgress<(long Done, long All)>? progress, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counts = await marks.CountAsync(plan.Target, cancellationToken);
        var chosen = plan.Mappings.Keys.Where(kind => counts.ContainsKey(kind)).Order().ToList();
        var all = chosen.Where(IsWished).Sum(kind => counts[kind]);
        var stride = wish.Whole ? 1 : Math.Max(1, (int)Math.Ceiling((double)all / Math.Max(1, wish.Sample)));
        var (reader, live, problem) = (target as ITargetReader, target is ITargetReader ? LiveLook.Asked : LiveLook.CannotShow, (string?)null);
        long done = 0;
        foreach (var kind in chosen)
        {
            var counted = new PlannedEntity(Entities.NameOf(kind), plan.Mappings[kind].Object);
            for (var after = 0L; await marks.NextAsync(plan.Target, kind, after, PageSize, cancellationToken) is { Count: > 0 } page; after = page[^1].RecordNo)
            {
                var picked = await SortAsync(kind, page, counted, stride, cancellationToken);
                if (!IsWished(kind))
                    continue;
                try
                {
                    await CompareAsync(live == LiveLook.Asked ? reader : null, picked, counted, cancellationToken);
                }
                catch (ConnectorException failed)
                {
                    (live, problem) = (LiveLook.Failed, failed.Message);
                    await CompareAsync(null, picked, counted, cancellationToken);
                }

                progress?.Report((done += page.Count, all));
            }

            if (!IsWished(kind))
                continue;
            var mapping = plan.Mappings[kind];
            counted.Calls = Batches(counted.Creates + counted.Updates + counted.Deletes) + (mapping.Adopt.Count > 0 ? Batches(counted.Creates) * (1 + mapping.Adopt.Count) : 0);
            _entities.Add(counted);
        }

        return new TargetPlan
        {
            Target = plan.Target,
            At = now,
            Entities = _entities,
            Refused = [.. _refused.Values.OrderByDescending(cause => cause.Records)],
            Waiting = [.. _waiting.Values.OrderByDescending(cause => cause.Records)],
            Live = live,
            Problem = problem,
            Compared = _compared,
            Fields = [.. _fields.Select(field => new PlannedFieldCount(field.Key.Entity, field.Key.Field, field.Value)).OrderByDescending(field => field.Records)],
            Records = _records,
            Calls = _entities.Sum(entity => entity.Calls),
            Forecast = DeliveryForecast.Of(0, 0, null, null, null, null, now),
        };
    }

    private bool IsWished(EntityKind kind) => wish.Entity is null || wish.Entity == kind;

    private long Batches(long records) => (records + plan.BatchSize - 1) / plan.BatchSize;

    /// <summary>Counts a page; gives those of the sample that leave.</summary>
    private async Task<List<Leaving>> SortAsync(EntityKind kind, IReadOnlyList<OutboxItem> page, PlannedEntity counted, int stride, CancellationToken cancellationToken)
    {
        var mapped = new List<(OutboxItem Item, OutwardResult.Mapped Result, bool Picked)>();
        var picked = new List<Leaving>();
        foreach (var item in page)
        {
            var isPicked = IsWished(kind) && (wish.Whole || wish.Sample > 0) && _seen++ % stride == 0;
            if (item.Deleted)
            {
                if (item.RemoteId is null && !item.MayExist)
                {
                    counted.LeftOut++;
                    continue;
                }

                counted.Deletes++;
                if (isPicked)
                    picked.Add(new Leaving(item, [], IsDelete: true, Changed: null));
                continue;
            }

            switch (plan.Mappings[kind].Map(item.Document))
            {
                case OutwardResult.Mapped result:
                    mapped.Add((item, result, isPicked));
                    break;
                case OutwardResult.LeftOut:
                    counted.LeftOut++;
                    _stay.Add(item.Key);
                    break;
                case OutwardResult.Refused refused:
                    counted.Refused++;
                    _stay.Add(item.Key);
                    Note(_refused, kind, $"{refused.Issues[0].Rule}: {refused.Issues[0].Cause}", item.Key);
                    break;
            }
        }

        var parents = await marks.ParentsAsync(plan.Target, mapped.SelectMany(one => one.Result.References.Select(reference => reference.To)).ToHashSet(), cancellationToken);
        foreach (var (item, result, isPicked) in mapped)
            if (Address(kind, item, result, parents, counted) && Count(item, result.Fields, counted) is { } leaving && isPicked)
                picked.Add(leaving);
        return picked;
    }

    /// <summary>Whether all it refers to is at the target, or goes there before it.</summary>
    private bool Address(EntityKind kind, OutboxItem item, OutwardResult.Mapped result, Dictionary<RecordKey, DueParent> parents, PlannedEntity counted)
    {
        foreach (var reference in result.References)
        {
            var parent = parents.GetValueOrDefault(reference.To);
            reference.Owner[reference.Field] = parent?.RemoteId ?? (parent is null ? null : $"({reference.To})");
            if (parent?.RemoteId is not null || reference.Optional || parent is { IsMarked: true } && !_stay.Contains(reference.To))
                continue;
            counted.Waiting++;
            _stay.Add(item.Key);
            Note(_waiting, kind, parent is null ? $"{reference.Field}: the hub has not received the {reference.To.Entity}"
                : $"{reference.Field}: the {reference.To.Entity} is refused, left out or waits itself", item.Key);
            return false;
        }

        return true;
    }

    private static Leaving? Count(OutboxItem item, JsonObject fields, PlannedEntity counted)
    {
        var changed = item is { MayExist: false, RemoteId: not null, Prints: { } acknowledged } ? FieldPrints.Changed(fields, FieldPrints.Of(fields), acknowledged) : null;
        if (changed is { Count: 0 })
        {
            counted.Unchanged++;
            return null;
        }

        if (item.RemoteId is null)
            counted.Creates++;
        else
            counted.Updates++;
        return new Leaving(item, fields, IsDelete: false, changed);
    }

    private async Task CompareAsync(ITargetReader? reader, List<Leaving> picked, PlannedEntity counted, CancellationToken cancellationToken)
    {
        var (byId, byKey) = (new Dictionary<string, RemoteRecord>(), new Dictionary<string, RemoteRecord>());
        if (reader is not null)
        {
            string[] names = [.. picked.SelectMany(one => one.Fields.Select(field => field.Key)).Distinct()];
            byId = await FindAsync(reader, RemoteBy.RemoteId, [.. picked.Select(one => one.Item.RemoteId).OfType<string>().Distinct()], record => record.RemoteId);
            byKey = await FindAsync(reader, RemoteBy.ExternalKey, [.. picked.Where(one => one.Item.RemoteId is null).Select(one => one.Item.ExternalKey).Distinct()], record => record.ExternalKey ?? "");

            async Task<Dictionary<string, RemoteRecord>> FindAsync(ITargetReader from, RemoteBy by, string[] values, Func<RemoteRecord, string> keyOf)
            {
                var found = new Dictionary<string, RemoteRecord>(StringComparer.Ordinal);
                foreach (var chunk in values.Chunk(200))
                    foreach (var record in await from.FindAsync(new RemoteQuery(counted.Object, by, chunk, names), cancellationToken))
                        found.TryAdd(keyOf(record), record);
                return found;
            }
        }

        foreach (var one in picked)
        {
            var there = one.Item.RemoteId is { } id ? byId.GetValueOrDefault(id) : byKey.GetValueOrDefault(one.Item.ExternalKey);
            var fields = one.IsDelete ? [] : Differences(one, reader is null ? null : there?.Fields ?? []);
            foreach (var field in fields)
                _fields[(counted.Entity, field.Name)] = _fields.GetValueOrDefault((counted.Entity, field.Name)) + 1;
            _compared++;
            if (_records.Count < MostShown)
                _records.Add(new PlannedRecord(counted.Entity, one.Item.Key.ToString(), ChangeOf(one, reader is not null, there, fields), fields));
        }
    }

    private static PlannedChange ChangeOf(Leaving one, bool asked, RemoteRecord? there, IReadOnlyList<PlannedField> fields) => (one, asked, there) switch
    {
        ({ IsDelete: true }, _, _) => PlannedChange.Delete,
        ({ Item.RemoteId: not null }, true, null or { MergedInto: not null }) => PlannedChange.Gone,
        ({ Item.RemoteId: null }, true, not null) => PlannedChange.Found,
        ({ Item.RemoteId: null }, _, _) => PlannedChange.Create,
        (_, true, _) when fields.Count == 0 => PlannedChange.Nothing,
        _ => PlannedChange.Update,
    };

    /// <param name="one">What leaves.</param>
    /// <param name="live">What the target shows; null: it was not asked, and what the hub remembers counts.</param>
    private static List<PlannedField> Differences(Leaving one, JsonObject? live)
    {
        var fields = new List<PlannedField>();
        foreach (var (name, value) in one.Fields)
        {
            if (live is null ? one.Changed?.Contains(name) ?? !IsNothing(value) : !Same(live[name], value))
                fields.Add(new PlannedField(name, Short(live?[name]), Short(value)));
        }

        return fields;
    }

    private static bool Same(JsonNode? there, JsonNode? ours) => IsNothing(there) ? IsNothing(ours) : JsonNode.DeepEquals(there, ours);

    private static bool IsNothing(JsonNode? value) => value is null or JsonArray { Count: 0 } || value is JsonValue text && text.TryGetValue<string>(out var said) && said.Length == 0;

    private static string? Short(JsonNode? value) => IsNothing(value) ? null
        : value!.ToJsonString(Mapping.Explain.Explanation.JsonStyle) is { Length: > LongestValue } much ? much[..LongestValue] + "…" : value.ToJsonString(Mapping.Explain.Explanation.JsonStyle);

    private static void Note(Dictionary<(string, string), PlannedCause> causes, EntityKind kind, string cause, RecordKey key)
    {
        var entity = Entities.NameOf(kind);
        causes[(entity, cause)] = causes.TryGetValue((entity, cause), out var known) ? known with { Records = known.Records + 1 } : new PlannedCause(entity, cause, 1, key.ToString());
    }

    /// <summary>A record of the sample that leaves.</summary>
    private sealed record Leaving(OutboxItem Item, JsonObject Fields, bool IsDelete, IReadOnlySet<string>? Changed);
}

/// <summary>What of a plan is wanted.</summary>
/// <param name="Entity">Only this; null: everything.</param>
/// <param name="Sample">About so many records are held against the live target.</param>
/// <param name="Whole">All of them are.</param>
public sealed record PlanWish(EntityKind? Entity = null, int Sample = 200, bool Whole = false);
