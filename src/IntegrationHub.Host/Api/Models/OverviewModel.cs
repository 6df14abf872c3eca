namespace IntegrationHub.Host.Api.Models;

/// <summary>The state of everything.</summary>
public sealed record OverviewModel
{
    public long Customers { get; init; }

    /// <summary>Records whose parent has not arrived.</summary>
    public long Waiting { get; init; }

    public long Parked { get; init; }
    public IReadOnlyList<FreshnessModel> Freshness { get; init; } = [];
    public IReadOnlyList<BacklogModel> Backlogs { get; init; } = [];
    public IReadOnlyList<RunModel> LastRuns { get; init; } = [];
}

/// <summary>How fresh what one sync brings is.</summary>
public sealed record FreshnessModel
{
    public string Connection { get; init; } = "";
    public string Entity { get; init; } = "";

    /// <summary>Absent: it never ran to its end.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    public long Parked { get; init; }
}

/// <summary>What a target has not seen yet.</summary>
public sealed record BacklogModel
{
    public string Target { get; init; } = "";
    public long Records { get; init; }
    public long WaitingForParent { get; init; }
    public long Tried { get; init; }
    public long Delivered { get; init; }
    public long Parked { get; init; }
    public DateTimeOffset? PausedUntil { get; init; }
    public string? PausedWhy { get; init; }
}

/// <summary>A connection of the settings, without its options.</summary>
public sealed record ConnectionModel(string Name, string Title, string Connector, IReadOnlyList<string> Syncs, bool Delivers);
