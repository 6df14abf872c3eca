namespace IntegrationHub.Core.Store;

/// <summary>What to do about a record that is no longer at the target.</summary>
public enum WhenGone
{
    /// <summary>It waits for a person, who has it made again, or drops it.</summary>
    Park,

    /// <summary>It is made again.</summary>
    Recreate,
}
