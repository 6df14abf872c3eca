using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Store;

/// <summary>How a run ended, as the ledger and the pages say it.</summary>
public static class RunOutcome
{
    public const string Succeeded = "succeeded";

    /// <summary>Ran to the end, but set records aside.</summary>
    public const string Parked = "parked";

    /// <summary>The other side was busy or gone; a later run goes on.</summary>
    public const string Postponed = "postponed";

    /// <summary>A key pass found more deletes than it may make; a person is to look.</summary>
    public const string Held = "held";

    public const string Failed = "failed";
    public const string Overtaken = "overtaken";
    public const string Cancelled = "cancelled";

    /// <summary>Its host stopped without a word; found by the next run.</summary>
    public const string Lost = "lost";

    public static string Of(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => Cancelled,
        ReplayStoppedException or BackfillStoppedException => Cancelled,
        SyncOvertakenException => Overtaken,
        TransientException => Postponed,
        DeletesHeldException => Held,
        _ => Failed,
    };
}
