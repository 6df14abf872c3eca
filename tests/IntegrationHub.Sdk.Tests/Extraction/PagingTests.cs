using System.Globalization;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.Tests.Extraction;

public sealed class PagingTests
{
    private readonly Erp _erp = new();

    public PagingTests()
    {
        for (var i = 0; i < 9; i++)
            _erp.Table.Put($"T-{i}", Erp.Noon.AddMinutes(i - 10));
    }

    [Fact]
    public async Task A_record_that_shifts_over_a_page_border_is_found_because_the_pass_is_read_again()
    {
        _erp.Before = page => _ = page == 3 && _erp.Table.Remove("T-0");   // T-4 moves onto the page that was read already

        await _erp.RunAsync(Cursor(Paging.Unstable).ReadAsync);

        _erp.ShouldBeWhole();
        _erp.KeysOfLastRun.Count().ShouldBe(_erp.KeysOfLastRun.Distinct().Count());
    }

    [Fact]
    public async Task Called_stable_the_same_pass_would_lose_it()
    {
        _erp.Before = page => _ = page == 3 && _erp.Table.Remove("T-0");
        await _erp.RunAsync(Cursor(Paging.Stable).ReadAsync);
        _erp.Held.ShouldNotContainKey("T-4");
    }

    [Fact]
    public async Task A_pass_of_one_page_is_not_read_again()
    {
        await _erp.RunAsync(Cursor(Paging.Unstable).ReadAsync, batchSize: 100);
        _erp.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_pass_that_never_comes_out_the_same_is_no_success_and_is_begun_again_by_the_next_run()
    {
        var number = 0;
        _erp.Before = _ => _erp.Table.Put($"T-{number++ % 9}", Erp.Noon.AddHours(number));
        (await Should.ThrowAsync<TransientException>(() => _erp.RunAsync(Cursor(Paging.Unstable).ReadAsync))).Message.ShouldContain("kept shifting");

        _erp.Before = _ => { };
        await _erp.RunAsync(Cursor(Paging.Unstable).ReadAsync);
        _erp.ShouldBeWhole();
    }

    [Fact]
    public async Task A_checked_pass_may_stop_anywhere()
    {
        for (var stop = 1; stop < 12; stop++)
        {
            var erp = new Erp();
            for (var i = 0; i < 9; i++)
                erp.Table.Put($"T-{i}", Erp.Noon.AddMinutes(i - 10));
            var cursor = new TimeCursor(erp.ByOffset, new StampFormat(), erp.Clock) { Paging = Paging.Unstable };
            await erp.RunAsync(cursor.ReadAsync, batches: stop);
            erp.Table.Remove("T-1");
            await erp.RunAsync(cursor.ReadAsync);
            erp.ShouldBeWhole($"after a stop behind batch {stop}");
        }
    }

    [Fact]
    public async Task Fewer_records_than_the_source_counts_are_no_success()
    {
        FetchPage counted = async (request, token) => (await _erp.ByOffset(request, token)) with { Total = 10 };
        (await Should.ThrowAsync<TransientException>(() => _erp.RunAsync(Cursor(Paging.Stable, counted).ReadAsync))).Message.ShouldContain("counts 10 records and gave 9");
        _erp.At!.Value.ShouldNotContain("seen");
    }

    [Fact]
    public async Task A_pass_that_comes_out_short_once_is_read_again()
    {
        var first = true;
        FetchPage once = async (request, token) =>
        {
            var page = await _erp.ByOffset(request, token);
            var isShort = first && page.Continue is null;
            first &= page.Continue is not null;
            return page with { Total = isShort ? 10 : 9 };
        };
        await _erp.RunAsync(Cursor(Paging.Stable, once).ReadAsync);
        _erp.ShouldBeWhole();
        _erp.At!.Value.ShouldContain("seen");
    }

    [Fact]
    public async Task The_same_page_in_place_of_the_next_is_no_success()
    {
        FetchPage stale = (request, token) => _erp.ByOffset(request.Continue == "4" ? request with { Continue = "2" } : request, token);
        FetchPage stuck = async (request, token) => (await stale(request, token)) with { Continue = request.Continue == "4" ? "6" : (await _erp.ByOffset(request, token)).Continue };
        (await Should.ThrowAsync<ProtocolException>(() => _erp.RunAsync(Cursor(Paging.Stable, stuck).ReadAsync))).Message.ShouldContain("same page twice");
    }

    [Fact]
    public async Task Where_records_shift_a_reading_with_the_same_page_twice_never_counts()
    {
        var stale = 2;
        FetchPage fetch = async (request, token) => request.Continue == "4" && --stale >= 0
            ? (await _erp.ByOffset(request with { Continue = "2" }, token)) with { Continue = "6" }
            : await _erp.ByOffset(request, token);
        await _erp.RunAsync(Cursor(Paging.Unstable, fetch).ReadAsync);
        _erp.ShouldBeWhole();
    }

    [Fact]
    public async Task Where_records_shift_a_source_that_gives_its_last_page_for_ever_is_given_up()
    {
        FetchPage fetch = (request, _) => Erp.Answer(_erp.Table.ByKey().Take(2), $"{int.Parse(request.Continue ?? "0", CultureInfo.InvariantCulture) + 1}");
        (await Should.ThrowAsync<ProtocolException>(() => _erp.RunAsync(Cursor(Paging.Unstable, fetch).ReadAsync))).Message.ShouldContain("same page twice");
    }

    [Fact]
    public async Task A_source_that_forgets_its_tokens_at_once_is_given_up()
    {
        FetchPage fetch = (request, token) => request.Continue == "4" ? Task.FromResult(Page.Expired) : _erp.ByOffset(request, token);
        (await Should.ThrowAsync<ProtocolException>(() => _erp.RunAsync(Cursor(Paging.Stable, fetch).ReadAsync))).Message.ShouldContain("its own way on");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Pages_that_lead_back_are_noticed(int length)
    {
        FetchPage circle = (request, _) => Erp.Answer(_erp.Table.ByKey().Skip(int.Parse(request.Continue ?? "0", CultureInfo.InvariantCulture)).Take(1),
            ((int.Parse(request.Continue ?? "0", CultureInfo.InvariantCulture) + 1) % length).ToString(CultureInfo.InvariantCulture));
        (await Should.ThrowAsync<ProtocolException>(() => _erp.RunAsync(Cursor(Paging.Stable, circle).ReadAsync))).Message.ShouldContain("lead back");
    }

    [Fact]
    public async Task An_empty_page_in_the_middle_is_not_the_end()
    {
        FetchPage gaps = async (request, token) => request.Continue is null ? new Page([], "0") : await _erp.ByOffset(request, token);
        await _erp.RunAsync(Cursor(Paging.Stable, gaps).ReadAsync);
        _erp.ShouldBeWhole();
    }

    [Fact]
    public async Task A_page_larger_than_a_batch_is_cut_and_may_stop_within()
    {
        FetchPage huge = (request, token) => _erp.ByOffset(request with { Size = 1000 }, token);
        await _erp.RunAsync(Cursor(Paging.Stable, huge).ReadAsync, batches: 2);
        _erp.Held.Count.ShouldBe(4);
        await _erp.RunAsync(Cursor(Paging.Stable, huge).ReadAsync);
        _erp.ShouldBeWhole();
        _erp.Batches.ShouldAllBe(batch => batch.Records.Count <= 2);
    }

    [Fact]
    public async Task A_token_the_source_has_forgotten_begins_the_pass_again()
    {
        var forgetful = true;
        FetchPage fetch = (request, token) =>
        {
            if (request.Continue != "4" || !forgetful)
                return _erp.ByOffset(request, token);
            forgetful = false;
            return Task.FromResult(Page.Expired);
        };
        await _erp.RunAsync(Cursor(Paging.Stable, fetch).ReadAsync);
        _erp.ShouldBeWhole();
    }

    [Fact]
    public async Task Tokens_too_long_for_a_checkpoint_are_told()
    {
        FetchPage wordy = (_, _) => Erp.Answer(_erp.Table.ByKey().Take(1), new string('x', 5000));
        (await Should.ThrowAsync<ProtocolException>(() => _erp.RunAsync(Cursor(Paging.Stable, wordy).ReadAsync))).Message.ShouldContain("4095 bytes");
    }

    private TimeCursor Cursor(Paging paging, FetchPage? fetch = null) => new(fetch ?? _erp.ByOffset, new StampFormat(), _erp.Clock) { Paging = paging };
}
