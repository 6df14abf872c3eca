using System.Text;
using IntegrationHub.Core.Slices;
using IntegrationHub.Core.Tests.Replay;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using InwardMapping = IntegrationHub.Core.Mapping.Mapping;

namespace IntegrationHub.Core.Tests.Slices;

public sealed class ReconcilerTests : IAsyncLifetime
{
    private static readonly InwardMapping Mapping = Core.Mapping.MappingCompiler.Compile("erp/Customers.yaml", """
        to: customer
        only: { Kind: [a, b] }
        fields:
          name: { from: Name, absent: refuse }
        """u8.ToArray());

    private readonly SortedDictionary<string, Row> _erp = new(StringComparer.Ordinal);
    private KeptWorld _hub = null!;
    private Reconciler _reconciler = null!;

    public async Task InitializeAsync()
    {
        _hub = await KeptWorld.CreateAsync();
        _reconciler = new Reconciler(_hub.Store, _hub.Kept, _hub.Parked);
        for (var number = 1; number <= 6; number++)
            _erp[$"C-{number}"] = new Row($"Customer {number}", new DateOnly(2026, 1, 1 + number / 2), 10 * number);
        await LiveAsync([.. _erp.Keys]);
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task What_is_the_same_agrees_by_whatever_it_is_counted()
    {
        foreach (var by in new CountBy?[] { null, CountBy.Day, CountBy.Entity })
            (await FindAsync(by)).ShouldSatisfyAllConditions(
                found => found.Agrees.ShouldBe(true), found => found.Source.ShouldBe(6), found => found.Hub.ShouldBe(6), found => found.Parts.ShouldBeEmpty(), found => found.How.ShouldBe(ReconciledHow.Counts));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(CountBy.Entity)]
    public async Task Keys_that_are_missing_other_or_gone_are_named(CountBy? by)
    {
        _erp["C-7"] = new Row("New", new DateOnly(2026, 1, 2), 1);
        _erp["C-3"] = _erp["C-3"] with { Amount = 999 };
        _erp.Remove("C-5");
        var found = await FindAsync(by);
        found.Agrees.ShouldBe(false);
        found.Missing.ShouldBe(["C-7"]);
        found.Differing.ShouldBe(["C-3"]);
        found.Extra.ShouldBe(["C-5"]);
        if (by is null)
            found.Parts.Select(part => part.Part).ShouldBe(["2026-01-02", "2026-01-03"]);
    }

    [Fact]
    public async Task A_change_of_a_sum_alone_is_seen()
    {
        _erp["C-2"] = _erp["C-2"] with { Amount = 20.01m };
        var found = await FindAsync(null);
        found.Parts.Single().Source.Sums["Amount"].ShouldBe(found.Parts.Single().Hub.Sums["Amount"] + 0.01m);
        found.Differing.ShouldBe(["C-2"]);
    }

    [Fact]
    public async Task What_is_set_aside_or_left_out_by_the_mapping_is_no_difference()
    {
        _erp["C-8"] = new Row("Left out", new DateOnly(2026, 1, 2), 1, Kind: "z");
        _erp["C-9"] = new Row("", new DateOnly(2026, 1, 2), 1);
        await LiveAsync("C-8", "C-9");
        (await _hub.QueryAsync("select count(*) from hub.parked where closed_at is null")).ShouldBe("1");
        var found = await FindAsync(null);
        found.Agrees.ShouldBe(true);
        (found.Source, found.Hub, found.Parked, found.LeftOut).ShouldBe((8, 6, 1, 1));
    }

    [Fact]
    public async Task What_was_brought_between_the_looks_is_no_difference()
    {
        _erp["C-7"] = new Row("New", null, 1);
        _erp["C-3"] = _erp["C-3"] with { Amount = 999 };
        await using var source = new Erp(this);
        var plan = KeptWorld.Plan(Mapping);
        var found = await _reconciler.NameAsync(plan, source, await _reconciler.CompareAsync(plan, source, null, default), default);
        (found.Missing.Count, found.Differing.Count).ShouldBe((1, 1));
        await LiveAsync("C-7");
        found = await _reconciler.ConfirmAsync(plan, source, found, default);
        found.Missing.ShouldBeEmpty();
        found.Differing.ShouldBe(["C-3"]);
        await LiveAsync("C-3");
        (await _reconciler.ConfirmAsync(plan, source, found, default)).Agrees.ShouldBe(true);
    }

    [Fact]
    public async Task A_source_that_counts_more_than_it_gives_does_not_agree()
    {
        _erp["C-1"] = _erp["C-1"] with { IsHidden = true };
        await _hub.ExecuteAsync("delete from hub.record where id = 'C-1'");
        var found = await FindAsync(null);
        (found.Agrees, found.NotGiven, found.Missing.Count).ShouldBe((false, 1, 0));
    }

    [Fact]
    public async Task A_source_that_lists_keys_is_compared_by_keys_and_one_that_does_neither_not_at_all()
    {
        var plan = KeptWorld.Plan(Mapping);
        await using var listing = new Listing(this);
        (await _reconciler.CompareAsync(plan, listing, null, default)).Agrees.ShouldBe(true);
        _erp["C-7"] = new Row("New", null, 1);
        _erp.Remove("C-1");
        var found = await _reconciler.CompareAsync(plan, listing, null, default);
        (found.How, found.Agrees, found.Source, found.Hub).ShouldBe((ReconciledHow.Keys, false, 6, 6));
        found.Missing.ShouldBe(["C-7"]);
        found.Extra.ShouldBe(["C-1"]);

        await using var neither = new Sync.ListSource([]);
        (await _reconciler.CompareAsync(plan, neither, null, default)).Agrees.ShouldBeNull();
    }

    [Fact]
    public async Task Counting_by_what_the_source_cannot_is_an_error() =>
        (await Should.ThrowAsync<SetupException>(() => FindAsync(CountBy.Company))).Message.ShouldContain("cannot count by company; it can by entity, day");

    private async Task<Reconciliation> FindAsync(CountBy? by)
    {
        await using var source = new Erp(this);
        var plan = KeptWorld.Plan(Mapping);
        return await _reconciler.NameAsync(plan, source, await _reconciler.CompareAsync(plan, source, by, default), default);
    }

    private Task LiveAsync(params string[] keys) => _hub.SyncOnAsync(Mapping, [.. keys.Select(key => Some.Source(key, _erp[key].Json))]);

    private sealed record Row(string Name, DateOnly? Day, decimal Amount, string Kind = "a", bool IsHidden = false)
    {
        public string Json => System.Text.Json.JsonSerializer.Serialize(new { Name, Day, Amount, Kind });
    }

    private sealed class Listing(ReconcilerTests test) : ISource, IKeyListing
    {
        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return [.. test._erp.Keys];
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Erp(ReconcilerTests test) : ISource, ICountedSource
    {
        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) =>
            new FullCursor(FetchAsync, Paging.Keyset) { Slices = SliceKinds.Keys | SliceKinds.Dates }.ReadAsync(request, cancellationToken);

        public CountAbility CountsOf(string entity) => new([CountBy.Entity, CountBy.Day], SliceKinds.Dates) { Sums = ["Amount"] };

        public Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SourceCount>>(
            [.. test._erp.Values.GroupBy(row => request.By == CountBy.Day ? row.Day?.ToString("yyyy-MM-dd", null) : null)
                .Select(part => new SourceCount(part.Key, part.Count()) { Sums = new Dictionary<string, decimal> { ["Amount"] = part.Sum(row => row.Amount) } })]);

        public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json) => new CountedFields { Day = "Day", Sums = ["Amount"] }.Of(json);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken) => Task.FromResult(new Page([.. test._erp
            .Where(row => !row.Value.IsHidden && request.Slice?.Keys?.Contains(row.Key) != false && (request.Slice?.From is not { } from || row.Value.Day >= from) && (request.Slice?.To is not { } to || row.Value.Day <= to)
                && string.CompareOrdinal(row.Key, request.After?.Key) > 0)
            .Take(request.Size).Select(row => new PageRecord(row.Key, Encoding.UTF8.GetBytes(row.Value.Json)))]));
    }
}
