using System.Globalization;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.Tests.Extraction;

/// <summary>Cursors by key, by the source's own tokens, and none.</summary>
public sealed class OtherCursorTests
{
    private readonly Erp _erp = new();

    [Fact]
    public async Task By_key_a_number_committed_late_is_found_within_the_records_looked_back()
    {
        for (var number = 100; number < 110; number++)
            if (number is not (104 or 108))
                _erp.Table.Put($"{number}", Erp.Noon);
        await _erp.RunAsync(ByKey().ReadAsync);

        _erp.Table.Put("104", Erp.Noon);   // 105, 106, 107 and 109 came before it
        _erp.Table.Put("108", Erp.Noon);
        _erp.Table.Put("110", Erp.Noon);
        await _erp.RunAsync(ByKey().ReadAsync);

        _erp.ShouldBeWhole();
        _erp.KeysOfLastRun.First().ShouldBe("103");
    }

    [Fact]
    public async Task By_key_the_look_back_goes_on_over_short_passes_and_stops()
    {
        for (var number = 100; number < 130; number++)
        {
            _erp.Table.Put($"{number}", Erp.Noon);
            await _erp.RunAsync(ByKey().ReadAsync, batches: number % 3 == 0 ? 1 : int.MaxValue);
        }

        _erp.Table.Put("125a", Erp.Noon);
        await _erp.RunAsync(ByKey().ReadAsync);
        _erp.ShouldBeWhole();
        _erp.KeysOfLastRun.Count().ShouldBeLessThan(10);
    }

    [Fact]
    public async Task By_token_each_pass_begins_with_the_last_ones_token()
    {
        _erp.Table.Put("a", Erp.Noon);
        _erp.Table.Put("b", Erp.Noon);
        _erp.Table.Put("c", Erp.Noon);
        await _erp.RunAsync(new DeltaCursor(Changes).ReadAsync);
        _erp.ShouldBeWhole();
        await _erp.RunAsync(new DeltaCursor(Changes).ReadAsync);
        _erp.Batches.ShouldBeEmpty();

        _erp.Table.Put("b", Erp.Noon);
        await _erp.RunAsync(new DeltaCursor(Changes).ReadAsync);
        _erp.KeysOfLastRun.ShouldBe(["b"]);
    }

    [Fact]
    public async Task A_token_the_source_has_forgotten_reads_everything_in_the_same_run()
    {
        _erp.Table.Put("a", Erp.Noon);
        await _erp.RunAsync(new DeltaCursor(Changes).ReadAsync);
        _erp.Table.Put("b", Erp.Noon);
        FetchPage forgetful = (request, token) => request.Delta == "1" ? Task.FromResult(Page.Expired) : Changes(request, token);

        await _erp.RunAsync(new DeltaCursor(forgetful).ReadAsync);

        _erp.KeysOfLastRun.ShouldBe(["a", "b"]);
        await _erp.RunAsync(new DeltaCursor(forgetful).ReadAsync);
        _erp.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pass_that_ends_without_a_token_is_no_success()
    {
        _erp.Table.Put("a", Erp.Noon);
        FetchPage tokenless = async (request, token) => (await Changes(request, token)) with { Delta = null };
        await Should.ThrowAsync<ProtocolException>(() => _erp.RunAsync(new DeltaCursor(tokenless).ReadAsync));
        _erp.At.ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_cursor_each_run_reads_everything()
    {
        foreach (var key in new[] { "a", "b", "c" })
            _erp.Table.Put(key, Erp.Noon);
        var cursor = new FullCursor(_erp.ByKey, Paging.Keyset);
        await _erp.RunAsync(cursor.ReadAsync, batches: 1);
        await _erp.RunAsync(cursor.ReadAsync);
        _erp.KeysOfLastRun.ShouldBe(["c"]);
        await _erp.RunAsync(cursor.ReadAsync);
        _erp.KeysOfLastRun.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task A_list_of_keys_ends_only_when_it_is_whole()
    {
        for (var i = 0; i < 9; i++)
            _erp.Table.Put($"T-{i}", Erp.Noon.AddMinutes(i));
        _erp.Before = page => _ = page == 3 && _erp.Table.Remove("T-0");
        (await KeysAsync(new(_erp.ByOffset, Paging.Unstable))).ShouldBeSubsetOf(["T-0", .. _erp.Table.Keys]);
        (await KeysAsync(new(_erp.ByOffset, Paging.Unstable))).ShouldBe(_erp.Table.Keys);

        FetchPage counted = async (request, token) => (await _erp.ByOffset(request, token)) with { Total = 9 };
        await Should.ThrowAsync<TransientException>(() => KeysAsync(new(counted, Paging.Stable)));
        FetchPage broken = async (request, token) => (await _erp.ByOffset(request, token)) with { Broken = [new BrokenRecord("row 3", "no key", default)] };
        await Should.ThrowAsync<ProtocolException>(() => KeysAsync(new(broken, Paging.Stable)));
    }

    [Fact]
    public async Task Part_of_an_entity_is_refused() =>
        await Should.ThrowAsync<SetupException>(async () =>
        {
            await foreach (var _ in ByKey().ReadAsync(new("things", null, 2, new Slice(Keys: ["a"])), CancellationToken.None))
                continue;
        });

    private static async Task<List<string>> KeysAsync(FullCursor cursor)
    {
        var keys = new List<string>();
        await foreach (var some in cursor.KeysAsync("things", 2, CancellationToken.None))
            keys.AddRange(some);
        return keys;
    }

    private KeyCursor ByKey() => new(_erp.ByKey) { Lookback = 5 };

    /// <summary>A change feed: the token is the number of the last change, pages have two records.</summary>
    private Task<Page> Changes(PageRequest request, CancellationToken cancellationToken)
    {
        var since = int.Parse(request.Continue ?? request.Delta ?? "0", CultureInfo.InvariantCulture);
        var changes = _erp.Table.ByKey().Where(row => row.Version > since).OrderBy(row => row.Version).ToList();
        var page = changes.Take(2).Select(row => new PageRecord(row.Key, row.Utf8)).ToList();
        var last = changes.Take(2).LastOrDefault()?.Version ?? since;
        return Task.FromResult(changes.Count > 2 ? new Page(page, $"{last}") : new Page(page) { Delta = $"{last}" });
    }
}
