using System.Text;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.Tests.Extraction;

/// <summary>Slices, the same for every cursor.</summary>
public sealed class SliceTests
{
    private readonly Erp _erp = new();

    public SliceTests()
    {
        for (var number = 10; number < 20; number++)
            _erp.Table.Put($"{number}", Erp.Noon.AddMinutes(number));
    }

    public static TheoryData<string> Cursors => ["time", "key", "delta", "full", "unstable"];

    [Theory]
    [MemberData(nameof(Cursors))]
    public async Task A_list_of_keys_is_asked_for_in_pieces_and_resumes_between_any_two_batches(string cursor)
    {
        string[] wanted = ["19", "11", "13", "nowhere", "17", "15", "11"];
        var slice = new Slice(Keys: wanted);
        var whole = await ReadAsync(cursor, slice, null);
        Keys(whole).ShouldBe(["19", "11", "13", "17", "15"], ignoreOrder: true);
        _erp.Asked.ShouldAllBe(request => request.Slice!.Keys!.Count <= 2 && request.Since == null && request.Delta == null);
        for (var done = 0; done < whole.Count; done++)
            Keys([.. whole.Take(done + 1), .. await ReadAsync(cursor, slice, whole[done].Next)]).ShouldBe(Keys(whole));
    }

    [Theory]
    [MemberData(nameof(Cursors))]
    public async Task What_the_source_does_not_say_it_can_is_refused_and_the_whole_is_not(string cursor)
    {
        (await Should.ThrowAsync<SetupException>(() => ReadAsync(cursor, new Slice(From: new(2030, 1, 1), Company: "1000"), null))).Message
            .ShouldBe("things: this source cannot read part of an entity by dates and company. It can by a list of keys.");
        Keys(await ReadAsync(cursor, new Slice(), null)).Count.ShouldBe(10);
        _erp.Asked.ShouldAllBe(request => request.Slice == null);
    }

    [Fact]
    public async Task A_slice_of_records_in_another_form_begins_anew()
    {
        var slice = new Slice(Keys: ["11", "13", "15"]);
        FetchPage fetch = Of(_erp.ByKey);
        async Task<List<SourceBatch>> ReadAs(string form, Checkpoint? after)
        {
            var batches = new List<SourceBatch>();
            await foreach (var batch in new FullCursor(fetch, Paging.Keyset) { Slices = SliceKinds.Keys, KeysPerPage = 1, Form = form }.ReadAsync(new ReadRequest("things", after, 3, slice), CancellationToken.None))
                batches.Add(batch);
            return batches;
        }

        var first = (await ReadAs("a,b", null))[0].Next;
        Keys(await ReadAs("a,b", first)).ShouldBe(["13", "15"]);
        Keys(await ReadAs("a,b,c", first)).ShouldBe(["11", "13", "15"]);
    }

    [Fact]
    public async Task A_source_that_overlooks_the_list_of_keys_is_found_out()
    {
        var cursor = new FullCursor((request, token) => _erp.ByKey(request, token), Paging.Keyset) { Slices = SliceKinds.Keys };
        (await Should.ThrowAsync<ProtocolException>(async () =>
        {
            await foreach (var _ in cursor.ReadAsync(new ReadRequest("things", null, 3, new Slice(Keys: ["10", "12"])), CancellationToken.None))
                continue;
        })).Message.ShouldContain("gave 11, which was not among the keys");
    }

    [Fact]
    public async Task A_live_sync_that_resumes_where_partitions_say_finds_what_came_since_and_looks_back()
    {
        var cursor = new TimeCursor(_erp.ByTime, new StampFormat(StampFormat.Iso), _erp.Clock) { Overlap = TimeSpan.FromMinutes(2) };
        _erp.Clock.Now = Erp.Noon.AddMinutes(30);
        _erp.At = cursor.ResumeAt(_erp.Table.ByTime()[^1].Stamp);
        _erp.Clock.Now = Erp.Noon.AddHours(10);   // the load takes long
        _erp.Table.Put("12", Erp.Noon.AddMinutes(31));
        _erp.Table.Put("late", Erp.Noon.AddMinutes(18));
        await _erp.RunAsync(cursor.ReadAsync);
        _erp.KeysOfLastRun.ShouldBe(["17", "18", "late", "19", "12"]);

        _erp.At = cursor.ResumeAt(null);
        await _erp.RunAsync(cursor.ReadAsync);
        _erp.ShouldBeWhole();
    }

