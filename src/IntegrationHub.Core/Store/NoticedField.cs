namespace IntegrationHub.Core.Store;

/// <summary>What has been seen at one place of a source's records.</summary>
[Flags]
public enum SourceKinds
{
    None = 0,
    Text = 1,
    Number = 2,
    Boolean = 4,
    Object = 8,
    List = 16,
    Null = 32,
}

/// <summary>A field a sample has shown, with kinds that were not known of it.</summary>
/// <param name="Path">Where it stands: <c>lines[].ProductID</c>; the record itself: empty.</param>
/// <param name="Parent">The path of what it stands in.</param>
/// <param name="Kinds">What was seen there.</param>
/// <param name="IsTold">It is worth telling people; not so when what it stands in is news itself.</param>
public sealed record NoticedField(string Path, string Parent, SourceKinds Kinds, bool IsTold);

/// <summary>How often a run has seen a field. The two positions count the sampled records that had its parent, from the run's first.</summary>
public sealed record CountedField(string Path, string Parent, long Seen, long Since, long Until);
