using System.Globalization;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Slices;

/// <summary>Holds what a source has against what the hub has. Reads, and changes nothing. Safe from several threads.</summary>
public sealed class Reconciler(HubStore store, KeptRecords kept, ParkedRecords parked)
{
    /// <summary>Compares counts, by the parts the source can count; else all keys, when it can list them.</summary>
    /// <param name="plan">Of the sync.</param>
    /// <param name="source">Opened for this; the caller disposes it.</param>
    /// <param name="by">Into which parts; null: the finest the source can count and read alone.</param>
    /// <exception cref="SetupException">The source cannot count by this.</exception>
    public async Task<Reconciliation> CompareAsync(SyncPlan plan, ISource source, CountBy? by, CancellationToken cancellationToken)
    {
        var can = (source as ICountedSource)?.CountsOf(plan.Key.Entity) ?? CountAbility.Nothing;
        if (by is { } wanted && can.By.Count > 0 && !can.By.Contains(wanted))
            throw new SetupException($"{plan.Key}: the source cannot count by {Word(wanted)}; it can by {string.Join(", ", can.By.Select(Word))}.");
        if (can.By.Count > 0)
            return await CountAsync(plan, source, by ?? Finest(can), cancellationToken);
        return source is IKeyListing listing ? await ListAsync(plan, listing, cancellationToken) : new Reconciliation(plan.Key, ReconciledHow.Not, CountBy.Entity);
    }

    /// <summary>Finds out which keys differ in the parts whose counts do, by reading these parts; nothing is stored.</summary>
    /// <returns>With the keys; as it was, when the source cannot read such a part alone.</returns>
    public async Task<Reconciliation> NameAsync(SyncPlan plan, ISource source, Reconciliation found, CancellationToken cancellationToken)
    {
        if (found.How != ReconciledHow.Counts || found.Parts.Count == 0)
            return found with { KeysAreKnown = found.How != ReconciledHow.Not };
        var tally = new HubTally(plan, (ICountedSource)source, found.By, kept, parked);
        await tally.AddUpAsync(cancellationToken);
        var look = new Look(plan, kept, tally.Aside);
        try
        {
            // records without a day or a company cannot be asked for alone
            IReadOnlyList<Slice> slices = found.By == CountBy.Entity || found.Parts.Any(part => part.Part is null) ? [new Slice()] : [.. found.Parts.Select(part => SliceOf(found.By, part.Part!))];
            foreach (var slice in slices)
                await look.ReadAsync(source, slice, cancellationToken);
        }
        catch (SetupException)
        {
            return found;   // it cannot read it alone: the counts speak for themselves
        }

        var extra = await tally.WithoutAsync(found.Parts.Select(part => HubTally.Name(part.Part)).ToHashSet(StringComparer.Ordinal), look.Given, cancellationToken);
        var isExact = found.By == CountBy.Entity || found.Parts.All(part => part.Part is not null);
        return found with
        {
            Missing = look.Missing,
            Differing = look.Differing,
            Extra = extra,
            LeftOut = look.LeftOut,
            NotGiven = isExact ? Math.Max(0, found.Parts.Sum(part => part.Source.Records) - look.Given.Count) : 0,
            KeysAreKnown = true,
        };
    }

    /// <summary>Looks at the keys once more: what has been brought, or taken away, meanwhile was no difference.</summary>
    public async Task<Reconciliation> ConfirmAsync(SyncPlan plan, ISource source, Reconciliation found, CancellationToken cancellationToken)
    {
        string[] keys = [.. found.Missing, .. found.Differing, .. found.Extra];
        if (keys.Length == 0)
            return found;
        var look = new Look(plan, kept, await AsideAsync(plan, cancellationToken));
        try
        {
            await look.ReadAsync(source, new Slice(Keys: keys), cancellationToken);
        }
        catch (SetupException)
        {
            return found;
        }

        var held = new List<string>();
        foreach (var some in found.Extra.Where(key => !look.Given.Contains(HubTally.Hash(key))).Chunk(plan.BatchSize))
            held.AddRange((await kept.FindAsync(FeedOf(plan), some, cancellationToken)).Select(record => record.Key.Id));
        return found with { Missing = look.Missing, Differing = look.Differing, Extra = held, LeftOut = found.LeftOut + look.LeftOut };
    }

