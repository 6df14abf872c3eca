using System.Globalization;
using System.Security.Claims;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Mappings;

/// <summary>The posts of the changes page: apply a mapping to what the hub keeps; pause, resume and cancel that. Each answers with the page again.</summary>
internal static class ReplayActions
{
    private const int MostKeys = 1_000;

    internal static void MapReplayActions(this IEndpointRouteBuilder app)
    {
        var posts = app.MapGroup("/mappings/replay").RequireAuthorization(Policies.Engineer).ExcludeFromDescription();
        posts.MapPost("", AskAsync);
        posts.MapPost("/pause", ([FromForm] long replayNo, ClaimsPrincipal user, [FromServices] HandWork hand, [FromServices] Replays replays, CancellationToken cancellationToken) =>
            DoAsync("paused", replayNo, () => hand.StopReplayAsync(user, replayNo, ReplayState.Paused, cancellationToken), replays, cancellationToken));
        posts.MapPost("/resume", ([FromForm] long replayNo, ClaimsPrincipal user, [FromServices] HandWork hand, [FromServices] Replays replays, CancellationToken cancellationToken) =>
            DoAsync("resumed", replayNo, () => ResumeAsync(hand, user, replayNo, cancellationToken), replays, cancellationToken));
        posts.MapPost("/cancel", ([FromForm] long replayNo, ClaimsPrincipal user, [FromServices] HandWork hand, [FromServices] Replays replays, CancellationToken cancellationToken) =>
            DoAsync("cancelled", replayNo, () => hand.StopReplayAsync(user, replayNo, ReplayState.Cancelled, cancellationToken), replays, cancellationToken));
    }

    private static async Task<IResult> AskAsync([AsParameters] Asked asked, ClaimsPrincipal user, [FromServices] HandWork hand, [FromServices] MappingsInForce inForce, CancellationToken cancellationToken)
    {
        if (inForce.Find(asked.Connection, asked.Entity) is not { IsOutward: false } mapping)
            return Results.LocalRedirect("/mappings");
        if (asked.Selection is not { } selection)
            return Results.LocalRedirect(mapping.Page + "/changes?problem=true");
        await hand.ReplayKeptAsync(user, new SyncKey(mapping.Connection, mapping.Entity), selection, cancellationToken);
        return Results.LocalRedirect(mapping.Page + "/changes?done=asked");
    }

    /// <param name="act">False: it was over already; the page then shows that.</param>
    private static async Task<IResult> DoAsync(string done, long replayNo, Func<Task<bool>> act, Replays replays, CancellationToken cancellationToken)
    {
        if (await replays.FindAsync(replayNo, cancellationToken) is not { } replay)
            return Results.LocalRedirect("/mappings");
        var page = MappingLinks.Page(replay.Sync.Connection, replay.Sync.Entity) + "/changes";
        return Results.LocalRedirect(await act() ? $"{page}?done={done}" : page);
    }

    private static async Task<bool> ResumeAsync(HandWork hand, ClaimsPrincipal user, long replayNo, CancellationToken cancellationToken)
    {
        try
        {
            await hand.ResumeReplayAsync(user, replayNo, cancellationToken);
            return true;
        }
        catch (KeyNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Which records are meant.</summary>
    internal sealed record Asked([FromForm] string Connection, [FromForm] string Entity, [FromForm] string Which, [FromForm] string? Keys, [FromForm] string? Since, [FromForm] string? Until)
    {
        /// <summary>Null: it does not say which; never "all" by leaving something out.</summary>
        internal ReplaySelection? Selection => Which switch
        {
            "all" => new ReplaySelection(),
            "parked" => new ReplaySelection { ParkedOnly = true },
            "keys" when KeyList is { Length: > 0 and <= MostKeys } keys => new ReplaySelection { Keys = keys },
            "time" when (Day(Since) ?? Day(Until)) is not null => new ReplaySelection { Since = Day(Since), Until = Day(Until)?.AddDays(1) },   // the day itself is meant, too
            _ => null,
        };

        private string[] KeyList => [.. (Keys ?? "").Split([',', '\n', '\r', '\t', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

        private static DateTimeOffset? Day(string? text) =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null;
    }
}
