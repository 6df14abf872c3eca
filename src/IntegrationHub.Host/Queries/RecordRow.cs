using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Host.Queries;

/// <summary>A stored record with what it was made from.</summary>
internal sealed record RecordRow
{
    public required long RecordNo { get; init; }
    public required string System { get; init; }
    public required short Entity { get; init; }
    public required string Id { get; init; }
    public string? Number { get; init; }
    public required int Version { get; init; }
    public required bool Deleted { get; init; }
    public long? CustomerNo { get; init; }
    public required long RunNo { get; init; }

    /// <summary>The job of the run that last changed it; null when the ledger does not know the run any more.</summary>
    public string? Job { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
    public DateTimeOffset? SourceTime { get; init; }
    public string? SourceVersion { get; init; }

    /// <summary>The number of the mapping that made it.</summary>
    public required int MappingNo { get; init; }

    /// <summary>The mapping file that made it.</summary>
    public string? MappingFile { get; init; }

    /// <summary>In which version.</summary>
    public Guid? MappingVersion { get; init; }

    /// <summary>The canonical document.</summary>
    public required string Document { get; init; }

    /// <summary>The source record as it came; null when it was not kept.</summary>
    public byte[]? Raw { get; init; }

    internal EntityKind Kind => (EntityKind)Entity;
    internal RecordKey Key => new(System, Entities.NameOf(Kind), Id);
}

/// <summary>A record to choose from.</summary>
internal sealed record RecordChoice
{
    public required long RecordNo { get; init; }
    public required string Id { get; init; }
    public string? Number { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}
