using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.Tests.Extraction;

public sealed class TimeCursorTests
{
    private readonly Erp _erp = new();

    [Fact]
    public async Task The_first_pass_reads_everything_and_the_next_only_the_overlap()
    {
        for (var i = 0; i < 10; i++)
            _erp.Table.Put($"T-{i}", Erp.Noon.AddHours(i - 10));

        await SyncAsync();
        _erp.ShouldBeWhole();
        await SyncAsync();

        _erp.KeysOfLastRun.ShouldBe(["T-9"]);
        _erp.Asked[^1].Since.ShouldBe("2030-01-01T10:55:00Z");
    }

    [Fact]
    public async Task Equal_times_across_a_page_border_are_not_lost()
    {
        foreach (var key in "edcba")
            _erp.Table.Put($"{key}", Erp.Noon.AddHours(-1));
        await SyncAsync();
        _erp.KeysOfLastRun.ShouldBe(["a", "b", "c", "d", "e"]);
    }

    [Fact]
    public async Task A_source_that_caps_its_pages_has_not_come_to_its_end()
    {
        for (var i = 0; i < 10; i++)
            _erp.Table.Put($"T-{i}", Erp.Noon.AddMinutes(i - 10));
        _erp.MostPerPage = 3;
        await SyncAsync(batchSize: 1000);
        _erp.ShouldBeWhole();
    }

    [Fact]
    public async Task A_record_committed_after_the_cursor_passed_its_time_is_found_by_the_next_pass()
    {
        _erp.Table.Put("early", Erp.Noon.AddMinutes(-10));
        _erp.Table.PutUncommitted("late", Erp.Noon.AddMinutes(-4));
        _erp.Table.Put("newest", Erp.Noon);
        await SyncAsync();
        _erp.Table.Commit();
        await SyncAsync();
        _erp.ShouldBeWhole();
    }

    [Fact]
    public async Task A_record_committed_late_during_a_long_pass_is_found_by_the_next_pass()
    {
        // the pass follows the living end for more than an hour: its latest change alone would be no place to begin the next one at
        _erp.Table.Put("first", Erp.Noon);
        _erp.Before = page =>
        {
            if (page > 20)
                return;
            _erp.Clock.Now += TimeSpan.FromMinutes(4);
            _erp.Table.Commit();
            _erp.Table.Put($"new-{page:00}", _erp.Clock.Now);
            _erp.Table.PutUncommitted($"late-{page:00}", _erp.Clock.Now.AddSeconds(-1));
        };
        await SyncAsync();
        _erp.Held.ShouldNotContainKey("late-02");
        _erp.Table.Commit();
        await SyncAsync();
        _erp.ShouldBeWhole();
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(7)]
    public async Task A_source_whose_clock_is_hours_off_loses_nothing(int hours)
    {
        _erp.Table.Put("first", Erp.Noon.AddHours(hours));
        await SyncAsync();
        _erp.Clock.Now += TimeSpan.FromMinutes(30);
        _erp.Table.PutUncommitted("late", Erp.Noon.AddHours(hours).AddMinutes(27));
        _erp.Table.Put("second", Erp.Noon.AddHours(hours).AddMinutes(30));
        await SyncAsync();
        _erp.Table.Commit();
        await SyncAsync();
        _erp.ShouldBeWhole();
    }

    [Fact]
    public async Task A_record_from_the_future_does_not_hide_what_comes_before_it()
    {
        _erp.Table.Put("typing error", Erp.Noon.AddYears(70));
        await SyncAsync();
        _erp.Clock.Now += TimeSpan.FromDays(1);
        _erp.Table.Put("today", _erp.Clock.Now);
        await SyncAsync();
        _erp.ShouldBeWhole();
    }

    [Fact]
    public async Task A_pass_that_stopped_goes_on_where_it_was()
    {
        for (var i = 0; i < 10; i++)
            _erp.Table.Put($"T-{i}", Erp.Noon.AddMinutes(i - 10));
        await _erp.RunAsync(Cursor().ReadAsync, batches: 2);
        await SyncAsync();
        _erp.KeysOfLastRun.ShouldBe(["T-4", "T-5", "T-6", "T-7", "T-8", "T-9"]);
        _erp.ShouldBeWhole();
    }

    [Fact]
    public async Task Nothing_new_at_all_moves_nothing()
    {
        await SyncAsync();
        _erp.At.ShouldBeNull();
    }

    [Fact]
    public async Task A_source_that_does_not_sort_is_no_success()
    {
        FetchPage unsorted = async (request, token) =>
        {
            var page = await _erp.ByTime(request, token);
            return page with { Records = [.. page.Records.Reverse()] };
        };
        _erp.Table.Put("a", Erp.Noon);
        _erp.Table.Put("b", Erp.Noon.AddMinutes(1));
        (await Should.ThrowAsync<ProtocolException>(() => _erp.RunAsync(Cursor(unsorted).ReadAsync))).Message.ShouldContain("sort by time of change, then key");
        _erp.At.ShouldBeNull();
    }

    [Fact]
    public async Task A_source_whose_times_have_more_digits_than_it_shows_is_told_so_and_not_asked_forever()
    {
        _erp.Table.Put("a", Erp.Noon);
        FetchPage same = (request, token) => _erp.ByTime(request with { After = null }, token);
        (await Should.ThrowAsync<ProtocolException>(() => _erp.RunAsync(Cursor(same).ReadAsync))).Message.ShouldContain("more digits");
    }

    [Fact]
    public async Task A_record_without_a_time_is_told_and_not_skipped()
    {
        FetchPage timeless = (_, _) => Task.FromResult(new Page([new PageRecord("a", "{}"u8.ToArray())]));
        (await Should.ThrowAsync<ProtocolException>(() => _erp.RunAsync(Cursor(timeless).ReadAsync))).Message.ShouldContain("a has no time of change");
    }

    [Fact]
    public async Task Checkpoints_are_versioned_JSON_and_others_are_refused()
    {
        _erp.Table.Put("a", Erp.Noon);
        await SyncAsync();
        _erp.At!.Value.ShouldBe("""{"kind":"time","pass":1,"v":1,"seen":"2030-01-01T12:00:00+00:00"}""");

        _erp.At = new("""{"kind":"time","pass":1,"v":2}""");
        await Should.ThrowAsync<ProtocolException>(() => SyncAsync());
        _erp.At = new("17");
        await Should.ThrowAsync<ProtocolException>(() => SyncAsync());
    }

    [Fact]
    public async Task A_checkpoint_of_another_kind_of_cursor_reads_everything_again()
    {
        _erp.Table.Put("a", Erp.Noon.AddYears(-1));
        await _erp.RunAsync(new KeyCursor(_erp.ByKey).ReadAsync);
        await SyncAsync();
        _erp.KeysOfLastRun.ShouldBe(["a"]);
    }

    private Task SyncAsync(int batchSize = 2) => _erp.RunAsync(Cursor().ReadAsync, batchSize);

    private TimeCursor Cursor(FetchPage? fetch = null) => new(fetch ?? _erp.ByTime, new StampFormat(), _erp.Clock);
}
