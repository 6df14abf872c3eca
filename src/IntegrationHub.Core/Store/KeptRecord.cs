using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Store;

/// <summary>A source record as the hub keeps it, beside what a mapping made of it.</summary>
public sealed record KeptRecord
{
    public required long RecordNo { get; init; }
    public required RecordKey Key { get; init; }

    /// <summary>The source record, byte for byte as it came.</summary>
    public required byte[] Raw { get; init; }

    /// <summary>The canonical document it became, as JSON. PostgreSQL orders its fields in its own way.</summary>
    public required byte[] Document { get; init; }

    /// <summary>Of the canonical document as it was written, in the hub's own order of fields.</summary>
    public required Guid ContentHash { get; init; }

    /// <summary>Counts content changes from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The number of the mapping that made it.</summary>
    public required int MappingNo { get; init; }

    public required bool Deleted { get; init; }
    public string? SourceVersion { get; init; }
    public DateTimeOffset? SourceTime { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required long RunNo { get; init; }

    /// <summary>Whether this is what the hub holds, so that storing it would make no version.</summary>
    public bool IsSame(CanonicalRecord record) => record.Deleted == Deleted && Store.ContentHash.Of(CanonicalJson.ToBytes(record)) == ContentHash;
}

/// <summary>Whose kept records are meant: what a source's entity became, or everything of a canonical entity that one system has.</summary>
/// <param name="System">The connection.</param>
/// <param name="Entity">What the records became.</param>
/// <param name="SourceEntity">Only those a mapping of this source entity made; null: all.</param>
public sealed record KeptFeed(string System, EntityKind Entity, string? SourceEntity);

/// <summary>Which kept records of a feed are meant. Everything left out: all of them.</summary>
public sealed record KeptSelection
{
    /// <summary>Only records changed at or after this: by the source's own clock where the mapping keeps it, else by when the hub last wrote them.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only records changed before this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Not those this mapping made: they are what it makes of them already.</summary>
    public int? NotMadeBy { get; init; }
}
