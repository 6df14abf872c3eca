using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What the hub relies on in a source that resumes by the time of the last change. Outside systems commit late and stamp several records
/// with one time, so a time alone is no position. Derived beside the source's <see cref="SourceContract"/>.
/// </summary>
/// <param name="rig">The outside system. The contract disposes it.</param>
public abstract class TimedSourceContract(ITimedSourceRig rig) : IAsyncLifetime
{
    private static readonly DateTimeOffset Instant = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);
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
    public async Task Records_of_one_instant_are_not_lost_at_the_border_of_a_batch()
    {
        string[] same = ["same-1", "same-2", "same-3", "same-4", "same-5"];
        foreach (var key in same)
            await rig.PutAsync(key, Instant);

        foreach (var batchSize in new[] { 1, 2, 3 })
        {
            var before = new HashSet<string>();
            foreach (var batch in (await ReadAsync(null, batchSize)).Batches)
            {
                before.UnionWith(batch.Items.Select(item => item.Key));
                var missing = same.Except(before).Except((await ReadAsync(batch.Next, batchSize)).Keys).ToList();
                Assert.True(missing.Count == 0, $"Resuming after a batch of {batchSize} loses {string.Join(", ", missing)}, of the same time as others.");
            }
        }
    }

    [Fact]
    public async Task A_record_committed_late_with_a_time_already_read_is_not_lost()
    {
        await rig.PutAsync("m-early", Instant);
        var end = (await ReadAsync(null, 2)).Batches[^1].Next;
        await rig.PutAsync("a-late", Instant);
        await rig.PutAsync("z-late", Instant);

        var missing = new[] { "a-late", "z-late" }.Except((await ReadAsync(end, 2)).Keys).ToList();
        Assert.True(missing.Count == 0, $"Resuming at the end loses {string.Join(", ", missing)}, committed later with the time that was read last.");
    }

    [Fact]
    public async Task A_record_changed_again_is_read_again()
    {
        await rig.PutAsync("changing", Instant);
        var end = (await ReadAsync(null, 2)).Batches[^1].Next;
        await rig.PutAsync("changing", Instant.AddMinutes(1));
        Assert.Contains("changing", (await ReadAsync(end, 2)).Keys);
    }

    private async Task<SourceRead> ReadAsync(Checkpoint? after, int batchSize)
    {
        await using var source = await rig.OpenAsync(_services.Services);
        return await SourceRead.RunAsync(source, new(rig.Entity, after, batchSize));
    }
}
