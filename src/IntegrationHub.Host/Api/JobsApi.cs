using System.Security.Claims;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Host.Api.Models;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.Api;

/// <summary>Jobs: listed, run now, paused and resumed.</summary>
internal static class JobsApi
{
    /// <summary>Which job is meant: <c>sync:northwind/Orders</c>.</summary>
    internal sealed record JobChoice(string Job);

    internal static void MapJobs(this IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapGet("", async (JobQueries queries, ApiModels models, CancellationToken cancellationToken) =>
            models.Of<IReadOnlyList<JobModel>>(await queries.ListAsync(cancellationToken))).WithSummary("All jobs with their last runs.");
        var changes = jobs.MapGroup("").RequireAuthorization(Policies.Engineer).ProducesProblem(StatusCodes.Status404NotFound);
        changes.MapPost("/run", (JobChoice choice, HandWork hand, ClaimsPrincipal who, CancellationToken cancellationToken) =>
            DoAsync(choice, job => hand.RunNowAsync(who, job, cancellationToken))).WithSummary("Runs a job once, now.");
        changes.MapPost("/pause", (JobChoice choice, HandWork hand, ClaimsPrincipal who, CancellationToken cancellationToken) =>
            DoAsync(choice, job => hand.PauseAsync(who, job, paused: true, cancellationToken))).WithSummary("Stops a job's schedule, on all hosts.");
        changes.MapPost("/resume", (JobChoice choice, HandWork hand, ClaimsPrincipal who, CancellationToken cancellationToken) =>
            DoAsync(choice, job => hand.PauseAsync(who, job, paused: false, cancellationToken))).WithSummary("Resumes a job's schedule.");
    }

    private static async Task<IResult> DoAsync(JobChoice choice, Func<JobId, Task> act)
    {
        if (choice.Job?.Split(':', 2) is not [var kind, var name])
            throw new KeyNotFoundException($"'{choice.Job}' is no job; jobs are called like sync:northwind/Orders.");
        await act(new JobId(kind, name));
        return Results.Accepted();
    }
}