    [Fact]
    public async Task By_key_and_by_token_the_live_sync_resumes_as_well()
    {
        _erp.At = new KeyCursor(_erp.ByKey).ResumeBehind("16");
        await _erp.RunAsync(new KeyCursor(_erp.ByKey).ReadAsync);
        _erp.KeysOfLastRun.ShouldBe(["17", "18", "19"]);
        _erp.At = new FullCursor(_erp.ByKey, Paging.Keyset).Resume();
        await _erp.RunAsync(new FullCursor(_erp.ByKey, Paging.Keyset).ReadAsync);
        _erp.KeysOfLastRun.Count().ShouldBe(10);
        new DeltaCursor(_erp.ByOffset) { Form = "a" }.ResumeAt("token").Value.ShouldContain("\"delta\":\"token\"");
    }

    [Theory]
    [InlineData("{\"c\":{\"code\":7},\"day\":\"2026-01-31T23:59:00\",\"net\":\"1.50\"}", "7", "2026-01-31", "1.50")]
    [InlineData("{\"c.code\":\"7\",\"day\":\"20260131\",\"net\":1.5e0}", "7", "2026-01-31", "1.5")]
    [InlineData("{\"c\":{},\"day\":\"/Date(1769817600000+0540)/\",\"net\":null}", null, "2026-01-31", null)]
    [InlineData("{\"day\":\"\",\"net\":\"\"}", null, null, null)]
    public void What_a_record_counts_as_is_read_from_its_JSON(string json, string? company, string? day, string? net)
    {
        var counted = new CountedFields { Company = "c.code", Day = "day", Sums = ["net"] }.Of(Encoding.UTF8.GetBytes(json));
        counted.Company.ShouldBe(company);
        counted.Day?.ToString("yyyy-MM-dd", null).ShouldBe(day);
        counted.Sums.GetValueOrDefault("net").ShouldBe(net is null ? 0 : decimal.Parse(net, System.Globalization.CultureInfo.InvariantCulture));
        (counted.Day is null).ShouldBe(day is null);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"net\":\"ten\"}")]
    [InlineData("{\"day\":\"31.01.2026\"}")]
    public void What_cannot_be_counted_is_a_breach_of_protocol(string json) =>
        Should.Throw<ProtocolException>(() => new CountedFields { Day = "day", Sums = ["net"] }.Of(Encoding.UTF8.GetBytes(json))).Message.ShouldNotContain("ten");

    private async Task<List<SourceBatch>> ReadAsync(string cursor, Slice slice, Checkpoint? after)
    {
        var batches = new List<SourceBatch>();
        await foreach (var batch in Cursor(cursor)(new ReadRequest("things", after, 3, slice), CancellationToken.None))
            batches.Add(batch);
        return batches;
    }

    private static List<string> Keys(IEnumerable<SourceBatch> batches) => [.. batches.SelectMany(batch => batch.Records).Select(record => record.Key)];

    private Func<ReadRequest, CancellationToken, IAsyncEnumerable<SourceBatch>> Cursor(string kind) => kind switch
    {
        "time" => new TimeCursor(Of(_erp.ByTime), new StampFormat(StampFormat.Iso), _erp.Clock) { Slices = SliceKinds.Keys, KeysPerPage = 2 }.ReadAsync,
        "key" => new KeyCursor(Of(_erp.ByKey)) { Slices = SliceKinds.Keys, KeysPerPage = 2 }.ReadAsync,
        "delta" => new DeltaCursor(Of(_erp.ByOffset)) { Slices = SliceKinds.Keys, KeysPerPage = 2 }.ReadAsync,
        "full" => new FullCursor(Of(_erp.ByKey), Paging.Keyset) { Slices = SliceKinds.Keys, KeysPerPage = 2 }.ReadAsync,
        _ => new FullCursor(Of(_erp.ByOffset), Paging.Unstable) { Slices = SliceKinds.Keys, KeysPerPage = 2 }.ReadAsync,
    };

    /// <summary>An answer narrowed by keys: page by page, so that some are empty.</summary>
    private FetchPage Of(FetchPage fetch) => async (request, token) =>
    {
        var page = await fetch(request with { Size = 1000 }, token);
        return request.Slice?.Keys is { } keys ? page with { Records = [.. page.Records.Where(record => keys.Contains(record.Key))] } : page;
    };
}
