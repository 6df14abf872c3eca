using System.Security.Claims;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.Api;

/// <summary>Targets: what they lack, what delivering would do, and what waits for a person.</summary>
internal static class TargetsApi
{
    /// <summary>What of a plan is wanted.</summary>
    internal sealed record PlanChoice(string? Entity, int? Sample, bool? Whole);

    /// <summary>What was seen held: <c>kind</c> and <c>upTo</c> as listed.</summary>
    internal sealed record ReleaseChoice(string Kind, long UpTo);

    /// <summary>What was released.</summary>
    internal sealed record ReleasedModel(int Released);

    /// <summary>How a plan stands, and the last one that was finished.</summary>
    internal sealed record PlanModel(string State, string AskedBy, DateTimeOffset AskedAt, long Done, long Expected, string? Error, TargetPlan? Plan);

    /// <summary>What a target lacks.</summary>
    internal sealed record SetupModel(string Target, bool CanDescribe, IReadOnlyList<TargetGap> Gaps);

    internal static void MapTargets(this IEndpointRouteBuilder api)
    {
        var targets = api.MapGroup("/targets").WithTags("Targets").RequireAuthorization(Policies.Engineer).ProducesProblem(StatusCodes.Status404NotFound);
        targets.MapGet("/held", async (HeldDeliveries held, CancellationToken cancellationToken) => await held.ListAsync(cancellationToken))
            .WithSummary("Deliveries that wait for a person: more records or deletes than may leave unasked.");
        targets.MapGet("/{name}/setup", async (string name, HubWork work, TargetSetup setup, CancellationToken cancellationToken) =>
        {
            var standing = await setup.CompareAsync(Known(name, work), cancellationToken);
            return new SetupModel(name, standing.CanDescribe, [.. standing.Gaps]);
        }).WithSummary("What the target lacks of what its mappings write. Asks the target.");
        targets.MapGet("/{name}/plan", async (string name, HubWork work, PlanWork plans, CancellationToken cancellationToken) =>
            await plans.FindAsync(Known(name, work), cancellationToken) is { } one
                ? new PlanModel(one.State, one.AskedBy, one.AskedAt, one.Done, one.Expected, one.Error, one.Plan)
                : throw new KeyNotFoundException($"No plan was asked for yet for {name}: POST here."))
            .WithSummary("The plan that was last asked for.");
        targets.MapPost("/{name}/plan", async (string name, PlanChoice choice, HubWork work, HandWork hand, ClaimsPrincipal who, CancellationToken cancellationToken) =>
        {
            var kind = default(EntityKind);
            if (choice.Entity is { } entity && !Entities.TryKindOf(entity, out kind) || choice.Sample is < 0)
                throw new BadHttpRequestException($"entity: one of {string.Join(", ", Entities.Names)}; sample: from 0.");
            await hand.AskPlanAsync(who, Known(name, work), new PlanWish(choice.Entity is null ? null : kind, choice.Sample ?? 200, choice.Whole ?? false), cancellationToken);
            return Results.Accepted($"/api/v1/targets/{Uri.EscapeDataString(name)}/plan");
        }).ProducesProblem(StatusCodes.Status400BadRequest).WithSummary("Has the worker work out what delivering would do. Nothing is sent.");
        targets.MapPost("/{name}/release", async (string name, ReleaseChoice choice, HubWork work, HandWork hand, ClaimsPrincipal who, CancellationToken cancellationToken) =>
            new ReleasedModel(await hand.ReleaseDeliveriesAsync(who, Known(name, work), choice.Kind, choice.UpTo, cancellationToken)))
            .WithSummary("Lets what was seen held leave within 24 hours.");
    }

    private static string Known(string name, HubWork work) => work.Targets.Contains(name) ? name : throw new KeyNotFoundException($"There is no target '{name}'.");
}
