namespace IntegrationHub.Host.Api.Models;

/// <summary>Open parked records with one cause in one place.</summary>
public sealed record ParkedGroupModel
{
    public string Scope { get; init; } = "";
    public string Stage { get; init; } = "";
    public string Cause { get; init; } = "";
    public long Records { get; init; }
    public DateTimeOffset FirstAt { get; init; }
    public DateTimeOffset LastAt { get; init; }
}

/// <summary>One record that was set aside.</summary>
public sealed record ParkedModel
{
    public long ParkedNo { get; init; }

    /// <summary>The sync or target.</summary>
    public string Scope { get; init; } = "";

    /// <summary>read, map, resolve or deliver.</summary>
    public string Stage { get; init; } = "";

    /// <summary>The record's key at its source, or the place of input that is no record.</summary>
    public string Id { get; init; } = "";

    public string Cause { get; init; } = "";
    public string Reason { get; init; } = "";
    public long? RunNo { get; init; }
    public DateTimeOffset FirstAt { get; init; }
    public DateTimeOffset LastAt { get; init; }
    public int Times { get; init; }

    /// <summary>Absent while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>stored, delivered, dropped or superseded.</summary>
    public string? ClosedHow { get; init; }

    /// <summary>The source record as it came; only when one record is asked for.</summary>
    public string? Payload { get; init; }
}
