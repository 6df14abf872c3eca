using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Mappings;

namespace IntegrationHub.Host.Texts;

/// <summary>The pages of mappings, and of how a record came about.</summary>
public sealed record MappingTexts
{
    public required string MappingsLead { get; init; }
    public required string NoMappings { get; init; }
    public required string NoMappingsLead { get; init; }
    public required Func<string, string> MappingsOf { get; init; }
    public required string Entity { get; init; }
    public required string Direction { get; init; }
    public required string FileAndVersion { get; init; }
    public required Func<string, string> Inwards { get; init; }
    public required Func<string, string, string> Outwards { get; init; }
    public required string Cases { get; init; }
    public required string NoCases { get; init; }
    public required Func<string, string> NoCasesLead { get; init; }
    public required Func<int, string> CasesPassed { get; init; }
    public required Func<int, int, string> CasesFailed { get; init; }
    public required string Passed { get; init; }
    public required string Failed { get; init; }
    public required Func<int, string> Line { get; init; }
    public required Func<string, string, string> UnknownMapping { get; init; }
    public required string UnknownMappingLead { get; init; }
    public required Func<string, string, string, string> InwardLead { get; init; }
    public required Func<string, string, string, string> OutwardLead { get; init; }
    public required string NewerOnDisk { get; init; }
    public required string TheMapping { get; init; }
    public required string OlderVersion { get; init; }
    public required string ToPresentVersion { get; init; }
    public required Func<string, string> DrawsOn { get; init; }
    public required string SourceFields { get; init; }
    public required string SourceFieldsCaption { get; init; }
    public required Func<int, string> AllFields { get; init; }
    public required string Holds { get; init; }
    public required string ReadBy { get; init; }
    public required string FirstSeen { get; init; }
    public required string LastSeen { get; init; }
    public required string Acknowledge { get; init; }
    public required Func<int, string> AcknowledgeQuestion { get; init; }
    public required Func<string, string> AcknowledgedBy { get; init; }
    public required Func<int, string> FieldsChanged { get; init; }
    public required Func<int, string> NewsCount { get; init; }
    public required string NewsOfRun { get; init; }
    public required Func<int, string> AndMore { get; init; }
    public required Func<string, string, string> FromTo { get; init; }
    public required string Comma { get; init; }
    public required string ChangesTitle { get; init; }
    public required string ChangesLead { get; init; }
    public required string ChangesOutwardLead { get; init; }
    public required string Compare { get; init; }
    public required string CompareNow { get; init; }
    public required string CompareNote { get; init; }
    public required Func<string, string, string> ComparedSoFar { get; init; }
    public required string BrokenOnDisk { get; init; }
    public required string NothingToCompare { get; init; }
    public required Func<string, string> NothingWouldChange { get; init; }
    public required Func<string, string, string> WouldChange { get; init; }
    public required string Same { get; init; }
    public required string Changed { get; init; }
    public required string NewlyRefused { get; init; }
    public required string NoLongerRefused { get; init; }
    public required string RefusedOtherwise { get; init; }
    public required string NewlyLeftOut { get; init; }
    public required string NewlyTaken { get; init; }
    public required string ChangedFieldsCaption { get; init; }
    public required string ChangedCausesCaption { get; init; }
    public required string RecordsChanged { get; init; }
    public required string Examples { get; init; }
    public required string CauseOfRefusal { get; init; }
    public required string WouldGain { get; init; }
    public required string WouldLose { get; init; }
    public required string Apply { get; init; }
    public required string ApplyLead { get; init; }
    public required string ApplyOldLead { get; init; }
    public required string WhichRecords { get; init; }
    public required string AllRecords { get; init; }
    public required string ParkedOnly { get; init; }
    public required string OnlyKeys { get; init; }
    public required string KeysLabel { get; init; }
    public required string KeysHint { get; init; }
    public required string OnlyTime { get; init; }
    public required string From { get; init; }
    public required string Until { get; init; }
    public required string ApplyButton { get; init; }
    public required Func<string, string> ApplyQuestion { get; init; }
    public required string BadSelection { get; init; }
    public required string ReplaysTitle { get; init; }
    public required Func<string, string> ReplayTitle { get; init; }
    public required string PauseReplayQuestion { get; init; }
    public required string ResumeReplayQuestion { get; init; }
    public required string CancelReplayQuestion { get; init; }
    public required string MadeByOlder { get; init; }
    public required string CountOlder { get; init; }
    public required string Coverage { get; init; }
    public required Func<string, string, string> CoverageOf { get; init; }
    public required string Warnings { get; init; }
    public required string NotReached { get; init; }
    public required Func<string, string, string> CoverageNote { get; init; }
    public required string Explain { get; init; }
    public required string ByKey { get; init; }
    public required string Show { get; init; }
    public required string Newest { get; init; }
    public required string ParkedOnes { get; init; }
    public required string PasteOne { get; init; }
    public required string PasteLabel { get; init; }
    public required string NoSuchRecord { get; init; }
    public required string NoSuchParked { get; init; }
    public required string NoRaw { get; init; }
    public required string NoMapping { get; init; }
    public required Func<string, string> UnknownRecord { get; init; }
    public required string UnknownRecordLead { get; init; }
    public required string HowItCameAbout { get; init; }
    public required Func<string, string> RecordVersion { get; init; }
    public required string Deleted { get; init; }
    public required string ToCustomer { get; init; }
    public required string SourceRecord { get; init; }
    public required string HubRecord { get; init; }
    public required Func<string, string> TargetObject { get; init; }
    public required string SourceStamp { get; init; }
    public required string ChangedAt { get; init; }
    public required string ByRun { get; init; }
    public required string ByMapping { get; init; }
    public required string ByKeptMapping { get; init; }
    public required string ByPresentMapping { get; init; }
    public required Func<string, string> NowWouldBe { get; init; }
    public required string NowNothing { get; init; }
    public required string EveryValue { get; init; }
    public required string EveryValueCaption { get; init; }
    public required string Field { get; init; }
    public required string HowItCame { get; init; }
    public required string Rule { get; init; }
    public required Func<string, int, string> RuleLine { get; init; }
    public required string Story { get; init; }
    public required string Whole { get; init; }
    public required string Constant { get; init; }
    public required string Absent { get; init; }
    public required string NothingThere { get; init; }
    public required string LeftOutHere { get; init; }
    public required string RefusedHere { get; init; }
    public required string NoJson { get; init; }
    public required string TooLong { get; init; }

    /// <summary>What changed about a field: new, retyped, vanished.</summary>
    public required Func<string, string> ChangeName { get; init; }

    /// <summary>Where a replay stands: open, running, paused, cancelled, finished.</summary>
    public required Func<string, string> ReplayStateName { get; init; }

    /// <summary>What was done: asked, paused, resumed, cancelled.</summary>
    public required Func<string, string?> ReplayDone { get; init; }

    public required Func<NotCompared, string> NotCompared { get; init; }
    public required Func<SourceKinds, string> Kind { get; init; }

    /// <summary>What one record is called: "Order".</summary>
    public required Func<EntityKind, string> One { get; init; }
}
