namespace IntegrationHub.Core.Store;

/// <summary>Causes under which a delivery waits for a person's decision; pages and command line offer the choices.</summary>
public static class DeliveryCauses
{
    /// <summary>Someone deleted the record over there: have it made again, or drop it.</summary>
    public const string Gone = "deleted over there";

    /// <summary>Two records of ours are one over there.</summary>
    public const string Merged = "merged over there into another of our records";

    /// <summary>Several records over there could be this one: choose one, or have a new one made.</summary>
    public const string Choose = "several over there could be it";
}
