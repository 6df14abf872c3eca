using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Texts;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Admin;

/// <summary>What a reconcile is at, as server-sent events: <c>state</c> with the changed text, and <c>done</c> when it is over.</summary>
internal static class ReconcileEvents
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    internal static void MapReconcileEvents(this IEndpointRouteBuilder app) =>
        app.MapGet("/reconcile/{reconcileNo:long}/events", (long reconcileNo, [FromServices] Reconciles reconciles, [FromServices] Reader reader, [FromServices] TimeProvider time, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(StatesAsync(reconcileNo, reconciles, reader, time, cancellationToken))).ExcludeFromDescription();

    internal static string Of(Reconcile one) => string.Create(CultureInfo.InvariantCulture, $"/reconcile/{one.ReconcileNo}/events");

    internal static string StageOf(Reconcile one, CompletenessTexts texts) => one.State == ReconcileState.Asked ? texts.Waiting : texts.StageName(one.Stage ?? "");

    private static async IAsyncEnumerable<SseItem<StageState>> StatesAsync(long reconcileNo, Reconciles reconciles, Reader reader, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? told = null;
        while (await reconciles.FindAsync(reconcileNo, cancellationToken) is { } now)
        {
            var stage = StageOf(now, reader.Texts.Completeness);
            if (stage != told || !now.IsOpen)
                yield return new(new StageState(new() { ["stage"] = stage }, 0, 0), now.IsOpen ? "state" : "done");
            if (!now.IsOpen)
                yield break;
            told = stage;
            await Task.Delay(LookEvery, time, cancellationToken);
        }
    }

    /// <summary>What hub.js puts into the page.</summary>
    private sealed record StageState(Dictionary<string, string> Texts, long Read, long Expected);
}
