using System.Security.Claims;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Sdk;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Admin;

/// <summary>The posts of the parked pages: replay, drop, take a drop back; one record, or a whole group.</summary>
internal static class ParkedActions
{
    internal static void MapParkedActions(this IEndpointRouteBuilder app)
    {
        var posts = app.MapGroup("/parked").RequireAuthorization(Policies.Engineer).ExcludeFromDescription();
        posts.MapPost("/replay", ReplayAsync);
        posts.MapPost("/edit", EditAsync);
        posts.MapPost("/drop", DropAsync);
        posts.MapPost("/reopen", ReopenAsync);
        posts.MapPost("/make-again", MakeAgainAsync);
        posts.MapPost("/choose", ChooseAsync);
    }

    private static async Task<IResult> ReplayAsync(
        [AsParameters] Chosen chosen, ClaimsPrincipal user, [FromServices] ParkedRecords parked, [FromServices] HandWork hand, CancellationToken cancellationToken)
    {
        var numbers = await chosen.NumbersAsync(parked, cancellationToken);
        await hand.ReplayAsync(user, numbers, cancellationToken);
        return Done("replay", numbers.Count);
    }

    private static async Task<IResult> EditAsync([FromForm] long parkedNo, [FromForm] string json, ClaimsPrincipal user, [FromServices] HandWork hand, CancellationToken cancellationToken)
    {
        try
        {
            await hand.ReplayEditedAsync(user, parkedNo, json, cancellationToken);
            return Done("replay", 1);
        }
        catch (SetupException)
        {
            return Results.LocalRedirect(FormattableString.Invariant($"/parked/{parkedNo}?edit=refused"));
        }
    }

    private static async Task<IResult> DropAsync([AsParameters] Chosen chosen, [FromForm] string reason, ClaimsPrincipal user, [FromServices] ParkedRecords parked, CancellationToken cancellationToken) =>
        Done("drop", await parked.DropAsync(await chosen.NumbersAsync(parked, cancellationToken), NameOf(user), reason, cancellationToken));

    private static async Task<IResult> ReopenAsync([FromForm] long parkedNo, [FromForm] string reason, ClaimsPrincipal user, [FromServices] ParkedRecords parked, CancellationToken cancellationToken) =>
        Done("reopen", await parked.ReopenAsync([parkedNo], NameOf(user), reason, cancellationToken));

    private static async Task<IResult> MakeAgainAsync([AsParameters] Chosen chosen, ClaimsPrincipal user, [FromServices] ParkedRecords parked, [FromServices] Bindings bindings, CancellationToken cancellationToken) =>
        Done("replay", await bindings.MakeAgainAsync(await chosen.NumbersAsync(parked, cancellationToken), NameOf(user), cancellationToken));

    /// <summary>One of the candidates, or none: then a new record is made.</summary>
    private static async Task<IResult> ChooseAsync(
        [FromForm] long parkedNo, [FromForm] string? remoteId, ClaimsPrincipal user, [FromServices] ParkedRecords parked, [FromServices] Bindings bindings, CancellationToken cancellationToken)
    {
        if (await parked.LoadAsync([parkedNo], cancellationToken) is not [{ Stage: "deliver" } record])
            return Done("replay", 0);
        try
        {
            await bindings.BindAsync(record.Scope, RecordKey.Parse(record.Id), string.IsNullOrEmpty(remoteId) ? null : remoteId, NameOf(user), cancellationToken);
            return Done("replay", 1);
        }
        catch (BindingException)
        {
            return Done("taken", 0);
        }
    }

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
