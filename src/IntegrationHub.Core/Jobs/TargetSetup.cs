using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Jobs;

/// <summary>Holds what a target has against what the mappings write, and makes what is missing. Safe from several threads.</summary>
/// <param name="connectors">Opens the targets.</param>
/// <param name="mappings">What they write.</param>
/// <param name="rejects">What was rejected before is tried again when something was made; null: there is no database, and nothing is made.</param>
public sealed class TargetSetup(ConnectorCatalog connectors, MappingCatalog mappings, Rejects? rejects = null)
{
    /// <summary>What every object of a target needs, and lacks. Reads only.</summary>
    /// <exception cref="SetupException">There is no such target.</exception>
    /// <exception cref="ConnectorException">It cannot be asked.</exception>
    public async Task<TargetStanding> CompareAsync(string target, CancellationToken cancellationToken)
    {
        await using var opened = connectors.OpenTarget(target);
        return opened is ITargetSetup setup ? await CompareAsync(target, setup, cancellationToken) : new TargetStanding(target, CanDescribe: false, []);
    }

    /// <summary>Makes the missing objects and fields that the target's API can make.</summary>
    /// <returns>How it stands then, and what a person still has to do there.</returns>
    /// <exception cref="SetupException">There is no such target, or it cannot be asked for what it has.</exception>
    /// <exception cref="ConnectorException">It failed; what was made stays.</exception>
    public async Task<TargetPrepared> PrepareAsync(string target, CancellationToken cancellationToken)
    {
        await using var opened = connectors.OpenTarget(target);
        if (opened is not ITargetSetup setup)
            throw new SetupException($"The connector of '{target}' cannot tell what is there, nor make anything. Its README says what to set up.");
        var before = await CompareAsync(target, setup, cancellationToken);
        var steps = new List<string>();
        foreach (var one in before.Objects.Where(one => one.Missing.Count > 0))
            steps.AddRange(await setup.PrepareAsync(one.Needs.Object, one.Missing, cancellationToken));
        var after = await CompareAsync(target, setup, cancellationToken);
        var left = after.Objects.SelectMany(one => one.Missing.Select(field => (one.Needs.Object, field.Name))).ToHashSet();
        var made = before.Objects.ToDictionary(
            one => one.Needs.Object, one => (IReadOnlyList<string>)[.. one.Missing.Select(field => field.Name).Where(name => !left.Contains((one.Needs.Object, name)))]);
        var helped = before.Objects.Where(one => made[one.Needs.Object].Count > 0).SelectMany(one => one.Needs.Entities).ToArray();
        return new TargetPrepared(after, steps, made, rejects is null ? 0 : await rejects.MarkAgainAsync(target, helped, cancellationToken));
    }

    private async Task<TargetStanding> CompareAsync(string target, ITargetSetup setup, CancellationToken cancellationToken)
    {
        var objects = new List<ObjectStanding>();
        foreach (var needs in TargetNeeds.Of(mappings.Outward(target), setup.ExternalKeyField))
            objects.Add(new ObjectStanding(needs, TargetGap.Between(needs, await setup.DescribeAsync(needs.Object, cancellationToken))));
        return new TargetStanding(target, CanDescribe: true, objects);
    }
}

/// <summary>How a target stands against its mappings.</summary>
/// <param name="Target">The connection.</param>
/// <param name="CanDescribe">False: its connector cannot tell.</param>
/// <param name="Objects">Each object that a mapping writes.</param>
public sealed record TargetStanding(string Target, bool CanDescribe, IReadOnlyList<ObjectStanding> Objects)
{
    /// <summary>All that is wrong.</summary>
    public IEnumerable<TargetGap> Gaps => Objects.SelectMany(one => one.Gaps);
}

/// <summary>How one object stands.</summary>
public sealed record ObjectStanding(TargetNeeds Needs, IReadOnlyList<TargetGap> Gaps)
{
    /// <summary>The fields that are missing; all of them when the object is.</summary>
    public IReadOnlyList<NeededField> Missing { get; } = Gaps.Any(gap => gap.Kind == GapKind.MissingObject)
        ? [.. Needs.Fields.Select(need => need.Field)]
        : [.. Needs.Fields.Select(need => need.Field).Where(field => Gaps.Any(gap => gap.Kind == GapKind.MissingField && gap.Field == field.Name))];
}

/// <summary>What was made at a target.</summary>
/// <param name="After">How it stands now.</param>
/// <param name="Steps">What a person still has to do over there.</param>
/// <param name="Made">The fields that are there now and were not, by object.</param>
/// <param name="MarkedAgain">Records it had rejected before, of the objects to which something was added: they are tried again.</param>
public sealed record TargetPrepared(TargetStanding After, IReadOnlyList<string> Steps, IReadOnlyDictionary<string, IReadOnlyList<string>> Made, int MarkedAgain);
