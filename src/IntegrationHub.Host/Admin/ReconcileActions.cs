using System.Security.Claims;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Sdk;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Admin;

/// <summary>The post of the reconcile page: compare, or compare and repair, one sync or all of a connection. Answers with the page again.</summary>
internal static class ReconcileActions
{
    internal static void MapReconcileActions(this IEndpointRouteBuilder app) => app.MapPost("/reconcile/ask", AskAsync).RequireAuthorization(Policies.Engineer).ExcludeFromDescription();

    private static async Task<IResult> AskAsync(
        [FromForm] string? sync, [FromForm] string? connection, [FromForm] bool? repair, ClaimsPrincipal user, [FromServices] HandWork hand, CancellationToken cancellationToken)
    {
        try
        {
            await hand.ReconcileAsync(user, sync is null ? null : SyncKey.Parse(sync), connection, repair ?? false, askTargets: true, cancellationToken);
            return Results.LocalRedirect("/reconcile?done=asked");
        }
        catch (Exception gone) when (gone is SetupException or FormatException or KeyNotFoundException)
        {
            return Results.LocalRedirect("/reconcile");   // the settings changed since the page was opened
        }
    }
}
