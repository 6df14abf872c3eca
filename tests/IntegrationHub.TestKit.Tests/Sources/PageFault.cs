namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>What is wrong with a <see cref="PageSource"/>.</summary>
public enum PageFault
{
    None,
    OverlooksTheWait,
    TakesBusyForBroken,
    LetsNetworkFailuresOut,
    TakesNoEntryForBroken,
    TakesForbiddenForBroken,
    LetsParsingFailuresOut,
    IgnoresCancelling,
    QuotesTheAnswer,
    UsesItsOwnClient,
}
