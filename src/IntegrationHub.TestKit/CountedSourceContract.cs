using System.Globalization;
using System.Text;
using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What the hub relies on in an <see cref="ICountedSource"/>: its counts and sums are those of what it gives when it is read, for else <c>hub reconcile</c> would
/// cry wolf or be blind. Derived beside the source's <see cref="SourceContract"/>; with an <see cref="ISlicedSourceRig"/> the slices are counted, too.
/// </summary>
/// <param name="rig">The outside system. The contract disposes it.</param>
public abstract class CountedSourceContract(ISourceRig rig) : IAsyncLifetime
{
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
    public async Task Counts_equal_what_is_read()
    {
        var ability = await AbilityAsync();
        foreach (var by in ability.By)
            await AssertCountsAsync(ability, by, null, await ItemsAsync(null));
    }

    [Fact]
    public async Task Counts_of_slices_equal_what_is_read()
    {
        var ability = await AbilityAsync();
        foreach (var sample in (rig as ISlicedSourceRig)?.Slices.Where(sample => (sample.Slice.Kinds & ~ability.Slices) == 0) ?? [])
            foreach (var by in ability.By)
                await AssertCountsAsync(ability, by, sample.Slice, await ItemsAsync(sample.Slice));
    }

    [Fact]
    public async Task A_record_always_counts_as_the_same()
    {
        var ability = await AbilityAsync();
        await using var source = await rig.OpenAsync(_services.Services);
        var counted = Assert.IsAssignableFrom<ICountedSource>(source);
        foreach (var json in (await ItemsAsync(null)).Select(item => Encoding.UTF8.GetBytes(item.Json)))
        {
            Assert.Equal(Text(counted.Counted(rig.Entity, json), ability), Text(counted.Counted(rig.Entity, json), ability));
            Assert.Empty(counted.Counted(rig.Entity, json).Sums.Keys.Except(ability.Sums));
        }
    }

    [Fact]
    public async Task Counting_an_unknown_entity_is_an_error_in_the_settings()
    {
        await using var source = await rig.OpenAsync(_services.Services);
        var counted = Assert.IsAssignableFrom<ICountedSource>(source);
        Assert.Throws<SetupException>(() => counted.CountsOf("NoSuchEntity"));
        await Assert.ThrowsAsync<SetupException>(() => counted.CountAsync(new("NoSuchEntity"), CancellationToken.None));
    }

    [Fact]
    public async Task Cancelling_stops_a_count()
    {
        await using var source = await rig.OpenAsync(_services.Services);
        var counted = Assert.IsAssignableFrom<ICountedSource>(source);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => counted.CountAsync(new(rig.Entity, counted.CountsOf(rig.Entity).By[0]), new CancellationToken(canceled: true)));
    }

    private async Task AssertCountsAsync(CountAbility ability, CountBy by, Slice? slice, IReadOnlyList<SourceRead.Item> items)
    {
        await using var source = await rig.OpenAsync(_services.Services);
        var counted = Assert.IsAssignableFrom<ICountedSource>(source);
        var expected = items.Select(item => counted.Counted(rig.Entity, Encoding.UTF8.GetBytes(item.Json))).GroupBy(record => PartOf(record, by))
            .Select(part => Text(part.Key, part.Count(), part.SelectMany(record => record.Sums).GroupBy(sum => sum.Key).ToDictionary(sum => sum.Key, sum => sum.Sum(one => one.Value)), ability)).ToList();
        if (by == CountBy.Entity && expected.Count == 0)
            expected.Add(Text(null, 0, new Dictionary<string, decimal>(), ability));
        var actual = (await counted.CountAsync(new CountRequest(rig.Entity, by, slice), CancellationToken.None)).Select(count => Text(count.Part, count.Records, count.Sums, ability));
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    private async Task<CountAbility> AbilityAsync()
    {
        await using var source = await rig.OpenAsync(_services.Services);
        var ability = Assert.IsAssignableFrom<ICountedSource>(source).CountsOf(rig.Entity);
        Assert.True(ability.By.Count > 0, "The rig's entity cannot be counted; then this contract shows nothing.");
        return ability;
    }

    private async Task<IReadOnlyList<SourceRead.Item>> ItemsAsync(Slice? slice)
    {
        await using var source = await rig.OpenAsync(_services.Services);
        var items = (await SourceRead.RunAsync(source, new(rig.Entity, null, 1000, slice))).Items.Where(item => item.Change == ChangeKind.Upserted).ToList();
        Assert.True(slice is not null || items.Count >= 5, "The rig has fewer than five records.");
        return items;
    }

    private static string? PartOf(CountedRecord record, CountBy by) => by switch
    {
        CountBy.Company => record.Company,
        CountBy.Day => record.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Text(CountedRecord record, CountAbility ability) => $"{record.Company} {record.Day:O} {Text(null, 1, record.Sums, ability)}";

    private static string Text(string? part, long records, IReadOnlyDictionary<string, decimal> sums, CountAbility ability) =>
        $"{part ?? "-"}: {records} records{string.Concat(ability.Sums.Select(name => string.Create(CultureInfo.InvariantCulture, $", {name} {sums.GetValueOrDefault(name) / 1.0000000000000000000000000000m}")))}";
}
