namespace IntegrationHub.Host.Texts;

/// <summary>The pages of engineers and admins: overview, jobs, runs, parked records.</summary>
public sealed record ConsoleTexts
{
    // overview
    public required string State { get; init; }
    public required string ParkedOpen { get; init; }
    public required string WaitingForParents { get; init; }
    public required string WaitingForDelivery { get; init; }
    public required string Connections { get; init; }
    public required string NoConnections { get; init; }
    public required string NoConnectionsLead { get; init; }
    public required string AllWell { get; init; }
    public required string Failing { get; init; }
    public required string NotYetRun { get; init; }
    public required Func<string, string> FreshnessOf { get; init; }
    public required string Entity { get; init; }
    public required string LastRead { get; init; }
    public required string LastChange { get; init; }
    public required string LastOutcome { get; init; }
    public required string Records { get; init; }
    public required string Targets { get; init; }
    public required Func<string, string> BacklogOf { get; init; }
    public required string NothingToDeliver { get; init; }
    public required string ToDeliver { get; init; }
    public required string BehindParent { get; init; }
    public required string TriedBefore { get; init; }
    public required string OldestMark { get; init; }
    public required string DeliveredSoFar { get; init; }
    public required Func<string, string> PausedUntil { get; init; }
    public required string Calls { get; init; }
    public required Func<string, string> CallsOf { get; init; }
    public required string CallsUsed { get; init; }
    public required string CallsLimit { get; init; }
    public required string CallsByOthers { get; init; }
    public required string CallsLeft { get; init; }
    public required string CallsResetAt { get; init; }
    public required string CallsEnough { get; init; }
    public required string CallsUsedUp { get; init; }
    public required Func<string, string> CallsEndAt { get; init; }
    public required Func<string, string> CallsBlocked { get; init; }
    public required string LastRuns { get; init; }
    public required string AllRuns { get; init; }

    // jobs
    public required string Job { get; init; }
    public required string Schedule { get; init; }
    public required string NextTime { get; init; }
    public required string LastFired { get; init; }
    public required string LastSuccess { get; init; }
    public required string Actions { get; init; }
    public required string JobsCaption { get; init; }
    public required string NoJobs { get; init; }
    public required string NoJobsLead { get; init; }
    public required string Paused { get; init; }
    public required string RunningNow { get; init; }
    public required string RunNow { get; init; }
    public required Func<string, string> RunNowQuestion { get; init; }
    public required string Pause { get; init; }
    public required Func<string, string> PauseQuestion { get; init; }
    public required string Resume { get; init; }
    public required Func<string, string> ResumeQuestion { get; init; }
    public required string RunStarted { get; init; }
    public required string JobPaused { get; init; }
    public required string JobResumed { get; init; }
    public required string NoSuchJob { get; init; }
    public required string ByHandOnly { get; init; }
    public required Func<int, string> EverySeconds { get; init; }
    public required Func<int, string> EveryMinutes { get; init; }
    public required Func<int, string> EveryHours { get; init; }
    public required Func<string, string> DailyAt { get; init; }
    public required Func<string, string, string> WeeklyAt { get; init; }
    public required Func<string, string, string> MonthlyAt { get; init; }

    // runs
    public required Func<string, string> RunTitle { get; init; }
    public required string RunsCaption { get; init; }
    public required string RunNumber { get; init; }
    public required string Started { get; init; }
    public required string Duration { get; init; }
    public required string Outcome { get; init; }
    public required string Host { get; init; }
    public required string NoRuns { get; init; }
    public required string NoRunsLead { get; init; }
    public required string AllJobs { get; init; }
    public required string Show { get; init; }
    public required string OlderRuns { get; init; }
    public required string NewestRuns { get; init; }
    public required Func<string, string> UnknownRun { get; init; }
    public required Func<string, string> OutcomeName { get; init; }
    public required string Running { get; init; }
    public required Func<string, string> OutcomeMeans { get; init; }
    public required string Error { get; init; }
    public required string Progress { get; init; }
    public required Func<string, string, string> ReadOf { get; init; }
    public required string Counts { get; init; }
    public required string CountsCaption { get; init; }
    public required string WhatHappened { get; init; }
    public required string Read { get; init; }
    public required string Unchanged { get; init; }
    public required string LeftOut { get; init; }
    public required string Created { get; init; }
    public required string Changed { get; init; }
    public required string Deleted { get; init; }
    public required string Waiting { get; init; }
    public required string SetAside { get; init; }
    public required string Marked { get; init; }
    public required string Delivered { get; init; }
    public required string Rejected { get; init; }
    public required string Deferred { get; init; }
    public required string Batches { get; init; }
    public required string Bytes { get; init; }
    public required string Stages { get; init; }
    public required string StagesCaption { get; init; }
    public required string Stage { get; init; }
    public required Func<string, string> StageName { get; init; }
    public required string Share { get; init; }
    public required string ParkedInRun { get; init; }

