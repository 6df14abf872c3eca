namespace DemoCrm;

/// <summary>How a demo CRM is started.</summary>
public sealed record DemoCrmOptions
{
    /// <summary>The bearer token that callers of <c>/api</c> and <c>/admin</c> must show.</summary>
    public required string Token { get; init; }

    /// <summary>Port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Folder that keeps the state; null keeps it in memory only.</summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// True: creating a second record with the same external id is refused. False: the external id is an ordinary field, as in
    /// many CRMs, and whoever does not look it up before creating makes a double.
    /// </summary>
    public bool UniqueExternalIds { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
