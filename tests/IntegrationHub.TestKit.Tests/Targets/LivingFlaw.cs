namespace IntegrationHub.TestKit.Tests.Targets;

/// <summary>What is broken, on purpose, in a <see cref="LivingTarget"/>.</summary>
public enum LivingFlaw
{
    None,
    SearchesAnIndexThatLags,
    ReadsNumbersAsText,
    ReadsAnOldState,
    FindsTheDeleted,
    FindsOneOfSeveral,
    FindsOnlyTheFirstHundred,
    MakesTheDeletedAgain,
    DoesNotFollowMerges,
    MakesBesideTheAdopted,
    ListsWhatIsNotOurs,
    ListsTheDeleted,
    EndsTheListWhenItBreaks,
    LeavesOutAField,
    DescribesWhatIsNotThere,
    ForgetsWhatItShouldMake,
}
