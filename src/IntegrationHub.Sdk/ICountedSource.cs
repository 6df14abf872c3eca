namespace IntegrationHub.Sdk;

/// <summary>
/// Optional for a source: can count an entity's records, and add up fields of them, without handing the records over. <c>hub reconcile</c> holds the answer against
/// what the hub has, and a back-fill is estimated by it.
/// </summary>
public interface ICountedSource
{
    /// <summary>What can be counted of an entity.</summary>
    /// <remarks>Called at any time, any number of times; from the settings, without I/O. Throws <see cref="SetupException"/> for an entity that is not there.</remarks>
    /// <param name="entity">The entity's name in the outside system.</param>
    CountAbility CountsOf(string entity);

    /// <summary>Counts the records that are there now: those <see cref="ISource.ReadAsync"/> would give as <see cref="ChangeKind.Upserted"/> in a whole read, no others.</summary>
    /// <remarks>
    /// Called on a source opened for it, any number of times, never at the same time as <see cref="ISource.ReadAsync"/>; asked only for what
    /// <see cref="CountsOf"/> names. Throws as <see cref="ISource.ReadAsync"/> does; a count that came only in part is an exception. Cancellation ends it within a
    /// second with <see cref="OperationCanceledException"/>.
    /// </remarks>
    /// <returns>One per part that has records; for <see cref="CountBy.Entity"/> exactly one.</returns>
    Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// What one record that was read is in these counts: the hub adds up the records it keeps in this way. The same record always gives the same.
    /// </summary>
    /// <remarks>Called very often, from several threads; no I/O. Throws <see cref="ProtocolException"/> when the record is not one of this entity.</remarks>
    /// <param name="entity">The entity's name in the outside system.</param>
    /// <param name="json">The record as <see cref="ISource.ReadAsync"/> gave it.</param>
    CountedRecord Counted(string entity, ReadOnlyMemory<byte> json);
}

/// <summary>What a source can count of an entity.</summary>
/// <param name="By">By what. Empty: this entity cannot be counted.</param>
/// <param name="Slices">Which slices it can count instead of the whole.</param>
public sealed record CountAbility(IReadOnlyList<CountBy> By, SliceKinds Slices = SliceKinds.None)
{
    /// <summary>Fields with amounts or quantities that are added up beside the count, by the names the source gives them.</summary>
    public IReadOnlyList<string> Sums { get; init; } = [];

    /// <summary>It can count nothing of it.</summary>
    public static CountAbility Nothing { get; } = new([]);
}

/// <summary>By what a source counts.</summary>
public enum CountBy
{
    /// <summary>All in one.</summary>
    Entity,

    /// <summary>Per company.</summary>
    Company,

    /// <summary>Per business day, the one a slice's dates are meant by.</summary>
    Day,
}

/// <summary>What to count.</summary>
/// <param name="Entity">The entity's name in the outside system.</param>
/// <param name="By">Into which parts.</param>
/// <param name="Slice">Only these records; null: all.</param>
public sealed record CountRequest(string Entity, CountBy By = CountBy.Entity, Slice? Slice = null);

/// <summary>How many records a part has.</summary>
/// <param name="Part">The company, or the day as <c>yyyy-MM-dd</c>; null for all in one, and for records without.</param>
/// <param name="Records">How many.</param>
public sealed record SourceCount(string? Part, long Records)
{
    /// <summary>
    /// The sum of each field of <see cref="CountAbility.Sums"/>, exact; a record without it adds nothing. Currencies and units are added up as they come: it is a
    /// check sum, not a figure for people.
    /// </summary>
    public IReadOnlyDictionary<string, decimal> Sums { get; init; } = new Dictionary<string, decimal>();
}

/// <summary>What one record is in the counts.</summary>
/// <param name="Company">Its company; null: it has none, or they are not counted.</param>
/// <param name="Day">Its business day; null: it has none, or they are not counted.</param>
public sealed record CountedRecord(string? Company = null, DateOnly? Day = null)
{
    /// <summary>What it adds to each sum; a field it does not have is left out.</summary>
    public IReadOnlyDictionary<string, decimal> Sums { get; init; } = new Dictionary<string, decimal>();
}
