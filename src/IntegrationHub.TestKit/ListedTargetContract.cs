using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>What a target with <see cref="ITargetListing"/> owes the hub. Derived and rigged as <see cref="LivingTargetContract"/> is.</summary>
/// <param name="rig">The rig; the contract starts and disposes it. xunit makes a new one for each fact.</param>
public abstract class ListedTargetContract(ILivingTargetRig rig) : IAsyncLifetime
{
    private readonly OpenedTarget<ITargetListing> _target = new(rig);

    /// <inheritdoc/>
    public Task InitializeAsync() => rig.StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _target.DisposeAsync();
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_delivered_is_an_empty_list()
    {
        await rig.AddAsync(1);

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task All_that_was_delivered_and_is_still_there_is_listed_with_its_id()
    {
        var ids = new Dictionary<string, string>();
        for (var number = 1; number <= 7; number++)
            ids[OpenedTarget<ITargetListing>.Key(number)] = await _target.MakeAsync(number);
        await rig.AddAsync(8);
        var deleted = OpenedTarget<ITargetListing>.Key(3);
        await rig.RemoveAsync(ids[deleted]);
        ids.Remove(deleted);

        var listed = await ListAsync();

        Assert.Equal(ids.OrderBy(id => id.Key, StringComparer.Ordinal), listed.Select(key => KeyValuePair.Create(key.ExternalKey, key.RemoteId)).OrderBy(id => id.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_list_that_breaks_off_is_no_list()
    {
        await _target.MakeAsync(1);
        foreach (var fault in (TargetFault[])[TargetFault.Failure, TargetFault.Nonsense])
        {
            var struck = rig.Plan(fault);
            await Assert.ThrowsAnyAsync<ConnectorException>(ListAsync);
            await struck.WaitAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Single(await ListAsync());
    }

    private async Task<List<RemoteKey>> ListAsync()
    {
        var listed = new List<RemoteKey>();
        await foreach (var keys in _target.Ability.ListAsync(rig.Entity, CancellationToken.None))
            listed.AddRange(keys);
        return listed;
    }
}
