using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IntegrationHub.Host.Api.Models;
using IntegrationHub.Host.Queries;

namespace IntegrationHub.Host.Api;

/// <summary>The run ledger, and one run as it goes on.</summary>
internal static class RunsApi
{
    internal static void MapRuns(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("", async (RunQueries queries, ApiModels models, string? job, long? before, int? max, CancellationToken cancellationToken) =>
                models.Of<IReadOnlyList<RunModel>>(await queries.ListAsync(job, before, Math.Clamp(max ?? 50, 1, HubApi.MostPerPage), cancellationToken)))
            .WithSummary("Runs, newest first; page on with before=<the last runNo>.");
        runs.MapGet("/{runNo:long}", async (long runNo, RunQueries queries, ApiModels models, CancellationToken cancellationToken) =>
                models.Of<RunModel>(await queries.FindAsync(runNo, cancellationToken) ?? throw new KeyNotFoundException($"There is no run {runNo}.")))
            .WithSummary("One run.").ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/{runNo:long}/events", async (long runNo, RunQueries queries, ApiModels models, CancellationToken cancellationToken) =>
                await queries.FindAsync(runNo, cancellationToken) is null
                    ? throw new KeyNotFoundException($"There is no run {runNo}.")
                    : TypedResults.ServerSentEvents(EventsAsync(queries.WatchAsync(runNo, cancellationToken), models, cancellationToken)))
            .WithSummary("A run's progress as server-sent events: 'progress' with each change, 'finished' at its end.");
    }

    private static async IAsyncEnumerable<SseItem<RunModel>> EventsAsync(IAsyncEnumerable<RunRow> rows, ApiModels models, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in rows.WithCancellation(cancellationToken))
            yield return new SseItem<RunModel>(models.Of<RunModel>(row), row.IsRunning ? "progress" : "finished");
    }
}
