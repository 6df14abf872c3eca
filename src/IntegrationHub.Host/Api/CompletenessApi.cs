using System.Security.Claims;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Security;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.Api;

/// <summary>Whether everything arrived, and back-fills that bring what did not.</summary>
internal static class CompletenessApi
{
    private const int MostKeys = 10_000;

    /// <summary>How a sync's counts stand.</summary>
    /// <param name="Sync">northwind/Orders.</param>
    /// <param name="State">notYet, agrees, differs, targetDiffers, notCounted, notCompared.</param>
    /// <param name="ComparedAt">When the last comparison ended.</param>
    /// <param name="Found">What it found.</param>
    /// <param name="Open">asked or running, when another one is under way.</param>
    /// <param name="Error">Why the newest one failed.</param>
    internal sealed record ReconcileModel(string Sync, CountState State, DateTimeOffset? ComparedAt, ReconcileFigures? Found, string? Open, string? Error);

    /// <summary>Which sync, or all of which connection.</summary>
    internal sealed record ReconcileChoice(string? Sync, string? Connection, bool? Repair, bool? AskTargets);

    /// <summary>What of a sync: keys, business dates and company narrow it together; <c>all</c> must be said.</summary>
    internal sealed record BackfillChoice(string Sync, IReadOnlyList<string>? Keys, DateOnly? From, DateOnly? To, string? Company, bool? All, bool? Start);

    /// <summary>A back-fill.</summary>
    internal sealed record BackfillModel(
        long BackfillNo, string Sync, string State, bool Running, string? Problem, IReadOnlyList<string>? Keys, DateOnly? From, DateOnly? To, string? Company, BackfillEstimate? Estimate, long? Expected,
        long Read, long Unchanged, long Created, long Changed, long Parked, long NotFound, long? RunNo, string AskedBy, DateTimeOffset AskedAt);

    internal static void MapCompleteness(this IEndpointRouteBuilder api)
    {
        var reconcile = api.MapGroup("/reconcile").WithTags("Completeness");
        reconcile.MapGet("", async (CompletenessQueries queries, CancellationToken cancellationToken) => (await queries.ListAsync(cancellationToken)).Select(ModelOf))
            .WithSummary("Each sync: whether its source, the hub and the targets agree, and what differs.");
        reconcile.MapPost("", async (ReconcileChoice choice, HandWork hand, ClaimsPrincipal who, CancellationToken cancellationToken) =>
        {
            await hand.ReconcileAsync(who, choice.Sync is { } sync ? SyncOf(sync) : null, choice.Connection, choice.Repair ?? false, choice.AskTargets ?? true, cancellationToken);
            return Results.Accepted("/api/v1/reconcile");
        }).RequireAuthorization(Policies.Engineer).ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Compares a sync, or all of a connection, in the worker; with repair it mends what differs.");

        var backfills = api.MapGroup("/backfills").WithTags("Completeness");
        backfills.MapGet("", async (Backfills queries, int? max, CancellationToken cancellationToken) => (await queries.LastAsync(Math.Clamp(max ?? 50, 1, HubApi.MostPerPage), cancellationToken)).Select(ModelOf))
            .WithSummary("Back-fills, newest first.");
        backfills.MapGet("/{backfillNo:long}", (long backfillNo, Backfills queries, CancellationToken cancellationToken) => OneAsync(backfillNo, queries, cancellationToken))
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("One back-fill.");
        var changes = backfills.MapGroup("").RequireAuthorization(Policies.Engineer).ProducesProblem(StatusCodes.Status404NotFound);
        changes.MapPost("", PrepareAsync).ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Prepares one: counts at the source, reads its first page, and answers with what it will cost. It starts at once with start=true, else when /start is posted.");
        changes.MapPost("/{backfillNo:long}/start", (long backfillNo, HandWork hand, ClaimsPrincipal who, CancellationToken cancellationToken) =>
            DoAsync(backfillNo, () => hand.StartBackfillAsync(who, backfillNo, cancellationToken))).WithSummary("Starts one that was prepared, or resumes a paused one.");
        changes.MapPost("/{backfillNo:long}/pause", (long backfillNo, HandWork hand, ClaimsPrincipal who, CancellationToken cancellationToken) =>
            DoAsync(backfillNo, () => hand.StopBackfillAsync(who, backfillNo, ReplayState.Paused, cancellationToken))).WithSummary("Stops one before its next page.");
        changes.MapPost("/{backfillNo:long}/cancel", (long backfillNo, HandWork hand, ClaimsPrincipal who, CancellationToken cancellationToken) =>
            DoAsync(backfillNo, () => hand.StopBackfillAsync(who, backfillNo, ReplayState.Cancelled, cancellationToken))).WithSummary("Ends one for good; what it has done stays.");
    }

    private static async Task<BackfillModel> PrepareAsync(BackfillChoice choice, HandWork hand, Backfills backfills, ClaimsPrincipal who, CancellationToken cancellationToken)
    {
        var slice = new Slice(choice.Keys, choice.From, choice.To, choice.Company);
        if ((slice.Kinds == SliceKinds.None) != (choice.All ?? false) || choice.Keys is { Count: 0 or > MostKeys } || choice.From > choice.To)
            throw new BadHttpRequestException($"Say which records: keys (1 to {MostKeys}), from and to (in this order), company; or all of them: all.");
        var backfill = await hand.PrepareBackfillAsync(who, SyncOf(choice.Sync), slice, cancellationToken);
        if (choice.Start == true && backfill.Problem is null)
            await hand.StartBackfillAsync(who, backfill.BackfillNo, cancellationToken);
        return await OneAsync(backfill.BackfillNo, backfills, cancellationToken);
    }

    private static async Task<BackfillModel> OneAsync(long backfillNo, Backfills backfills, CancellationToken cancellationToken) =>
        ModelOf(await backfills.ProgressAsync(backfillNo, cancellationToken) ?? throw new KeyNotFoundException($"There is no back-fill {backfillNo}."));

    private static async Task<IResult> DoAsync(long backfillNo, Func<Task<bool>> act) =>
        await act() ? Results.Accepted($"/api/v1/backfills/{backfillNo}") : throw new KeyNotFoundException($"There is no unfinished back-fill {backfillNo}.");

    private static SyncKey SyncOf(string text)
    {
        try
        {
            return SyncKey.Parse(text ?? "");
        }
        catch (FormatException wrong)
        {
            throw new BadHttpRequestException(wrong.Message);
        }
    }

    private static ReconcileModel ModelOf(CompletenessRow row) => new(
        row.Sync.ToString(), row.State, row.Last?.ChangedAt, row.Last?.Found, row.IsOpen ? row.Newest!.State : null, row.Newest is { State: ReconcileState.Failed } failed ? failed.Error : null);

    private static BackfillModel ModelOf(BackfillProgress one) => new(
        one.Backfill.BackfillNo, one.Backfill.Sync.ToString(), one.IsPrepared ? "prepared" : one.Backfill.State, one.Running, one.Backfill.Problem, one.Backfill.Slice.Keys, one.Backfill.Slice.From, one.Backfill.Slice.To,
        one.Backfill.Slice.Company, one.Backfill.Estimate, one.Backfill.Expected, one.Counts.Read, one.Counts.Unchanged, one.Counts.Created, one.Counts.Changed, one.Counts.Parked, one.Backfill.NotFound, one.RunNo,
        one.Backfill.AskedBy, one.Backfill.AskedAt);
}
