using System.Globalization;
using System.Security.Claims;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Sdk;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Admin;

/// <summary>The posts of the back-fills page: prepare one (with its estimate), start, pause and cancel it. Each answers with the page again.</summary>
internal static class BackfillActions
{
    private const int MostKeys = 10_000;

    internal static void MapBackfillActions(this IEndpointRouteBuilder app)
    {
        var posts = app.MapGroup("/backfills").RequireAuthorization(Policies.Engineer).ExcludeFromDescription();
        posts.MapPost("", PrepareAsync);
        posts.MapPost("/start", ([FromForm] long backfillNo, ClaimsPrincipal user, [FromServices] HandWork hand, CancellationToken cancellationToken) =>
            DoAsync("started", () => hand.StartBackfillAsync(user, backfillNo, cancellationToken)));
        posts.MapPost("/pause", ([FromForm] long backfillNo, ClaimsPrincipal user, [FromServices] HandWork hand, CancellationToken cancellationToken) =>
            DoAsync("paused", () => hand.StopBackfillAsync(user, backfillNo, ReplayState.Paused, cancellationToken)));
        posts.MapPost("/cancel", ([FromForm] long backfillNo, ClaimsPrincipal user, [FromServices] HandWork hand, CancellationToken cancellationToken) =>
            DoAsync("cancelled", () => hand.StopBackfillAsync(user, backfillNo, ReplayState.Cancelled, cancellationToken)));
    }

    private static async Task<IResult> PrepareAsync([AsParameters] Asked asked, ClaimsPrincipal user, [FromServices] HandWork hand, CancellationToken cancellationToken)
    {
        if (asked.Slice is not { } slice)
            return Results.LocalRedirect("/backfills?problem=true");
        try
        {
            var backfill = await hand.PrepareBackfillAsync(user, SyncKey.Parse(asked.Sync), slice, cancellationToken);
            return Results.LocalRedirect(backfill.Problem is null ? "/backfills?done=prepared" : "/backfills?done=refused");
        }
        catch (Exception gone) when (gone is SetupException or FormatException)
        {
            return Results.LocalRedirect("/backfills?problem=true");   // the settings changed since the page was opened
        }
    }

    private static async Task<IResult> DoAsync(string done, Func<Task<bool>> act) => Results.LocalRedirect($"/backfills?done={(await act() ? done : "over")}");

    /// <summary>Which records are meant.</summary>
    internal sealed record Asked([FromForm] string Sync, [FromForm] string Which, [FromForm] string? Keys, [FromForm] string? From, [FromForm] string? Until, [FromForm] string? Company)
    {
        /// <summary>Null: it does not say which; never all by leaving something out.</summary>
        internal Slice? Slice => Which switch
        {
            "all" => new Slice(),
            "keys" when KeyList is { Length: > 0 and <= MostKeys } keys => new Slice(Keys: keys),
            "dates" when (Day(From) ?? Day(Until)) is not null && !(Day(From) > Day(Until)) => new Slice(From: Day(From), To: Day(Until)),
            "company" when !string.IsNullOrWhiteSpace(Company) => new Slice(Company: Company.Trim()),
            _ => null,
        };

        private string[] KeyList => [.. (Keys ?? "").Split([',', '\n', '\r', '\t', ';', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

        private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }
}
