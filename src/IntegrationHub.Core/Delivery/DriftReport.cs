namespace IntegrationHub.Core.Delivery;

/// <summary>What a target shows otherwise than it was delivered. Names fields and keys, never values: they may be personal.</summary>
/// <param name="Target">The connection.</param>
/// <param name="Entities">In the order of delivery.</param>
/// <param name="Fields">Those that were edited, most often first.</param>
/// <param name="Records">The first thousand.</param>
/// <param name="Restoring">They are marked, and delivered again.</param>
public sealed record DriftReport(string Target, IReadOnlyList<DriftedEntity> Entities, IReadOnlyList<DriftedField> Fields, IReadOnlyList<DriftedRecord> Records, bool Restoring)
{
    /// <summary>How many records differ.</summary>
    public long Drifted => Entities.Sum(one => one.Edited + one.Gone);
}

/// <summary>One entity's counts.</summary>
/// <param name="Entity">Of the hub.</param>
/// <param name="Object">The target's.</param>
/// <param name="Compared">Records that were looked at.</param>
/// <param name="Edited">Of these, those somebody edited.</param>
/// <param name="Gone">Of these, those somebody deleted or merged.</param>
public sealed record DriftedEntity(string Entity, string Object, long Compared, long Edited, long Gone);

/// <summary>A field that was edited.</summary>
public sealed record DriftedField(string Entity, string Field, long Records);

/// <summary>A record that is not as it was left.</summary>
public sealed record DriftedRecord(string Key, string RemoteId, IReadOnlyList<string> Fields, bool IsGone);
