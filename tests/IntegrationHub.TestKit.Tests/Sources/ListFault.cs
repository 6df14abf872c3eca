namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>What is wrong with a <see cref="ListSource"/>.</summary>
public enum ListFault
{
    None,
    CannotBeChecked,
    SkipsTheLastRecord,
    SkipsARecordWhenResumed,
    NumbersItsReads,
    LeavesTheCheckpoint,
    IgnoresTheBatchSize,
    GivesAnEmptyKey,
    GivesAKeyTwice,
    GivesAnArray,
    WritesLongCheckpoints,
    IgnoresCancelling,
    IsSlowToCancel,
    ChecksAlthoughCancelled,
    TakesAnyEntity,
    OverlooksTheSlice,
    TellsTheSecretInAMessage,
    TellsTheSecretInACheckpoint,
    TellsTheSecretInTheLog,
    TellsTheSecretInABrokenPiece,
    SpeaksHttp,
}
