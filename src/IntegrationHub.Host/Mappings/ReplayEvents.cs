using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Texts;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Mappings;

/// <summary>A replay's progress as server-sent events: <c>state</c> with the changed texts, and <c>done</c> when it does not go on.</summary>
internal static class ReplayEvents
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    internal static void MapReplayEvents(this IEndpointRouteBuilder app) =>
        app.MapGet("/mappings/replay/{replayNo:long}/events", (long replayNo, [FromServices] Replays replays, [FromServices] Reader reader, [FromServices] TimeProvider time, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(StatesAsync(replayNo, replays, reader, time, cancellationToken))).ExcludeFromDescription();

    private static async IAsyncEnumerable<SseItem<State>> StatesAsync(
        long replayNo, Replays replays, Reader reader, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReplayProgress? told = null;
        while (await replays.ProgressAsync(replayNo, cancellationToken) is { } now)
        {
            var goesOn = ReplayFigures.GoesOn(now);
            if (told is null || !goesOn || now.Counts != told.Counts || now.Running != told.Running)
                yield return new(StateOf(now, reader), goesOn ? "state" : "done");
            if (!goesOn)
                yield break;
            told = now;
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    private static State StateOf(ReplayProgress now, Reader reader)
    {
        var texts = ReplayFigures.Texts(now, reader).ToDictionary(cell => cell.Name, cell => cell.Text);
        texts["state"] = reader.Texts.Mapping.ReplayStateName(ReplayFigures.StateOf(now));
        return new State(texts, now.Counts.Read, now.Replay.Expected);
    }

    /// <summary>What hub.js puts into the page: texts by cell (that of the state, too), and the progress bar's two numbers.</summary>
    private sealed record State(Dictionary<string, string> Texts, long Read, long Expected);
}
