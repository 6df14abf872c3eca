using System.Globalization;
using System.Text;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Slices;

/// <summary>
/// What the hub has of a sync, added up as its source does: the source records it keeps, and those it has set aside in their place. Read a batch at a time, without
/// disturbing anybody.
/// </summary>
internal sealed class HubTally(SyncPlan plan, ICountedSource counted, CountBy by, KeptRecords kept, ParkedRecords parked)
{
    private const int PerBatch = 1000;

    private readonly Dictionary<string, Part> parts = new(StringComparer.Ordinal);
    private readonly HashSet<string> aside = new(StringComparer.Ordinal);

    /// <summary>Keys that are set aside.</summary>
    public IReadOnlySet<string> Aside => aside;

    public IReadOnlyDictionary<string, Part> Parts => parts;

    public static string Name(string? part) => part ?? "";

    public async Task AddUpAsync(CancellationToken cancellationToken)
    {
        for (var after = 0L; await parked.NextAsync(plan.Key, new ReplaySelection(), after, PerBatch, cancellationToken) is { Count: > 0 } some; after = some[^1].ParkedNo)
            foreach (var record in some)
                if (aside.Add(record.Id))
                    Of(record.Payload).Add(counted.Counted(plan.Key.Entity, record.Payload), isAside: true);
        await foreach (var batch in kept.ReadAsync(Feed, new KeptSelection(), PerBatch, cancellationToken))
            foreach (var record in batch)
                if (!aside.Contains(record.Key.Id))
                    Of(record.Raw).Add(counted.Counted(plan.Key.Entity, record.Raw), isAside: false);
    }

    /// <summary>Keys of records that are kept, in these parts, and not among those that were given.</summary>
    public async Task<List<string>> WithoutAsync(IReadOnlySet<string> wanted, IReadOnlySet<Guid> given, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        await foreach (var batch in kept.ReadAsync(Feed, new KeptSelection(), PerBatch, cancellationToken))
            found.AddRange(batch.Where(record => !given.Contains(Hash(record.Key.Id)) && wanted.Contains(PartOf(record.Raw))).Select(record => record.Key.Id));
        return found;
    }

    /// <summary>Keys are remembered by their hash: of a whole entity there are many.</summary>
    public static Guid Hash(string key) => ContentHash.Of(Encoding.UTF8.GetBytes(key));

    private KeptFeed Feed => new(plan.Key.Connection, plan.Mapping.To, plan.Key.Entity);

    private Part Of(ReadOnlyMemory<byte> json)
    {
        var name = PartOf(json);
        return parts.TryGetValue(name, out var part) ? part : parts[name] = new Part();
    }

    private string PartOf(ReadOnlyMemory<byte> json) => Name(by switch
    {
        CountBy.Company => counted.Counted(plan.Key.Entity, json).Company,
        CountBy.Day => counted.Counted(plan.Key.Entity, json).Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => null,
    });

    internal sealed class Part
    {
        private readonly Dictionary<string, decimal> sums = [];

        public long Records { get; private set; }
        public long Aside { get; private set; }

        public PartFigures Figures => new(Records, sums);

        public void Add(CountedRecord record, bool isAside)
        {
            Records++;
            Aside += isAside ? 1 : 0;
            foreach (var (name, value) in record.Sums)
                sums[name] = sums.GetValueOrDefault(name) + value;
        }
    }
}
