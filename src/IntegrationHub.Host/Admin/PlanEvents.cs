using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Texts;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Admin;

/// <summary>How far a plan is, as server-sent events: <c>state</c> with figures, and <c>done</c> when it is over.</summary>
internal static class PlanEvents
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    internal static void MapPlanEvents(this IEndpointRouteBuilder app) =>
        app.MapGet("/targets/{name}/plan/events", (string name, [FromServices] PlanWork plans, [FromServices] Reader reader, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(StatesAsync(name, plans, reader, cancellationToken))).ExcludeFromDescription();

    internal static string Of(string target) => $"{PlanPage.LinkTo(target)}/events";

    internal static string StageOf(AskedPlan<PlanWish, TargetPlan> one, Reader reader) =>
        one.State == "asked" ? reader.Texts.Targets.Waits : reader.Texts.Targets.LookedAt(reader.Number(one.Done), reader.Number(one.Expected));

    private static async IAsyncEnumerable<SseItem<PlanState>> StatesAsync(string name, PlanWork plans, Reader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? told = null;
        while (await plans.FindAsync(name, cancellationToken) is { } now)
        {
            var stage = StageOf(now, reader);
            if (stage != told || !now.IsOpen)
                yield return new(new PlanState(new() { ["stage"] = stage }, now.Done, now.Expected), now.IsOpen ? "state" : "done");
            if (!now.IsOpen)
                yield break;
            told = stage;
            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    /// <summary>What hub.js puts into the page.</summary>
    private sealed record PlanState(Dictionary<string, string> Texts, long Read, long Expected);
}
