using System.Security.Claims;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Api.Models;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.Api;

/// <summary>Records that were set aside: listed, replayed, dropped.</summary>
internal static class ParkedApi
{
    /// <summary>Which open parked records are meant: by number, or all of a scope, stage and cause.</summary>
    internal sealed record ParkedChoice(IReadOnlyList<long>? Numbers, string? Scope, string? Stage, string? Cause);

    /// <summary>Which, and why: the reason goes into the audit.</summary>
    internal sealed record DropChoice(IReadOnlyList<long>? Numbers, string? Scope, string? Stage, string? Cause, string Why);

    internal sealed record ReplayedModel(long Created, long Changed, long Unchanged, long Parked, int MarkedAgain, int NotReplayable);

    internal sealed record DroppedModel(int Dropped);

    internal static void MapParked(this IEndpointRouteBuilder api)
    {
        var parked = api.MapGroup("/parked").WithTags("Parked");
        parked.MapGet("/groups", async (ParkedQueries queries, ApiModels models, CancellationToken cancellationToken) =>
            models.Of<IReadOnlyList<ParkedGroupModel>>(await queries.GroupsAsync(cancellationToken))).WithSummary("Open records by cause, the largest group first.");
        parked.MapGet("", async (ParkedQueries queries, ApiModels models, string? scope, string? stage, string? cause, bool? closed, long? before, int? max, CancellationToken cancellationToken) =>
                models.Of<IReadOnlyList<ParkedModel>>(await queries.ListAsync(
                    new ParkedFilter(scope, stage, cause, Closed: closed ?? false), before, Math.Clamp(max ?? 50, 1, HubApi.MostPerPage), cancellationToken)))
            .WithSummary("Records, newest first; page on with before=<the last parkedNo>.");
        parked.MapGet("/{parkedNo:long}", async (long parkedNo, ParkedQueries queries, ApiModels models, CancellationToken cancellationToken) =>
                models.Of<ParkedModel>(await queries.FindAsync(parkedNo, cancellationToken) ?? throw new KeyNotFoundException($"There is no parked record {parkedNo}.")))
            .WithSummary("One record with what came from the source.").ProducesProblem(StatusCodes.Status404NotFound);

        var changes = parked.MapGroup("").RequireAuthorization(Policies.Engineer).ProducesProblem(StatusCodes.Status400BadRequest);
        changes.MapPost("/replay", ReplayAsync).WithSummary("Tries records again, with the mappings in force now.");
        changes.MapPost("/drop", DropAsync).WithSummary("Closes records for good.");
    }

    private static async Task<ReplayedModel> ReplayAsync(ParkedChoice choice, ParkedRecords parked, HandWork hand, ClaimsPrincipal who, CancellationToken cancellationToken)
    {
        var numbers = await NumbersAsync(choice, parked, cancellationToken);
        var replayed = await hand.ReplayAsync(who, numbers, cancellationToken);
        var counts = replayed.Counts;
        return new ReplayedModel(counts.Created, counts.Changed, counts.Unchanged, counts.Parked, replayed.MarkedAgain, replayed.NotReplayable);
    }

    private static async Task<DroppedModel> DropAsync(DropChoice choice, ParkedRecords parked, HandWork hand, ClaimsPrincipal who, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(choice.Why))
            throw new BadHttpRequestException("Say why: the reason goes into the audit.");
        var numbers = await NumbersAsync(new ParkedChoice(choice.Numbers, choice.Scope, choice.Stage, choice.Cause), parked, cancellationToken);
        return new DroppedModel(await hand.DropAsync(who, numbers, choice.Why, cancellationToken));
    }

    private static async Task<IReadOnlyList<long>> NumbersAsync(ParkedChoice choice, ParkedRecords parked, CancellationToken cancellationToken)
    {
        var filtered = choice.Scope is not null || choice.Stage is not null || choice.Cause is not null;
        if (choice.Numbers is { Count: > 0 } == filtered)
            throw new BadHttpRequestException("Say which: either numbers, or scope, stage and cause.");
        return filtered ? await parked.FindAsync(choice.Scope, choice.Stage, choice.Cause, cancellationToken) : choice.Numbers!;
    }
}
