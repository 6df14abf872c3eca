namespace IntegrationHub.Sdk;

/// <summary>
/// Reads one outside system. A source is opened for one run, used by one run at a time, and disposed at its end.
/// It keeps no position of its own between runs: where to resume is the <see cref="Checkpoint"/> it put into each batch.
/// </summary>
public interface ISource : IAsyncDisposable
{
    /// <summary>
    /// Can we get in? Reaches the other side and returns, or throws one of the <see cref="ConnectorException"/>s.
    /// May be called any number of times, before or instead of <see cref="ReadAsync"/>. Cancellation ends it within a
    /// second with <see cref="OperationCanceledException"/>.
    /// </summary>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads an entity from after a checkpoint to its present end, in batches, oldest change first; then ends.
    /// </summary>
    /// <remarks>
    /// Called once per run (after a failure again, on a new source, with the last committed checkpoint). The hub pulls
    /// the next batch only when the last one is stored or held, so a slow store slows the source. Not called from several
    /// threads at once.
    /// <para>Throws <see cref="TransientException"/> when the other side is busy or gone, <see cref="AccessException"/> when it
    /// refuses us, <see cref="SetupException"/> for settings that cannot work (an unknown entity), and
    /// <see cref="ProtocolException"/> when an answer makes no sense. It retries nothing itself.</para>
    /// <para>Cancellation ends the enumeration within a second with <see cref="OperationCanceledException"/>.</para>
    /// </remarks>
    IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken);
}

/// <summary>What to read.</summary>
/// <param name="Entity">The entity's name in the outside system, e.g. <c>A_SalesOrder</c> or <c>Orders</c>.</param>
/// <param name="After">The checkpoint of the last stored batch; null reads from the very beginning.</param>
/// <param name="BatchSize">At most this many records per batch.</param>
/// <param name="Slice">
/// When set, only these records, all of them, whatever was read before (a back-fill, a partition): a pass of its own, whose checkpoints have nothing to do
/// with those of the live sync. A read that resumes at a slice's end gives nothing more. A source that cannot do it throws <see cref="SetupException"/>.
/// </param>
public sealed record ReadRequest(string Entity, Checkpoint? After, int BatchSize, Slice? Slice = null)
{
    /// <summary>
    /// The places of a record that are read, as <see cref="SourceField.Path"/> writes them; null: all. A source that can ask for part of a record may leave the rest out. It
    /// must then read everything again when it is asked for other fields than those its checkpoint was begun with: see <see cref="Extraction.TimeCursor.Form"/>.
    /// </summary>
    public IReadOnlyList<string>? Fields { get; init; }
}

/// <summary>Some records, and where to resume once they are stored.</summary>
/// <param name="Records">In the source's order. May be empty when only the position moved.</param>
/// <param name="Next">
/// Resume here once this batch is stored. Records and <paramref name="Next"/> are committed together, so the pair must be
/// exact: everything up to <paramref name="Next"/> is in this batch or in an earlier one.
/// </param>
public sealed record SourceBatch(IReadOnlyList<SourceRecord> Records, Checkpoint Next)
{
    /// <summary>Pieces of input that could not even be read as a record (a broken CSV line). The hub parks them and goes on.</summary>
    public IReadOnlyList<BrokenRecord> Broken { get; init; } = [];

    /// <summary>
    /// Its records were fetched before the batch in front of it was handed over: one answer, cut into batches. The hub must know how old a record may be; the cursors
    /// set it. Data that cannot have changed since (a file that is watched while it is read) need not say so.
    /// </summary>
    public bool IsSamePage { get; init; }

    /// <summary>
    /// Files (or other places that <see cref="BrokenRecord.Place"/> begins with, a space behind) whose end this batch reaches, and that were read from their
    /// very beginning in this one call of <see cref="ISource.ReadAsync"/>. Every broken piece they still have was told in it, so the hub closes what was parked
    /// of them before and was not told again, wherever its line has gone. Leave it empty when a reading resumed in the middle: then nothing is closed.
    /// </summary>
    public IReadOnlyList<string> ReadWhole { get; init; } = [];
}

/// <summary>One record as the source has it.</summary>
/// <param name="Key">Its key in the source; unique within the entity, stable for the life of the record, never empty.</param>
/// <param name="Change">Whether it is there, or gone.</param>
/// <param name="Json">
/// One JSON object as UTF-8, as the source wrote it. It must stay unchanged until the next batch is asked for.
/// For <see cref="ChangeKind.Deleted"/> it may be empty.
/// </param>
public sealed record SourceRecord(string Key, ChangeKind Change, ReadOnlyMemory<byte> Json);

/// <summary>Input that is no record.</summary>
/// <param name="Place">Where, in words an operator can follow, and the same at every reading: <c>Orders.csv line 17</c>.</param>
/// <param name="Reason">What is wrong, without personal data.</param>
/// <param name="Raw">The bytes as they were read, kept so that nothing is lost.</param>
public sealed record BrokenRecord(string Place, string Reason, ReadOnlyMemory<byte> Raw);

/// <summary>What happened to a record.</summary>
public enum ChangeKind
{
    /// <summary>It is there: new, changed, or read again.</summary>
    Upserted,

    /// <summary>It is gone.</summary>
    Deleted,
}

/// <summary>Where to resume. Opaque to the hub; under 4,096 UTF-8 bytes; without secrets or personal data.</summary>
public sealed record Checkpoint(string Value);
