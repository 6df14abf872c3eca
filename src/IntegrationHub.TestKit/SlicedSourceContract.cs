using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What the hub relies on in a source that reads part of an entity: a back-fill reads that part and nothing else, may be killed after any commit, and does not
/// disturb the live sync. Derived beside the source's <see cref="SourceContract"/>.
/// </summary>
/// <param name="rig">The outside system. The contract disposes it.</param>
public abstract class SlicedSourceContract(ISlicedSourceRig rig) : IAsyncLifetime
{
    private readonly WatchedServices _services = new();
    private readonly IReadOnlyList<SliceSample> _samples = [.. rig.Slices];

    /// <summary>Called by xunit before the fact.</summary>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Called by xunit after the fact.</summary>
    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        _services.Dispose();
    }

    [Fact]
    public async Task A_slice_gives_exactly_its_records()
    {
        foreach (var sample in Samples())
            foreach (var batchSize in new[] { 1, 2, 1000 })
            {
                var read = await ReadAsync(sample.Slice, batchSize);
                Assert.Equal(sample.Keys.Order(StringComparer.Ordinal), read.Keys.Order(StringComparer.Ordinal));
                Assert.All(read.Batches, batch => Assert.True(batch.Items.Count <= batchSize, $"Asked for at most {batchSize} records of {sample.Slice}, got {batch.Items.Count}."));
            }
    }

    [Fact]
    public async Task A_record_is_the_same_in_a_slice_and_in_a_whole_read()
    {
        var whole = (await ReadAsync(null, 1000)).Items.ToDictionary(item => item.Key);
        foreach (var sample in Samples())
            Assert.All((await ReadAsync(sample.Slice, 1000)).Items, item => Assert.Equal(whole[item.Key], item));
    }

    [Fact]
    public async Task Resuming_a_slice_from_every_checkpoint_loses_nothing()
    {
        foreach (var sample in Samples())
            foreach (var batchSize in new[] { 1, 2 })
            {
                var before = new HashSet<string>();
                foreach (var (from, batch) in (await ReadAsync(sample.Slice, batchSize)).Steps)
                {
                    Assert.True(batch.Items.Count == 0 || batch.Next != from, $"A batch of {sample.Slice} leaves the checkpoint at {from?.Value}.");
                    before.UnionWith(batch.Items.Select(item => item.Key));
                    var rest = await ReadAsync(sample.Slice, batchSize, batch.Next);
                    AssertIs(sample, before.Concat(rest.Keys), "Resuming it on a new source");
                }
            }
    }

    [Fact]
    public async Task A_slice_that_was_read_gives_nothing_more()
    {
        foreach (var sample in Samples())
        {
            var end = (await ReadAsync(sample.Slice, 2)).Batches[^1].Next;
            Assert.Empty((await ReadAsync(sample.Slice, 2, end)).Keys);
        }
    }

    [Fact]
    public async Task A_slice_leaves_the_live_position_alone()
    {
        var live = await ReadAsync(null, 2);
        var expected = (await ReadAsync(null, 2, live.Batches[0].Next)).Keys.ToList();
        foreach (var sample in Samples())
        {
            await ReadAndCommitAsync(sample.Slice);
            Assert.Equal(expected, (await ReadAsync(null, 2, live.Batches[0].Next)).Keys);
            Assert.Equal(live.Keys, (await ReadAsync(null, 2)).Keys);
        }
    }

    [Fact]
    public async Task Positions_of_slices_and_of_live_reads_are_not_mixed_up()
    {
        var live = (await ReadAsync(null, 2)).Batches;
        foreach (var sample in Samples())
        {
            await AssertNothingIsLostAsync(sample.Keys, sample.Slice, live[0].Next, "a live read");
            await AssertNothingIsLostAsync(sample.Keys, sample.Slice, live[^1].Next, "a live read");
            foreach (var batch in (await ReadAsync(sample.Slice, 1)).Batches)
            {
                await AssertNothingIsLostAsync(rig.Keys, null, batch.Next, $"{sample.Slice}");
                foreach (var other in Samples().Where(other => !ReferenceEquals(other, sample)))
                    await AssertNothingIsLostAsync(other.Keys, other.Slice, batch.Next, $"{sample.Slice}");
            }
        }
    }

    [Fact]
    public async Task A_slice_with_nothing_set_is_the_whole()
    {
        foreach (var batchSize in new[] { 2, 1000 })
            Assert.Equal(rig.Keys.Order(StringComparer.Ordinal), (await ReadAsync(new Slice(), batchSize)).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_long_list_of_keys_gives_each_record_once_and_leaves_out_what_is_not_there()
    {
        if (Samples().All(sample => sample.Slice.Keys is null))
            return;   // it cannot by keys
        string[] keys = [.. rig.Keys, .. Enumerable.Range(0, 230).Select(number => $"no-such-{number}"), .. rig.Keys];
        Assert.Equal(rig.Keys.Order(StringComparer.Ordinal), (await ReadAsync(new Slice(Keys: keys), 3)).Keys.Order(StringComparer.Ordinal));
        Assert.Empty((await ReadAsync(new Slice(Keys: ["no-such-key"]), 3)).Keys);
    }

    [Fact]
    public async Task A_slice_of_an_unknown_entity_is_an_error_in_the_settings()
    {
        await using var source = await rig.OpenAsync(_services.Services);
        await Assert.ThrowsAsync<SetupException>(() => SourceRead.RunAsync(source, new("NoSuchEntity", null, 2, Samples()[0].Slice)));
    }

    private IReadOnlyList<SliceSample> Samples()
    {
        Assert.NotEmpty(_samples);
        Assert.All(_samples, sample => Assert.True(
            sample.Keys.Count > 0 && sample.Keys.Count < rig.Keys.Count, $"The rig's slice of {sample.Slice} has none or all of the records; then it shows nothing."));
        return _samples;
    }

    /// <summary>Either the position is refused, or it means the beginning.</summary>
    private async Task AssertNothingIsLostAsync(IReadOnlyList<string> keys, Slice? slice, Checkpoint after, string of)
    {
        try
        {
            var missing = keys.Except((await ReadAsync(slice, 2, after)).Keys).ToList();
            Assert.True(missing.Count == 0, $"Reading {slice?.ToString() ?? "live"} from a position of {of} loses {string.Join(", ", missing)}.");
        }
        catch (ProtocolException)
        {
            // it says that the position is not its own
        }
    }

    private async Task<SourceRead> ReadAsync(Slice? slice, int batchSize, Checkpoint? after = null)
    {
        await using var source = await rig.OpenAsync(_services.Services);
        return await SourceRead.RunAsync(source, new(rig.Entity, after, batchSize, slice));
    }

    /// <summary>As the hub does: a source that is told of commits is told of these, too.</summary>
    private async Task ReadAndCommitAsync(Slice slice)
    {
        await using var source = await rig.OpenAsync(_services.Services);
        await foreach (var batch in source.ReadAsync(new(rig.Entity, null, 2, slice), CancellationToken.None))
            if (source is ICommitAware told)
                await told.CommittedAsync(batch.Next, CancellationToken.None);
    }

    private static void AssertIs(SliceSample sample, IEnumerable<string> keys, string doing) =>
        Assert.True(sample.Keys.ToHashSet().SetEquals(keys), $"{doing} ({sample.Slice}) should give {string.Join(", ", sample.Keys)}, but gives {string.Join(", ", keys.Distinct())}.");
}
