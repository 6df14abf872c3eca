using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Jobs;

/// <summary>What targets list, asked for once per object however many syncs are held against it. For one reconcile of some syncs; one caller at a time.</summary>
internal sealed class TargetListings(ConnectorCatalog connectors, MappingCatalog mappings, HubStore store) : IAsyncDisposable
{
    private readonly Dictionary<(string Target, string Object), Listing> listings = [];
    private TargetPass? pass;

    /// <summary>Adds to how far a target has a sync's records what it says itself.</summary>
    /// <param name="plan">Of the sync.</param>
    /// <param name="stand">As acknowledged.</param>
    /// <param name="repair">Whether what is missing there is marked again.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<TargetStand> AskAsync(SyncPlan plan, TargetStand stand, bool repair, CancellationToken cancellationToken)
    {
        var at = (stand.Target, mappings.Outward(stand.Target)[plan.Mapping.To].Object);
        if (!listings.TryGetValue(at, out var listing))
            listings[at] = listing = await ListAsync(at.Target, at.Object, cancellationToken);
        if (listing.Number is not { } number)
            return stand with { NotListed = listing.Problem is null ? NotListed.CannotList : NotListed.Failed, Problem = listing.Problem };
        var found = await pass!.CompareAsync(number, plan.Key, plan.Mapping.To, stand.Target, cancellationToken);
        return stand with { Listed = found, MarkedAgain = repair && found.Missing.Count > 0 ? await pass.MarkMissingAsync(number, plan.Mapping.To, stand.Target, cancellationToken) : 0 };
    }

    public ValueTask DisposeAsync() => pass?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<Listing> ListAsync(string target, string entity, CancellationToken cancellationToken)
    {
        await using var opened = connectors.OpenTarget(target);
        if (opened is not ITargetListing listing)
            return new Listing(null, null);
        pass ??= await store.BeginTargetPassAsync(cancellationToken);
        var number = await pass.OpenAsync(cancellationToken);
        try
        {
            await foreach (var keys in listing.ListAsync(entity, cancellationToken).WithCancellation(cancellationToken))
                await pass.AddAsync(number, keys, cancellationToken);
            return new Listing(number, null);
        }
        catch (ConnectorException failure)
        {
            return new Listing(null, failure.Message);   // the rest is compared all the same
        }
    }

    /// <param name="Number">In the pass; null: it was not listed.</param>
    /// <param name="Problem">Why; null: its connector cannot list.</param>
    private sealed record Listing(int? Number, string? Problem);
}
