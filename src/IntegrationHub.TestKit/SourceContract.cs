using System.Diagnostics;
using System.Text;
using System.Text.Json;
using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What the hub relies on in every source. Derive one sealed test class per source and hand it a rig; xunit makes a new instance, so a new
/// rig, for each fact. A source that speaks HTTP derives from <see cref="HttpSourceContract"/>, and what else it can do has a contract of its own beside this one: it
/// resumes by time (<see cref="TimedSourceContract"/>), describes its entities (<see cref="SourceSchemaContract"/>), reads slices (<see cref="SlicedSourceContract"/>),
/// cuts an entity into parts (<see cref="PartitionedSourceContract"/>), counts (<see cref="CountedSourceContract"/>). A fact here insists on each. The facts are not virtual: a source that cannot keep one is mended.
/// </summary>
/// <param name="rig">The outside system. The contract disposes it.</param>
public abstract class SourceContract(ISourceRig rig) : IAsyncLifetime
{
    private static readonly TimeSpan ASecond = TimeSpan.FromSeconds(1);
    private readonly List<ISource> _opened = [];

    private protected WatchedServices Services { get; } = new();
    private protected IReadOnlyList<string> Confidential => rig.Confidential;

    /// <summary>Called by xunit before the fact.</summary>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Called by xunit after the fact: disposes the sources, then the rig.</summary>
    public async Task DisposeAsync()
    {
        foreach (var source in _opened)
            await source.DisposeAsync();
        await rig.DisposeAsync();
        Services.Dispose();
    }

    [Fact]
    public async Task Checking_succeeds_when_all_is_well() => await (await OpenAsync()).CheckAsync(CancellationToken.None);

    [Fact]
    public async Task Reading_from_the_beginning_gives_every_record()
    {
        Assert.True(rig.Keys.Count >= 5, "The rig has fewer than five records; then batches and pages have no borders to get wrong.");
        AssertHas(rig.Keys, (await ReadAsync(batchSize: 1000)).Keys, "Reading from the beginning");
    }

    [Fact]
    public async Task Resuming_from_every_checkpoint_loses_nothing()
    {
        foreach (var batchSize in new[] { 1, 2, 3 })
        {
            var whole = await ReadAsync(batchSize);
            var before = new HashSet<string>();
            foreach (var (batch, number) in whole.Batches.Select((batch, index) => (batch, index + 1)))
            {
                before.UnionWith(batch.Items.Select(item => item.Key));
                var rest = await ReadAsync(batchSize, batch.Next);
                AssertHas(rig.Keys, before.Concat(rest.Keys), $"Reading {number} batches of {batchSize} and resuming on a new source");
            }
        }
    }

