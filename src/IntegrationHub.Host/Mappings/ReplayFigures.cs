using System.Globalization;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Texts;

namespace IntegrationHub.Host.Mappings;

/// <summary>Where a replay stands, in the reader's words. The page shows it; while it goes on, its event stream sends it anew.</summary>
internal static class ReplayFigures
{
    internal static bool GoesOn(ReplayProgress one) => one.Running || one.Replay.State == ReplayState.Open;

    /// <summary>running, or its state.</summary>
    internal static string StateOf(ReplayProgress one) => one.Running ? "running" : one.Replay.State;

    internal static string Tone(ReplayProgress one) => StateOf(one) switch
    {
        ReplayState.Finished => "good",
        ReplayState.Cancelled => "",
        _ => "busy",
    };

    internal static string EventsOf(ReplayProgress one) => $"/mappings/replay/{Number(one.Replay.ReplayNo)}/events";

    /// <summary>The changing cells: name by which the page knows each, label, text.</summary>
    internal static IReadOnlyList<(string Name, string Label, string Text)> Texts(ReplayProgress one, Reader reader) =>
    [
        ("read", reader.Texts.Console.Read, reader.Texts.Console.ReadOf(reader.Number(one.Counts.Read), reader.Number(one.Replay.Expected))),
        ("unchanged", reader.Texts.Console.Unchanged, reader.Number(one.Counts.Unchanged)),
        ("changed", reader.Texts.Console.Changed, reader.Number(one.Counts.Changed + one.Counts.Created)),
        ("parked", reader.Texts.Console.SetAside, reader.Number(one.Counts.Parked)),
        ("marked", reader.Texts.Console.Marked, reader.Number(one.Counts.Marked)),
    ];

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
