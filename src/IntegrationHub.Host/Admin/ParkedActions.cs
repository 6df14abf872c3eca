using System.Security.Claims;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Admin;

/// <summary>The posts of the parked pages: replay, drop, take a drop back; one record, or a whole group.</summary>
internal static class ParkedActions
{
    internal static void MapParkedActions(this IEndpointRouteBuilder app)
    {
        var posts = app.MapGroup("/parked").RequireAuthorization(Policies.Engineer).ExcludeFromDescription();
        posts.MapPost("/replay", ReplayAsync);
        posts.MapPost("/drop", DropAsync);
        posts.MapPost("/reopen", ReopenAsync);
    }

    private static async Task<IResult> ReplayAsync(
        [AsParameters] Chosen chosen, ClaimsPrincipal user, [FromServices] ParkedRecords parked, [FromServices] HandWork hand, CancellationToken cancellationToken)
    {
        var numbers = await chosen.NumbersAsync(parked, cancellationToken);
        await hand.ReplayAsync(user, numbers, cancellationToken);
        return Done("replay", numbers.Count);
    }

    private static async Task<IResult> DropAsync([AsParameters] Chosen chosen, [FromForm] string reason, ClaimsPrincipal user, [FromServices] ParkedRecords parked, CancellationToken cancellationToken) =>
        Done("drop", await parked.DropAsync(await chosen.NumbersAsync(parked, cancellationToken), NameOf(user), reason, cancellationToken));

    private static async Task<IResult> ReopenAsync([FromForm] long parkedNo, [FromForm] string reason, ClaimsPrincipal user, [FromServices] ParkedRecords parked, CancellationToken cancellationToken) =>
        Done("reopen", await parked.ReopenAsync([parkedNo], NameOf(user), reason, cancellationToken));

    private static IResult Done(string what, int count) => Results.LocalRedirect(FormattableString.Invariant($"/parked?done={what}&count={count}"));

    private static string NameOf(ClaimsPrincipal user) => user.Identity?.Name ?? throw new InvalidOperationException("Only who is signed in gets here.");

    /// <summary>One record by number, or all open ones of a group.</summary>
    internal sealed record Chosen([FromForm] long? ParkedNo, [FromForm] string? Scope, [FromForm] string? Stage, [FromForm] string? Cause)
    {
        internal async Task<IReadOnlyList<long>> NumbersAsync(ParkedRecords parked, CancellationToken cancellationToken) =>
            ParkedNo is { } one ? [one]
            : Scope is not null && Stage is not null && Cause is not null ? await parked.FindAsync(Scope, Stage, Cause, cancellationToken)
            : [];   // never "all" by leaving something out
    }
}
