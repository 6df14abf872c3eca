using IntegrationHub.Core.Canonical;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Store;

/// <summary>What the hub holds of a record.</summary>
public sealed record HeldRecord(
    long RecordNo, Guid RawHash, Guid ContentHash, int MappingNo, int Version, long? CustomerNo, bool Deleted, DateTimeOffset? SourceTime);

/// <summary>A source record that is new or differs from what the hub holds, or was made by another mapping.</summary>
public sealed record ChangedRecord(SourceRecord Source, Guid RawHash, HeldRecord? Held);

/// <summary>A mapped record with the hub customer it belongs to and the parents it still waits for.</summary>
public sealed record ResolvedRecord(ChangedRecord Changed, CanonicalRecord Record, long? CustomerNo, IReadOnlyList<RecordKey> WaitsFor)
{
    /// <summary>For a customer that is bound just now: the rule that bound it.</summary>
    public string? BoundBy { get; init; }
}

/// <summary>Where a reference leads.</summary>
public sealed record FoundParent(long RecordNo, long? CustomerNo);

/// <summary>A record (or a piece of input) to be set aside.</summary>
/// <param name="Stage">read, map, resolve or deliver.</param>
/// <param name="Id">The record's key, or the place of input that is no record.</param>
/// <param name="Cause">Groups equal causes; without values.</param>
/// <param name="Reason">The whole story for one record; without personal data.</param>
/// <param name="Payload">The source record as it came; empty when there is none.</param>
public sealed record ParkedRecord(string Stage, string Id, string Cause, string Reason, ReadOnlyMemory<byte> Payload);
