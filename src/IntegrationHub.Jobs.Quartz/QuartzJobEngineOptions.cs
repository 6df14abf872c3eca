namespace IntegrationHub.Jobs.Quartz;

/// <summary>How this host takes part in the cluster. Clocks of the hosts should agree to within a second.</summary>
public sealed class QuartzJobEngineOptions
{
    /// <summary>Jobs this host runs at once.</summary>
    public int Workers { get; set; } = 10;

    /// <summary>How often this host says that it is alive.</summary>
    public TimeSpan CheckinInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>So long after a missed check-in the others take over the runs of a host, by running them again.</summary>
    public TimeSpan TakeOverAfter { get; set; } = TimeSpan.FromSeconds(10);
}
