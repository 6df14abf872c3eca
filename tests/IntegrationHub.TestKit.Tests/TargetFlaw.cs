namespace IntegrationHub.TestKit.Tests;

/// <summary>What is broken, on purpose, in a <see cref="PretendTarget"/>.</summary>
public enum TargetFlaw
{
    None,
    CheckAlwaysFails,
    AnswersInAnotherOrder,
    AnswersOneTooFew,
    AlwaysCreates,
    CreatesWhatMayExist,
    TakesALostAnswerForSuccess,
    NeverChangesWhatIsThere,
    OnePoisonedRecordStopsTheBatch,
    TakesARefusalForSuccess,
    NeverDeletes,
    RefusesToDeleteTheUnknown,
    ForgetsTheWait,
    TakesBusyForARefusal,
    TakesFailureForARefusal,
    TakesWrongCredentialsForATransientProblem,
    ChecksWithoutCredentials,
    TakesNonsenseForSuccess,
    IgnoresCancellation,
    ChangesTheFields,
    TellsTheSecretWhenRefused,
    TellsTheSecretInTheLog,
    TellsValuesInAReason,
}
