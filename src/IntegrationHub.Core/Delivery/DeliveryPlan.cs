using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Delivery;

/// <summary>How a target is delivered to.</summary>
public sealed record DeliveryPlan
{
    /// <summary>The connection's name.</summary>
    public required string Target { get; init; }

    public required IReadOnlyDictionary<EntityKind, OutwardMapping> Mappings { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>Of records that can wait, so many go in one batch; 0: <see cref="BatchSize"/>.</summary>
    public int BulkBatchSize { get; init; }

    /// <summary>At most this many records per second; 0: no limit of ours.</summary>
    public int RecordsPerSecond { get; init; }

    /// <summary>After so many failed attempts a record is parked, if the target answers others.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>What to do about a record that someone deleted at the target.</summary>
    public WhenGone WhenGone { get; init; }

    /// <summary>More records than this are held until a person releases them; null: any number may leave.</summary>
    public int? ApproveAbove { get; init; }

    /// <summary>More deletes than this share of what the target has are held, in percent; null: any number may leave.</summary>
    public double? DeleteBrake { get; init; }

    /// <summary>So many deletes may leave however few records the target has.</summary>
    public int DeleteBrakeAtLeast { get; init; }

    /// <summary>How long a claimed batch may take before others may claim it again.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);
}
