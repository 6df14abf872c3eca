namespace IntegrationHub.TestKit;

/// <summary>A rig for a source that resumes by the time of the last change.</summary>
public interface ITimedSourceRig : ISourceRig
{
    /// <summary>
    /// Adds a record to the outside system, or changes the one of that key, so that the system says it was changed at the given time,
    /// whatever its own clock says. Called several times, between reads. Sources that are open may or may not see it.
    /// </summary>
    Task PutAsync(string key, DateTimeOffset changedAt);
}
