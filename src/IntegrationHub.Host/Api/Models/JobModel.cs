namespace IntegrationHub.Host.Api.Models;

/// <summary>A job: its schedule, and how it went lately.</summary>
public sealed record JobModel
{
    public string Id { get; init; } = "";

    /// <summary>Six fields, seconds first; absent: only by hand or trigger.</summary>
    public string? Cron { get; init; }

    public string TimeZone { get; init; } = "";
    public bool Paused { get; init; }
    public bool Running { get; init; }
    public DateTimeOffset? NextFireAt { get; init; }
    public DateTimeOffset? LastSuccessAt { get; init; }
    public RunModel? LastRun { get; init; }
}
