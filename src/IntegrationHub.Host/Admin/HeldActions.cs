using System.Security.Claims;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Sdk;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Admin;

/// <summary>The post that lets held deletes through. Answers with the overview, and a word for what came of it.</summary>
internal static class HeldActions
{
    internal static void MapHeldActions(this IEndpointRouteBuilder app) => app.MapPost("/held/release", ReleaseAsync).RequireAuthorization(Policies.Engineer).ExcludeFromDescription();

    private static async Task<IResult> ReleaseAsync(
        [FromForm] string sync, [FromForm] DateTimeOffset seenAt, ClaimsPrincipal user, [FromServices] HandWork hand, [FromServices] IHostApplicationLifetime host)
    {
        try
        {
            var counts = await hand.ReleaseDeletesAsync(user, SyncKey.Parse(sync), seenAt.ToUniversalTime(), host.ApplicationStopping);   // goes on when the browser does not wait
            return Results.LocalRedirect(FormattableString.Invariant($"/?done=release&count={counts.Deleted}"));
        }
        catch (Exception gone) when (gone is SetupException or FormatException)
        {
            return Results.LocalRedirect("/?done=not-held");   // released or decided anew since the page was opened
        }
        catch (SyncOvertakenException)
        {
            return Results.LocalRedirect("/?done=overtaken");
        }
    }
}
