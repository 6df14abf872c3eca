using IntegrationHub.Core.Store;

namespace IntegrationHub.Host.Queries;

/// <summary>A field of a source's records, as a sample of them showed it.</summary>
public sealed record FieldRow
{
    public required string Sync { get; init; }

    /// <summary>Where it stands: <c>lines[].ProductID</c>.</summary>
    public required string Path { get; init; }

    public required short KindBits { get; init; }

    /// <summary>What it was before it became something else as well.</summary>
    public short? KindBitsBefore { get; init; }

    public required DateTimeOffset FirstAt { get; init; }
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>new, retyped, vanished; null: nothing to tell.</summary>
    public string? Change { get; init; }

    public long? ChangedRun { get; init; }
    public DateTimeOffset? ChangedAt { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public string? AcknowledgedBy { get; init; }

    internal SourceKinds Kinds => (SourceKinds)KindBits;
    internal SourceKinds? KindsBefore => (SourceKinds?)KindBitsBefore;
    internal bool IsNews => Change is not null && AcknowledgedAt is null;
}
