using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.Texts;

/// <summary>The pages that show whether everything arrived, and bring what did not: reconcile and back-fills.</summary>
public sealed record CompletenessTexts
{
    // reconcile
    public required string Reconcile { get; init; }
    public required string ReconcileLead { get; init; }
    public required Func<string, string> ReconcileOf { get; init; }
    public required string NoSyncs { get; init; }
    public required string NoSyncsLead { get; init; }
    public required string Counts { get; init; }
    public required string AtSource { get; init; }
    public required string InHub { get; init; }
    public required string SetAside { get; init; }
    public required string ComparedAt { get; init; }
    public required string Agrees { get; init; }
    public required string Differs { get; init; }
    public required string TargetDiffers { get; init; }
    public required string NotCounted { get; init; }
    public required string NotCountedMeans { get; init; }
    public required string NotYetCompared { get; init; }
    public required string NotCompared { get; init; }
    public required Func<string, string, string> Difference { get; init; }
    public required Func<string, string, string> ThereOf { get; init; }
    public required Func<string, string, string> AcknowledgedOf { get; init; }
    public required Func<string, string> OnTheirWay { get; init; }
    public required Func<string, string> Refused { get; init; }
    public required string CannotList { get; init; }
    public required string NotAskedYet { get; init; }
    public required string TargetFailed { get; init; }
    public required Func<string, string> WhatDiffers { get; init; }
    public required Func<string, string> MissingInHub { get; init; }
    public required Func<string, string> OtherAtSource { get; init; }
    public required Func<string, string> GoneAtSource { get; init; }
    public required Func<string, string, string> LostAtTarget { get; init; }
    public required Func<string, string, string> ExtraAtTarget { get; init; }
    public required Func<string, string> MoreKeys { get; init; }
    public required string KeysNotKnown { get; init; }
    public required Func<string, string> NotGiven { get; init; }
    public required Func<string, string> CatchUpFailed { get; init; }
    public required Func<string, string> RepairFailed { get; init; }
    public required Func<string, string> ReadAgain { get; init; }
    public required Func<string, string, string> MarkedAgain { get; init; }
    public required string TodoRepair { get; init; }
    public required string TodoResend { get; init; }
    public required string TodoDeletes { get; init; }
    public required string TodoExtra { get; init; }
    public required string Part { get; init; }
    public required string AllInOne { get; init; }
    public required string Sums { get; init; }
    public required Func<string, string> MoreParts { get; init; }
    public required string CompareNow { get; init; }
    public required Func<string, string> CompareQuestion { get; init; }
    public required string Repair { get; init; }
    public required Func<string, string> RepairQuestion { get; init; }
    public required string Waiting { get; init; }
    public required Func<string, string> StageName { get; init; }
    public required string Asked { get; init; }
    public required Func<string, string> RunDiffers { get; init; }
    public required string SeeReconcile { get; init; }

    // back-fills
    public required string Backfills { get; init; }
    public required string BackfillsLead { get; init; }
    public required string NewBackfill { get; init; }
    public required string Sync { get; init; }
    public required string WhichRecords { get; init; }
    public required string ByDates { get; init; }
    public required string ByKeys { get; init; }
    public required string ByCompany { get; init; }
    public required string Everything { get; init; }
    public required string From { get; init; }
    public required string Until { get; init; }
    public required string KeysLabel { get; init; }
    public required string KeysHint { get; init; }
    public required string CompanyLabel { get; init; }
    public required string Estimate { get; init; }
    public required string EstimateNote { get; init; }
    public required string BadChoice { get; init; }
    public required Func<string, string> BackfillDone { get; init; }
    public required Func<string, string> BackfillTitle { get; init; }
    public required Func<string, string> StateName { get; init; }
    public required Func<Slice, Reader, string> SliceOf { get; init; }
    public required string Problem { get; init; }
    public required Func<string, string> ExpectRecords { get; init; }
    public required Func<string, string> ExpectAtMost { get; init; }
    public required string ExpectUnknown { get; init; }
    public required Func<EstimateBasis, string> BasisName { get; init; }
    public required Func<string, string> ExpectCalls { get; init; }
    public required Func<string, string> ExpectTime { get; init; }
    public required Func<string, string, string> FirstPage { get; init; }
    public required Func<string, string> QuotaEnough { get; init; }
    public required Func<string, string, string> QuotaShort { get; init; }
    public required string QuotaUnlimited { get; init; }
    public required string Start { get; init; }
    public required Func<string, string> StartQuestion { get; init; }
    public required string PauseQuestion { get; init; }
    public required string ResumeQuestion { get; init; }
    public required string CancelQuestion { get; init; }
    public required string NotFound { get; init; }
    public required string History { get; init; }
    public required string NoBackfills { get; init; }
    public required string NoBackfillsLead { get; init; }
}