    // parked
    public required string ParkedLead { get; init; }
    public required string ParkedCaption { get; init; }
    public required string NothingParked { get; init; }
    public required string NothingParkedLead { get; init; }
    public required string Cause { get; init; }
    public required string Scope { get; init; }
    public required string FirstSeen { get; init; }
    public required string LastSeen { get; init; }
    public required string Record { get; init; }
    public required string Reason { get; init; }

    /// <summary>A cause as the hub keeps it, in the reader's language; as it is when it is none of the hub's own (a target's own words).</summary>
    public required Func<string, string> CauseOf { get; init; }

    /// <summary>The whole story of one record, its causes in the reader's language.</summary>
    public required Func<string, string> ReasonOf { get; init; }
    public required string Times { get; init; }
    public required string Payload { get; init; }
    public required string NoPayload { get; init; }
    public required string PayloadHidden { get; init; }
    public required Func<string, string> UnknownParked { get; init; }
    public required string GroupGone { get; init; }
    public required string GroupGoneLead { get; init; }
    public required string BackToGroups { get; init; }
    public required string Dropped { get; init; }
    public required string DroppedLead { get; init; }
    public required string NothingDropped { get; init; }
    public required string NothingDroppedLead { get; init; }
    public required Func<string, string> ClosedHow { get; init; }
    public required string Replay { get; init; }
    public required string ReplayAll { get; init; }
    public required Func<int, string> ReplayQuestion { get; init; }
    public required string MakeAgain { get; init; }
    public required string MakeAllAgain { get; init; }
    public required Func<int, string> MakeAgainQuestion { get; init; }
    public required string Choose { get; init; }

    /// <summary>By which field the candidates were found.</summary>
    public required Func<string, string> ChooseLead { get; init; }
    public required string ChooseNew { get; init; }
    public required string ChosenIsTaken { get; init; }
    public required string Drop { get; init; }
    public required string DropAll { get; init; }
    public required string Edit { get; init; }
    public required string EditLead { get; init; }
    public required string EditRefused { get; init; }
    public required Func<int, string> DropQuestion { get; init; }
    public required string DropReason { get; init; }
    public required string Reopen { get; init; }
    public required string ReopenQuestion { get; init; }
    public required Func<int, string> Replayed { get; init; }
    public required Func<int, string> DroppedNow { get; init; }
    public required Func<int, string> Reopened { get; init; }
    public required string OlderRecords { get; init; }

    // held deletes
    public required Func<string, string> HeldTitle { get; init; }
    public required Func<string, string, string, string> HeldFound { get; init; }
    public required Func<string, string, string> HeldWhy { get; init; }
    public required string HeldSince { get; init; }
    public required Func<int, long, string> HeldKeys { get; init; }
    public required string HeldKeep { get; init; }
    public required string HeldNoMore { get; init; }
    public required string Release { get; init; }
    public required Func<long, string, string, string> ReleaseQuestion { get; init; }
    public required string ReleaseByOthers { get; init; }
    public required Func<int, string> Released { get; init; }
    public required string NothingReleased { get; init; }
    public required string ReleaseOvertaken { get; init; }

    // calls from outside
    public required string HooksLead { get; init; }
    public required string NoHooks { get; init; }
    public required string NoHooksLead { get; init; }
    public required Func<string, string> HookPushes { get; init; }
    public required Func<string, string> HookTriggers { get; init; }
    public required string HookWrongSecret { get; init; }
    public required string HookRefused { get; init; }
    public required string HookReason { get; init; }
    public required Func<string, string> HookReasonName { get; init; }
    public required string HookTimes { get; init; }
    public required string HookLast { get; init; }
    public required string HookNeverCalled { get; init; }
    public required string HookLastCalls { get; init; }
    public required string HookAt { get; init; }
    public required Func<string, string> HookOutcomeName { get; init; }
    public required string HookStale { get; init; }
}
