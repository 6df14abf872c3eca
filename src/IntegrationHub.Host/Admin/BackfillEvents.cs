using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Texts;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Admin;

/// <summary>A back-fill's progress as server-sent events: <c>state</c> with the changed texts, and <c>done</c> when it does not go on.</summary>
internal static class BackfillEvents
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    internal static void MapBackfillEvents(this IEndpointRouteBuilder app) =>
        app.MapGet("/backfills/{backfillNo:long}/events", (long backfillNo, [FromServices] Backfills backfills, [FromServices] Reader reader, [FromServices] TimeProvider time, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(StatesAsync(backfillNo, backfills, reader, time, cancellationToken))).ExcludeFromDescription();

    private static async IAsyncEnumerable<SseItem<State>> StatesAsync(
        long backfillNo, Backfills backfills, Reader reader, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BackfillProgress? told = null;
        while (await backfills.ProgressAsync(backfillNo, cancellationToken) is { } now)
        {
            var goesOn = BackfillFigures.GoesOn(now);
            if (told is null || !goesOn || now.Counts != told.Counts || now.Running != told.Running)
                yield return new(StateOf(now, reader), goesOn ? "state" : "done");
            if (!goesOn)
                yield break;
            told = now;
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    private static State StateOf(BackfillProgress now, Reader reader)
    {
        var texts = BackfillFigures.Texts(now, reader).ToDictionary(cell => cell.Name, cell => cell.Text);
        texts["state"] = reader.Texts.Completeness.StateName(BackfillFigures.StateOf(now));
        return new State(texts, now.Counts.Read, now.Backfill.Expected ?? 0);
    }

    /// <summary>What hub.js puts into the page: texts by cell (that of the state, too), and the progress bar's two numbers.</summary>
    private sealed record State(Dictionary<string, string> Texts, long Read, long Expected);
}
