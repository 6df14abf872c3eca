namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>What is wrong with a <see cref="ScriptedSource"/>.</summary>
public enum ScriptedFlaw
{
    None,
    TakesACutConnectionForTheEnd,
    TakesACutAnswerForTheEnd,
    TakesHalfAnAnswerForTheEnd,
    TakesAWebPageForTheEnd,
    TakesNothingForTheEnd,
    TakesTooManyForTheEnd,
    TakesOutOfServiceForBroken,
    FollowsToOtherHosts,
    ReadsWithoutEnd,
    TakesTheSamePageTwice,
    IsImpatient,
    CountsItsWay,
    NeverLooksBack,
    GoesByTimeAlone,
    GoesByTheServersClock,
}
