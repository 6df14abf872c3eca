using IntegrationHub.Core.Delivery;

namespace IntegrationHub.Host.Texts;

/// <summary>What deliveries to a target would do, what of them waits for a person, and how long they take.</summary>
public sealed record TargetTexts
{
    public required string Plan { get; init; }
    public required Func<string, string> PlanOf { get; init; }
    public required string PlanLead { get; init; }
    public required Func<string, string> NoTarget { get; init; }
    public required string Make { get; init; }
    public required string MakeLead { get; init; }
    public required string AllEntities { get; init; }
    public required string SampleOf { get; init; }
    public required string WholeToo { get; init; }
    public required string NotYet { get; init; }
    public required string NotYetLead { get; init; }
    public required string Waits { get; init; }
    public required Func<string, string, string> LookedAt { get; init; }
    public required Func<string, string> Failed { get; init; }
    public required Func<string, string, string> MadeAt { get; init; }
    public required string NothingMarked { get; init; }
    public required string WhatBecomes { get; init; }
    public required string Object { get; init; }
    public required string Creates { get; init; }
    public required string Updates { get; init; }
    public required string Deletes { get; init; }
    public required string Unchanged { get; init; }
    public required string LeftOut { get; init; }
    public required string Waiting { get; init; }
    public required string Refused { get; init; }
    public required string CallsOf { get; init; }
    public required string WhyNot { get; init; }
    public required string First { get; init; }
    public required Func<string, string> WaitsFor { get; init; }
    public required Func<string, string> Compared { get; init; }
    public required string CannotShow { get; init; }
    public required Func<string, string> LookFailed { get; init; }
    public required string FieldsThatChange { get; init; }
    public required string Field { get; init; }
    public required string ChangesIn { get; init; }
    public required string Now { get; init; }
    public required string Then { get; init; }
    public required string What { get; init; }
    public required string ValuesHidden { get; init; }
    public required Func<PlannedChange, string> PlannedName { get; init; }
    public required string Forecast { get; init; }
    public required Func<string, string> DoneAbout { get; init; }
    public required string PaceUnknown { get; init; }
    public required Func<string, string> PerSecond { get; init; }
    public required Func<string, string, string> CallsRunOut { get; init; }
    public required string CallsLast { get; init; }
    public required Func<string, string> HeldTitle { get; init; }
    public required Func<string, string, string> HeldSize { get; init; }
    public required Func<string, string, string, string> HeldDeletes { get; init; }
    public required Func<int, long, string> HeldFirst { get; init; }
    public required Func<string, string> ReleaseSize { get; init; }
    public required Func<string, string> ReleaseDeletes { get; init; }
    public required Func<int, string> Released { get; init; }
    public required string NothingReleased { get; init; }
}
