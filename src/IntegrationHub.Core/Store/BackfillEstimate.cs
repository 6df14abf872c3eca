namespace IntegrationHub.Core.Store;

/// <summary>What a back-fill will probably cost.</summary>
/// <param name="Records">How many records; null: nobody can say.</param>
/// <param name="RecordsBy">How that is known.</param>
/// <param name="Pages">How many pages will be asked for; null: nobody can say.</param>
/// <param name="Time">How long it will take, live syncs not counted; null: nobody can say.</param>
/// <param name="TimeBy">How that is known.</param>
/// <param name="FirstPage">Records on the first page, which was read to see whether the source can do it at all.</param>
/// <param name="FirstPageTook">How long that took.</param>
public sealed record BackfillEstimate(long? Records, EstimateBasis RecordsBy, long? Pages, TimeSpan? Time, EstimateBasis TimeBy, int FirstPage, TimeSpan FirstPageTook);

/// <summary>How much a number of an estimate is worth.</summary>
public enum EstimateBasis
{
    /// <summary>Nobody can say.</summary>
    Unknown,

    /// <summary>The source counted.</summary>
    Counted,

    /// <summary>There are as many as keys were named.</summary>
    Listed,

    /// <summary>Reckoned from what earlier runs took.</summary>
    Measured,

    /// <summary>A guess: from what the hub holds, or from the first page alone.</summary>
    Guessed,
}
