namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>What is wrong with a <see cref="SliceSource"/>.</summary>
public enum SliceFault
{
    None,
    OverlooksTheLastDay,
    ForgetsRecordsWithoutADate,
    IgnoresTheBatchSize,
    WritesSlicesInAnotherWay,
    SkipsARecordWhenResumed,
    BeginsAgainAtTheEnd,
    ForgetsWhatASliceCommitted,
    TakesAnyPosition,
    TakesNothingSetForNothing,
    GivesAKeyAsOftenAsItIsAskedFor,
    TakesAnyEntity,
    ClosesTheOuterRanges,
    CutsSoThatPartsOverlap,
    IgnoresHowManyAreWanted,
    NeverCuts,
    ResumesTooLate,
    ResumesAtAnotherCursorsPosition,
    CountsOneTooFew,
    CountsWhatIsDeleted,
    AddsUpOneFieldTwice,
    CountsTheWholeForASlice,
    ChangesItsMind,
    AddsUpWhatItDoesNotName,
    CountsAlthoughCancelled,
}
