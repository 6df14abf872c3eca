using System.Runtime.CompilerServices;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Texts;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Admin;

/// <summary>A run's progress as server-sent events: <c>state</c> with the changed texts, and <c>done</c> when it has finished.</summary>
internal static class RunEvents
{
    internal static void MapRunEvents(this IEndpointRouteBuilder app) =>
        app.MapGet("/runs/{runNo:long}/events", (long runNo, [FromServices] RunQueries runs, [FromServices] Reader reader, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(StatesAsync(runs.WatchAsync(runNo, cancellationToken), reader, cancellationToken))).ExcludeFromDescription();

    private static async IAsyncEnumerable<System.Net.ServerSentEvents.SseItem<RunState>> StatesAsync(
        IAsyncEnumerable<RunRow> states, Reader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var run in states.WithCancellation(cancellationToken))
            yield return new(new RunState(RunFigures.Live(run, reader), run.Read, run.Expected), run.IsRunning ? "state" : "done");
    }

    /// <summary>What hub.js puts into the page: texts by cell, and the progress bar's two numbers.</summary>
    private sealed record RunState(Dictionary<string, string> Texts, long Read, long? Expected);
}
