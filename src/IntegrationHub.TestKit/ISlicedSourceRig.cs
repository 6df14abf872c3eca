using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit;

/// <summary>A rig for a source that reads slices.</summary>
public interface ISlicedSourceRig : ISourceRig
{
    /// <summary>
    /// Slices, with the keys of exactly the records that are in each: at least one for every kind the source can narrow by (ranges of keys excepted: they are the
    /// <see cref="PartitionedSourceContract"/>'s), each with some of the records and not all of them; of dates also one that is open at its beginning, where there are
    /// records without a date.
    /// </summary>
    IReadOnlyList<SliceSample> Slices { get; }
}

/// <summary>A slice and what is in it.</summary>
/// <param name="Slice">The slice.</param>
/// <param name="Keys">The keys of its records, in any order; at least one.</param>
public sealed record SliceSample(Slice Slice, IReadOnlyList<string> Keys);