    private async Task<Reconciliation> CountAsync(SyncPlan plan, ISource source, CountBy by, CancellationToken cancellationToken)
    {
        var counts = await ((ICountedSource)source).CountAsync(new CountRequest(plan.Key.Entity, by), cancellationToken);
        var tally = new HubTally(plan, (ICountedSource)source, by, kept, parked);
        await tally.AddUpAsync(cancellationToken);
        var theirs = counts.ToDictionary(count => HubTally.Name(count.Part), count => new PartFigures(count.Records, count.Sums), StringComparer.Ordinal);
        var nothing = new PartFigures(0, new Dictionary<string, decimal>());
        var parts = theirs.Keys.Union(tally.Parts.Keys).Order(StringComparer.Ordinal)
            .Select(name => new PartDifference(
                name.Length == 0 ? null : name, theirs.GetValueOrDefault(name, nothing), tally.Parts.GetValueOrDefault(name)?.Figures ?? nothing, tally.Parts.GetValueOrDefault(name)?.Aside ?? 0))
            .ToList();
        return new Reconciliation(plan.Key, ReconciledHow.Counts, by)
        {
            Source = parts.Sum(part => part.Source.Records),
            Hub = parts.Sum(part => part.Hub.Records - part.Parked),
            Parked = parts.Sum(part => part.Parked),
            Parts = [.. parts.Where(part => !part.Source.IsSame(part.Hub))],
        };
    }

    private async Task<Reconciliation> ListAsync(SyncPlan plan, IKeyListing listing, CancellationToken cancellationToken)
    {
        await using var pass = await store.BeginKeyPassAsync(plan.Key, plan.Mapping.To, cancellationToken);
        await foreach (var keys in listing.ListKeysAsync(plan.Key.Entity, cancellationToken).WithCancellation(cancellationToken))
            await pass.AddAsync(keys, cancellationToken);
        var compared = await pass.CompareAsync(cancellationToken);
        var aside = await AsideAsync(plan, cancellationToken);
        List<string> extra = [], missing = [];
        for (string? behind = null; await pass.MissingAsync(behind, 1000, cancellationToken) is { Count: > 0 } some; behind = some[^1])
            extra.AddRange(some);
        for (string? behind = null; await pass.UnknownAsync(behind, 1000, cancellationToken) is { Count: > 0 } some; behind = some[^1])
            missing.AddRange(some.Where(key => !aside.Contains(key)));
        return new Reconciliation(plan.Key, ReconciledHow.Keys, CountBy.Entity)
        {
            Source = await pass.CountListedAsync(cancellationToken),
            Hub = compared.Living,
            Parked = aside.Count,
            Missing = missing,
            Extra = extra,
            KeysAreKnown = true,
        };
    }

    private async Task<HashSet<string>> AsideAsync(SyncPlan plan, CancellationToken cancellationToken)
    {
        var aside = new HashSet<string>(StringComparer.Ordinal);
        for (var after = 0L; await parked.NextAsync(plan.Key, new ReplaySelection(), after, 1000, cancellationToken) is { Count: > 0 } some; after = some[^1].ParkedNo)
            aside.UnionWith(some.Select(record => record.Id));
        return aside;
    }

    private static KeptFeed FeedOf(SyncPlan plan) => new(plan.Key.Connection, plan.Mapping.To, plan.Key.Entity);

    /// <summary>The finest the source can count and, where counts differ, read alone.</summary>
    private static CountBy Finest(CountAbility can) =>
        can.By.Contains(CountBy.Day) && can.Slices.HasFlag(SliceKinds.Dates) ? CountBy.Day
        : can.By.Contains(CountBy.Company) && can.Slices.HasFlag(SliceKinds.Company) ? CountBy.Company
        : can.By[0];

    private static Slice SliceOf(CountBy by, string part) => by == CountBy.Company
        ? new Slice(Company: part)
        : DateOnly.ParseExact(part, "yyyy-MM-dd", CultureInfo.InvariantCulture) is var day ? new Slice(From: day, To: day) : new Slice();

    private static string Word(CountBy by) => by switch { CountBy.Day => "day", CountBy.Company => "company", _ => "entity" };

    /// <summary>Reads part of a source and says what of it the hub does not have just so.</summary>
    private sealed class Look(SyncPlan plan, KeptRecords kept, IReadOnlySet<string> aside)
    {
        public HashSet<Guid> Given { get; } = [];
        public List<string> Missing { get; } = [];
        public List<string> Differing { get; } = [];
        public long LeftOut { get; private set; }

        public async Task ReadAsync(ISource source, Slice slice, CancellationToken cancellationToken)
        {
            await foreach (var batch in source.ReadAsync(new ReadRequest(plan.Key.Entity, null, plan.BatchSize, slice) { Fields = plan.Mapping.Fields }, cancellationToken))
            {
                var records = batch.Records.Where(record => record.Change == ChangeKind.Upserted && Given.Add(HubTally.Hash(record.Key)) && !aside.Contains(record.Key)).ToList();
                var held = (await kept.FindAsync(FeedOf(plan), [.. records.Select(record => record.Key)], cancellationToken)).ToDictionary(record => record.Key.Id, record => record.Raw, StringComparer.Ordinal);
                foreach (var record in records)
                    Hold(record, held.GetValueOrDefault(record.Key));
            }
        }

        private void Hold(SourceRecord record, byte[]? held)
        {
            if (held is not null && record.Json.Span.SequenceEqual(held))
                return;
            if (plan.Mapping.Map(plan.Key.Connection, record) is MapResult.LeftOut)
                LeftOut++;
            else
                (held is null ? Missing : Differing).Add(record.Key);
        }
    }
}
