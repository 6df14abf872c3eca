using System.Security.Claims;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Admin;

/// <summary>The posts of the jobs page. Each answers with the page again, and a word for what was done.</summary>
internal static class JobActions
{
    internal static void MapJobActions(this IEndpointRouteBuilder app)
    {
        var posts = app.MapGroup("/jobs").RequireAuthorization(Policies.Engineer).ExcludeFromDescription();
        posts.MapPost("/run", ([FromForm] string job, ClaimsPrincipal user, [FromServices] HandWork hand, CancellationToken cancellationToken) =>
            DoAsync("run", job, id => hand.RunNowAsync(user, id, cancellationToken)));
        posts.MapPost("/pause", ([FromForm] string job, ClaimsPrincipal user, [FromServices] HandWork hand, CancellationToken cancellationToken) =>
            DoAsync("pause", job, id => hand.PauseAsync(user, id, paused: true, cancellationToken)));
        posts.MapPost("/resume", ([FromForm] string job, ClaimsPrincipal user, [FromServices] HandWork hand, CancellationToken cancellationToken) =>
            DoAsync("resume", job, id => hand.PauseAsync(user, id, paused: false, cancellationToken)));
    }

    private static async Task<IResult> DoAsync(string what, string job, Func<JobId, Task> act)
    {
        if (job.Split(':', 2) is not [var kind, var name])
            return Results.LocalRedirect("/jobs?done=no-job");
        try
        {
            await act(new JobId(kind, name));
            return Results.LocalRedirect("/jobs?done=" + what);
        }
        catch (KeyNotFoundException)
        {
            return Results.LocalRedirect("/jobs?done=no-job");   // the settings changed since the page was opened
        }
    }
}
