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

    /// <summary>Whether the two agree; null: the source can neither count nor list keys.</summary>
    public bool? Agrees => How == ReconciledHow.Not ? null
        : KeysAreKnown ? Missing.Count + Differing.Count + Extra.Count + NotGiven == 0
        : Parts.Count == 0;
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
public sealed record PartDifference(string? Part, PartFigures Source, PartFigures Hub, long Parked);

/// <summary>Count and sums of a part.</summary>
/// <param name="Records">How many.</param>
/// <param name="Sums">By field; a field nobody has is 0.</param>
public sealed record PartFigures(long Records, IReadOnlyDictionary<string, decimal> Sums)
{
    internal bool IsSame(PartFigures other) =>
        Records == other.Records && Sums.Keys.Union(other.Sums.Keys).All(name => Sums.GetValueOrDefault(name) == other.Sums.GetValueOrDefault(name));
}
