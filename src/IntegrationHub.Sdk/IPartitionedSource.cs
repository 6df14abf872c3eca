namespace IntegrationHub.Sdk;

/// <summary>
/// Optional for a source: can cut an entity into parts that several workers read at the same time, each with its own source and checkpoint. Used for a large first
/// load.
/// </summary>
public interface IPartitionedSource
{
    /// <summary>
    /// Cuts an entity into slices which <see cref="ISource.ReadAsync"/> takes, of about the same size, and says where the live sync resumes once all are read.
    /// </summary>
    /// <remarks>
    /// <b>Together they must be everything</b>: every record that is there, and stays as it is, is in exactly one of them, also one without a date, and one whose
    /// key lies beyond the first and the last there are now; so the outer ranges are open. Records that come or change while the slices are read may be in none:
    /// they are what is read from <see cref="Partitions.Resume"/> on, which is therefore taken <b>before</b> anything is read.
    /// <para>Called on a source opened for it, once, never at the same time as <see cref="ISource.ReadAsync"/>. It reads no records and should take seconds.
    /// Throws as <see cref="ISource.ReadAsync"/> does. Cancellation ends it within a second with <see cref="OperationCanceledException"/>.</para>
    /// </remarks>
    /// <param name="request">How each slice will be read, and the live sync afterwards: the entity and the fields. It has neither a checkpoint nor a slice.</param>
    /// <param name="wanted">So many slices are wanted, at least one. Fewer are good enough when there is not enough to cut; one slice with nothing set is allowed.</param>
    Task<Partitions> PartitionAsync(ReadRequest request, int wanted, CancellationToken cancellationToken);
}

/// <summary>An entity in parts.</summary>
/// <param name="Slices">The parts, at least one.</param>
/// <param name="Resume">
/// A checkpoint for <see cref="ISource.ReadAsync"/> without a slice: from here on it finds what came or changed since before the slices were cut. The cursors of
/// <see cref="Extraction"/> make it (<c>TimeCursor.ResumeAt</c> and its like).
/// </param>
public sealed record Partitions(IReadOnlyList<Slice> Slices, Checkpoint Resume);
