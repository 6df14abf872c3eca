using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What the hub relies on in an <see cref="IPartitionedSource"/>: the parts are the whole, no record is in two of them, and what changes while they are read is found
/// by the live sync afterwards. Derived beside the source's <see cref="SourceContract"/>. The rig should have records without a date, and keys that its system sorts
/// in another order than the computer does, where there are such things.
/// </summary>
/// <param name="rig">The outside system. The contract disposes it.</param>
public abstract class PartitionedSourceContract(ISourceRig rig) : IAsyncLifetime
{
    private static readonly int[] Wanted = [1, 2, 3, 5, 40];
    private readonly WatchedServices _services = new();

    /// <summary>Called by xunit before the fact.</summary>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Called by xunit after the fact.</summary>
    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        _services.Dispose();
    }

    [Fact]
    public async Task Partitions_together_are_the_whole_and_no_record_comes_twice()
    {
        foreach (var wanted in Wanted)
        {
            var keys = (await ReadAllAsync(await PartitionAsync(wanted))).Select(item => item.Key).ToList();
            Assert.All(keys.GroupBy(key => key), same => Assert.True(same.Count() == 1, $"Of {wanted} partitions, {same.Count()} have {same.Key}."));
            var missing = rig.Keys.Except(keys).ToList();
            Assert.True(missing.Count == 0, $"None of {wanted} partitions has {string.Join(", ", missing)}.");
            Assert.Empty(keys.Except(rig.Keys));
        }
    }

    [Fact]
    public async Task There_are_no_more_partitions_than_wanted_and_more_than_one_when_there_is_enough()
    {
        foreach (var wanted in Wanted)
            Assert.InRange((await PartitionAsync(wanted)).Slices.Count, Math.Min(wanted, 2), wanted);
    }

    [Fact]
    public async Task A_record_that_came_later_is_in_a_partition_or_found_by_the_live_sync()
    {
        if (rig is not ITimedSourceRig timed)
            return;   // nothing can come later
        var partitions = await PartitionAsync(3);
        string[] later = ["0-later", "later", "zz-later"];
        foreach (var key in later)
            await timed.PutAsync(key, DateTimeOffset.UtcNow);
        await using var source = await rig.OpenAsync(_services.Services);
        var live = (await SourceRead.RunAsync(source, new(rig.Entity, partitions.Resume, 2))).Keys.ToHashSet();
        var missing = later.Except(live).ToList();
        Assert.True(missing.Count == 0, $"The live sync that begins after partitions were cut does not find {string.Join(", ", missing)}, which came meanwhile.");
    }

    [Fact]
    public async Task The_live_sync_resumes_where_the_partitions_say()
    {
        var partitions = await PartitionAsync(2);
        await using var source = await rig.OpenAsync(_services.Services);
        var failure = await Record.ExceptionAsync(() => SourceRead.RunAsync(source, new(rig.Entity, partitions.Resume, 2)));
        Assert.True(failure is null, $"The live sync does not take the position that partitions say: {failure?.Message}");
    }

    [Fact]
    public async Task Partitioning_an_unknown_entity_is_an_error_in_the_settings() =>
        await Assert.ThrowsAsync<SetupException>(() => PartitionAsync(2, "NoSuchEntity"));

    private async Task<Partitions> PartitionAsync(int wanted, string? entity = null)
    {
        await using var source = await rig.OpenAsync(_services.Services);
        return await Assert.IsAssignableFrom<IPartitionedSource>(source).PartitionAsync(new(entity ?? rig.Entity, null, 2), wanted, CancellationToken.None);
    }

    private async Task<List<SourceRead.Item>> ReadAllAsync(Partitions partitions)
    {
        var items = new List<SourceRead.Item>();
        foreach (var slice in partitions.Slices)
        {
            await using var source = await rig.OpenAsync(_services.Services);
            items.AddRange((await SourceRead.RunAsync(source, new(rig.Entity, null, 2, slice))).Items);
        }

        return items;
    }
}
