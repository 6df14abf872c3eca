using System.Globalization;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Texts;

namespace IntegrationHub.Host.Admin;

/// <summary>Where a back-fill stands, in the reader's words. The page shows it; while it goes on, its event stream sends it anew.</summary>
internal static class BackfillFigures
{
    internal static bool GoesOn(BackfillProgress one) => one.Running || one.Backfill.State == ReplayState.Open;

    internal static bool IsOver(BackfillProgress one) => one.Backfill.State is ReplayState.Finished or ReplayState.Cancelled;

    /// <summary>running, prepared, refused, or its state.</summary>
    internal static string StateOf(BackfillProgress one) =>
        one.Running ? "running" : one.IsPrepared ? "prepared" : one.Backfill.Problem is not null ? "refused" : one.Backfill.State;

    internal static string Tone(BackfillProgress one) => StateOf(one) switch
    {
        ReplayState.Finished => one.Backfill.NotFound + one.Counts.Parked > 0 ? "busy" : "good",
        "refused" => "bad",
        ReplayState.Cancelled or "prepared" => "",
        _ => "busy",
    };

    internal static string EventsOf(BackfillProgress one) => $"/backfills/{Number(one.Backfill.BackfillNo)}/events";

    /// <summary>The changing cells: name by which the page knows each, label, text.</summary>
    internal static IReadOnlyList<(string Name, string Label, string Text)> Texts(BackfillProgress one, Reader reader) =>
    [
        ("read", reader.Texts.Console.Read, one.Backfill.Expected is { } expected ? reader.Texts.Console.ReadOf(reader.Number(one.Counts.Read), reader.Number(expected)) : reader.Number(one.Counts.Read)),
        ("unchanged", reader.Texts.Console.Unchanged, reader.Number(one.Counts.Unchanged)),
        ("created", reader.Texts.Console.Created, reader.Number(one.Counts.Created)),
        ("changed", reader.Texts.Console.Changed, reader.Number(one.Counts.Changed)),
        ("parked", reader.Texts.Console.SetAside, reader.Number(one.Counts.Parked)),
        ("not-found", reader.Texts.Completeness.NotFound, reader.Number(one.Backfill.NotFound)),
    ];

    /// <summary>What it will cost, in one line.</summary>
    internal static string Cost(BackfillEstimate estimate, Reader reader)
    {
        var texts = reader.Texts.Completeness;
        var records = estimate.Records is not { } count ? texts.ExpectUnknown
            : $"{(estimate.RecordsBy == EstimateBasis.Guessed ? texts.ExpectAtMost(reader.Number(count)) : texts.ExpectRecords(reader.Number(count)))} ({texts.BasisName(estimate.RecordsBy)})";
        return string.Join(" · ", new[]
        {
            records,
            estimate.Pages is { } pages ? texts.ExpectCalls(reader.Number(pages)) : null,
            estimate.Time is { } time ? $"{texts.ExpectTime(reader.Duration(time))} ({texts.BasisName(estimate.TimeBy)})" : null,
        }.Where(part => part is not null));
    }

    /// <summary>Whether what the account has left is enough; null: how many calls it takes is not known.</summary>
    /// <param name="estimate">With the calls it will take.</param>
    /// <param name="account">Of the connection; null: nobody limits it.</param>
    internal static bool? IsEnough(BackfillEstimate estimate, AccountQuota? account) =>
        estimate.Pages is not { } pages ? null : account?.Stop is not { } stop || pages <= Left(account, stop);

    internal static long Left(AccountQuota account, long stop) => Math.Max(0, stop - account.Used);

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
