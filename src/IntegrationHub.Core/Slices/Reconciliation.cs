using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Slices;

/// <summary>What a sync's source has, held against what the hub has.</summary>
/// <param name="Sync">The sync.</param>
/// <param name="How">How they were compared.</param>
/// <param name="By">Into which parts, when they were counted.</param>
public sealed record Reconciliation(SyncKey Sync, ReconciledHow How, CountBy By)
{
    /// <summary>Records the source has.</summary>
    public long Source { get; init; }

    /// <summary>Records the hub holds of it.</summary>
    public long Hub { get; init; }

    /// <summary>Source records that are set aside; the hub knows of them.</summary>
    public long Parked { get; init; }

    /// <summary>Parts whose counts or sums differ, in order.</summary>
    public IReadOnlyList<PartDifference> Parts { get; init; } = [];

    /// <summary>Records in these parts that the mapping leaves out: no difference.</summary>
    public long LeftOut { get; init; }

    /// <summary>Keys the source has and the hub neither holds nor has set aside.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Keys whose record is another one at the source.</summary>
    public IReadOnlyList<string> Differing { get; init; } = [];

    /// <summary>Keys the hub holds and the source does not have.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>So many more records the source counts in these parts than it gives when they are read: its own two answers contradict each other.</summary>
    public long NotGiven { get; init; }

    /// <summary>Whether it could be found out which keys differ; else only the counts speak.</summary>
    public bool KeysAreKnown { get; init; }

    /// <summary>How far each target has what the hub holds, as it acknowledged it.</summary>
    public IReadOnlyList<TargetStand> Targets { get; init; } = [];

    /// <summary>Why the sync could not catch up before; null: it did, or had no need to.</summary>
    public string? CatchUpFailed { get; init; }

    /// <summary>Whether source, hub and the targets that were asked agree; null: the source can neither count nor list keys, and no target disagrees.</summary>
    public bool? AllAgree => Agrees == false || Targets.Any(target => target.Agrees == false) ? false : Agrees;

    /// <summary>Whether source and hub agree; null: the source can neither count nor list keys.</summary>
    public bool? Agrees => How == ReconciledHow.Not ? null
        : KeysAreKnown ? Missing.Count + Differing.Count + Extra.Count + NotGiven == 0
        : Parts.Count == 0;

    /// <summary>To be kept: of many keys and parts the first.</summary>
    /// <param name="readAgain">How many records were read again; null: that was not asked for.</param>
    public ReconcileFigures Figures(long? readAgain) => new()
    {
        IsCounted = How != ReconciledHow.Not,
        ByKeys = How == ReconciledHow.Keys,
        By = By,
        Source = Source,
        Hub = Hub,
        Parked = Parked,
        LeftOut = LeftOut,
        NotGiven = NotGiven,
        KeysAreKnown = KeysAreKnown,
        PartCount = Parts.Count,
        Parts = [.. Parts.Take(KeptOfMany).Select(part => new PartFigure(part.Part, part.Source.Records, part.Hub.Records, part.OtherSums))],
        Missing = First(Missing),
        Differing = First(Differing),
        Extra = First(Extra),
        Targets = [.. Targets.Select(target => target.Listed is { } listed ? target with { Listed = listed with { Missing = First(listed.Missing), Extra = First(listed.Extra) } } : target)],
        HubAgrees = Agrees,
        CatchUpFailed = CatchUpFailed,
        ReadAgain = readAgain,
    };

    private const int KeptOfMany = 100;

    private static KeyList First(IReadOnlyList<string> keys) => new(keys.Count, [.. keys.Take(KeptOfMany)]);

    private static KeyList First(KeyList keys) => keys with { First = [.. keys.First.Take(KeptOfMany)] };
}

/// <summary>How source and hub were compared.</summary>
public enum ReconciledHow
{
    /// <summary>The source can neither count nor list keys.</summary>
    Not,

    /// <summary>The source counted.</summary>
    Counts,

    /// <summary>The source listed all keys.</summary>
    Keys,
}

/// <summary>A part whose counts or sums differ.</summary>
/// <param name="Part">The company, or the day; null: all in one, or the records without.</param>
/// <param name="Source">At the source.</param>
/// <param name="Hub">In the hub.</param>
/// <param name="Parked">Of the hub's, those set aside.</param>
public sealed record PartDifference(string? Part, PartFigures Source, PartFigures Hub, long Parked)
{
    /// <summary>The sums that differ, by field.</summary>
    public IReadOnlyDictionary<string, SumFigure> OtherSums => Source.Sums.Keys.Union(Hub.Sums.Keys)
        .Select(name => (name, sum: new SumFigure(Source.Sums.GetValueOrDefault(name), Hub.Sums.GetValueOrDefault(name)))).Where(one => one.sum.Source != one.sum.Hub)
        .ToDictionary(one => one.name, one => one.sum, StringComparer.Ordinal);
}

/// <summary>Count and sums of a part.</summary>
/// <param name="Records">How many.</param>
/// <param name="Sums">By field; a field nobody has is 0.</param>
public sealed record PartFigures(long Records, IReadOnlyDictionary<string, decimal> Sums)
{
    internal bool IsSame(PartFigures other) =>
        Records == other.Records && Sums.Keys.Union(other.Sums.Keys).All(name => Sums.GetValueOrDefault(name) == other.Sums.GetValueOrDefault(name));
}