    [Fact]
    public async Task Reading_twice_gives_the_same_records()
    {
        var (first, second) = (await ReadAsync(batchSize: 2), await ReadAsync(batchSize: 2));
        AssertHas(rig.Keys, first.Keys, "Reading from the beginning");
        Assert.Equal(first.Items.OrderBy(item => item.Key, StringComparer.Ordinal), second.Items.OrderBy(item => item.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_non_empty_batch_moves_the_checkpoint()
    {
        var steps = (await ReadAsync(batchSize: 1)).Steps.Where(step => step.Batch.Items.Count + step.Batch.Broken.Count > 0).ToList();
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.True(step.Batch.Next != step.From, $"The batch with {Names(step.Batch)} leaves the checkpoint at {step.From?.Value}."));
    }

    [Fact]
    public async Task No_batch_is_larger_than_asked_for()
    {
        foreach (var batchSize in new[] { 1, 2, 3 })
        {
            var batches = (await ReadAsync(batchSize)).Batches;
            Assert.NotEmpty(batches);
            Assert.All(batches, batch => Assert.True(batch.Items.Count <= batchSize, $"Asked for at most {batchSize} records, got {batch.Items.Count}."));
        }
    }

    [Fact]
    public async Task Keys_are_never_empty_and_come_once()
    {
        var keys = (await ReadAsync(batchSize: 2)).Keys.ToList();
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.False(string.IsNullOrWhiteSpace(key), "A record has no key."));
        Assert.All(keys.GroupBy(key => key), same => Assert.True(same.Count() == 1, $"The key {same.Key} came {same.Count()} times in one read from the beginning."));
    }

    [Fact]
    public async Task Every_record_is_one_JSON_object()
    {
        var items = (await ReadAsync(batchSize: 2)).Items.ToList();
        Assert.NotEmpty(items);
        Assert.All(items, item => Assert.True(IsObject(item), $"The record {item.Key} is no JSON object."));
    }

    [Fact]
    public async Task A_checkpoint_is_short()
    {
        var batches = (await ReadAsync(batchSize: 1)).Batches;
        Assert.NotEmpty(batches);
        Assert.All(batches, batch => Assert.InRange(Encoding.UTF8.GetByteCount(batch.Next.Value), 1, 4095));
    }

    [Fact]
    public async Task Cancelling_stops_a_read_within_a_second()
    {
        using var cancel = new CancellationTokenSource();
        await using var batches = (await OpenAsync()).ReadAsync(new(rig.Entity, null, 1), cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await batches.MoveNextAsync(), "The source has nothing to read.");
        await cancel.CancelAsync();
        await AssertStopsAsync(async () =>
        {
            while (await batches.MoveNextAsync())
                continue;
        });
    }

    [Fact]
    public async Task Cancelling_stops_a_check_within_a_second()
    {
        var source = await OpenAsync();
        await AssertStopsAsync(() => source.CheckAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task An_unknown_entity_is_an_error_in_the_settings() =>
        await Assert.ThrowsAsync<SetupException>(() => ReadAsync(batchSize: 1, entity: "NoSuchEntity"));

    [Fact]
    public async Task A_slice_is_read_alone_or_refused()
    {
        var wanted = rig.Keys[1];
        try
        {
            var slice = await SourceRead.RunAsync(await OpenAsync(), new(rig.Entity, null, 2, new Slice(Keys: [wanted])));
            Assert.Equal([wanted], slice.Keys);
        }
        catch (SetupException)
        {
            // it says that it cannot
        }
    }

    [Fact]
    public async Task No_message_and_no_checkpoint_tells_a_secret()
    {
        Assert.True(rig.Confidential.Count > 0, "The rig names no confidential text; then this fact shows nothing.");
        var read = await ReadAsync(batchSize: 1);
        await (await OpenAsync()).CheckAsync(CancellationToken.None);
        var failure = await Record.ExceptionAsync(() => ReadAsync(batchSize: 1, entity: "NoSuchEntity"));
        AssertTellsNoSecret([
            .. read.Batches.Select(batch => batch.Next.Value),
            .. read.Batches.SelectMany(batch => batch.Broken).SelectMany(broken => new[] { broken.Place, broken.Reason }),
            failure?.ToString() ?? "",
        ]);
    }

    [Fact]
    public async Task What_the_source_does_is_put_to_the_test()
    {
        await ReadAsync(batchSize: 1);
        Assert.True(Services.Requests == 0 || this is HttpSourceContract, $"The source speaks HTTP. Derive {GetType().Name} from HttpSourceContract.");
        var source = await OpenAsync();
        AssertTested(rig is ITimedSourceRig, "The rig has times", typeof(TimedSourceContract));
        AssertTested(rig is ISlicedSourceRig, "The rig has slices", typeof(SlicedSourceContract));
        AssertTested(source is ISourceSchema, "The source describes its entities", typeof(SourceSchemaContract));
        AssertTested(source is IPartitionedSource, "The source cuts entities into parts", typeof(PartitionedSourceContract));
        AssertTested(source is ICountedSource, "The source counts", typeof(CountedSourceContract));
    }

    private void AssertTested(bool isNeeded, string because, Type contract) => Assert.True(
        !isNeeded || GetType().Assembly.GetTypes().Any(type => type.IsSubclassOf(contract) && !type.IsAbstract),
        $"{because}. Add a class that derives from {contract.Name} to the tests of {rig.GetType().Name}.");

    private protected async Task<ISource> OpenAsync()
    {
        var source = await rig.OpenAsync(Services.Services);
        _opened.Add(source);
        return source;
    }

    private protected async Task<SourceRead> ReadAsync(int batchSize, Checkpoint? after = null, string? entity = null, CancellationToken cancellationToken = default) =>
        await SourceRead.RunAsync(await OpenAsync(), new(entity ?? rig.Entity, after, batchSize), cancellationToken);

    private protected static async Task AssertStopsAsync(Func<Task> call)
    {
        var clock = new Stopwatch();
        try
        {
            await Task.Run(() =>
            {
                clock.Start();
                return call();
            }).WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (OperationCanceledException)
        {
            Assert.True(clock.Elapsed < ASecond, $"Cancelling stopped it only after {clock.Elapsed.TotalSeconds:0.0} s.");
            return;
        }
        catch (TimeoutException)
        {
            Assert.Fail("Cancelling did not stop it within ten seconds.");
        }

        Assert.Fail("It was cancelled, but went on to its end. Cancelling must end it with OperationCanceledException.");
    }

    private protected void AssertTellsNoSecret(IEnumerable<string> messages)
    {
        foreach (var message in messages.Concat(Services.Lines))
            foreach (var secret in rig.Confidential)
                Assert.DoesNotContain(secret, message, StringComparison.OrdinalIgnoreCase);
    }

    private static void AssertHas(IEnumerable<string> expected, IEnumerable<string> actual, string doing)
    {
        var (missing, extra) = (expected.Except(actual).ToList(), actual.Except(expected).ToList());
        Assert.True(missing.Count == 0, $"{doing} loses {string.Join(", ", missing)}.");
        Assert.True(extra.Count == 0, $"{doing} gives {string.Join(", ", extra)}, which the rig does not have.");
    }

    private static bool IsObject(SourceRead.Item item)
    {
        if (item.Change == ChangeKind.Deleted && item.Json.Length == 0)
            return true;
        try
        {
            using var json = JsonDocument.Parse(item.Json);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Names(SourceRead.Batch batch) =>
        batch.Items.Count > 0 ? string.Join(", ", batch.Items.Select(item => item.Key)) : $"{batch.Broken.Count} broken pieces";
}
