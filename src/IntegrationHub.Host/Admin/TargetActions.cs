using System.Security.Claims;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Sdk;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Admin;

/// <summary>The posts of a target's page: work out a plan, let held deliveries leave.</summary>
internal static class TargetActions
{
    private const int MostSampled = 10_000;

    internal static void MapTargetActions(this IEndpointRouteBuilder app)
    {
        var posts = app.MapGroup("/targets").RequireAuthorization(Policies.Engineer).ExcludeFromDescription();
        posts.MapPost("/plan", PlanAsync);
        posts.MapPost("/release", ReleaseAsync);
    }

    private static async Task<IResult> PlanAsync(
        [FromForm] string target, [FromForm] string? entity, [FromForm] int? sample, [FromForm] bool? whole, ClaimsPrincipal user, [FromServices] HandWork hand, CancellationToken cancellationToken)
    {
        try
        {
            await hand.AskPlanAsync(user, target, new PlanWish(Entities.TryKindOf(entity ?? "", out var kind) ? kind : null, Math.Clamp(sample ?? 200, 0, MostSampled), whole ?? false), cancellationToken);
            return Results.LocalRedirect(PlanPage.LinkTo(target));
        }
        catch (SetupException)
        {
            return Results.LocalRedirect("/");   // the settings changed since the page was opened
        }
    }

    private static async Task<IResult> ReleaseAsync(
        [FromForm] string target, [FromForm] string kind, [FromForm] long upTo, ClaimsPrincipal user, [FromServices] HandWork hand, CancellationToken cancellationToken)
    {
        try
        {
            var released = await hand.ReleaseDeliveriesAsync(user, target, kind, upTo, cancellationToken);
            return Results.LocalRedirect(FormattableString.Invariant($"{PlanPage.LinkTo(target)}?done={(released > 0 ? "release-deliveries" : "none-held")}&count={released}"));
        }
        catch (SetupException)
        {
            return Results.LocalRedirect("/?done=none-held");
        }
    }
}
