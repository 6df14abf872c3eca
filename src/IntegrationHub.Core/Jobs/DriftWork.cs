using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Jobs;

/// <summary>What was edited at a target since it was delivered. Safe from several threads.</summary>
public sealed class DriftWork(HubWork work, ConnectorCatalog connectors, AcknowledgedRecords acknowledged, DueMarks marks)
{
    /// <summary>Looks, with calls that live work does not need.</summary>
    /// <param name="target">A target of the settings.</param>
    /// <param name="entity">Only this; null: all it takes.</param>
    /// <param name="restoreAs">Who has it put back; null: it is only told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SetupException">The settings know no such target, it takes no such entity, or its connector cannot show what is there.</exception>
    public async Task<DriftReport> LookAsync(string target, EntityKind? entity, string? restoreAs, CancellationToken cancellationToken)
    {
        var plan = work.DeliveryPlanOf(target);
        if (entity is { } only && !plan.Mappings.ContainsKey(only))
            throw new SetupException($"'{target}' takes no {Entities.NameOf(only)}: it has no mapping from it. It takes {string.Join(", ", plan.Mappings.Keys.Order().Select(Entities.NameOf))}.");
        using var order = CallOrder.BehindLive();
        await using var opened = connectors.OpenTarget(target);
        var reader = opened as ITargetReader ?? throw new SetupException($"The connector of '{target}' cannot show what is there, so nobody can say what was edited.");
        return await new TargetDrift(acknowledged, marks, plan).LookAsync(reader, entity, restoreAs, cancellationToken);
    }
}
