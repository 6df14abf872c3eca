using System.Globalization;
using IntegrationHub.Core.Store;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Sync;

/// <summary>New, vanished and retyped fields of a source are noticed, and nothing more is done about them.</summary>
public sealed class SourceDriftTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TinyWorld _hub = null!;
    private int _round;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateDatabaseAsync();
        _hub = new TinyWorld(_database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_first_run_learns_every_field_and_has_no_news()
    {
        await SyncAsync(60, "\"items\":[{\"pos\":1},{\"pos\":2,\"note\":null}],\"tags\":[\"a\"],\"paid\":true");

        (await _hub.QueryAsync("select string_agg(path || ' ' || kinds, ', ' order by path) from hub.source_field")).ShouldBe(
            " 8, Customer 1, Gross 1, No 1, items 16, items[] 8, items[].note 32, items[].pos 2, paid 4, tags 16, tags[] 1");
        (await _hub.QueryAsync("select seen || ' ' || until from hub.source_field where path = 'items[].pos'")).ShouldBe("60 60");
        (await NewsAsync()).ShouldBe("");
    }

    [Fact]
    public async Task A_new_field_is_told_once_and_what_stands_in_it_is_not()
    {
        await SyncAsync(60, "\"a\":1");
        await SyncAsync(3, "\"a\":1,\"extra\":{\"x\":1,\"y\":[2]}");

        (await NewsAsync()).ShouldBe("extra new in run 2");
        (await _hub.QueryAsync("select count(*) from hub.source_field where path like 'extra%'")).ShouldBe("4");
    }

    [Fact]
    public async Task Nothing_is_new_before_enough_records_have_been_seen()
    {
        await SyncAsync(3, "\"a\":1");
        await SyncAsync(3, "\"a\":1,\"b\":1");

        (await NewsAsync()).ShouldBe("");
    }

    [Fact]
    public async Task A_field_of_another_kind_is_told_with_what_it_was()
    {
        await SyncAsync(60, "\"amount\":\"12.50\",\"note\":null,\"line\":{\"pos\":1}");
        await SyncAsync(3, "\"amount\":12.5,\"note\":\"x\",\"line\":[{\"pos\":1}]");

        (await NewsAsync()).ShouldBe("amount retyped in run 2, line retyped in run 2");   // a note is what a note that was null has always been
        (await _hub.QueryAsync("select kinds_before || ' ' || kinds from hub.source_field where path = 'amount'")).ShouldBe("1 3");
    }

    [Fact]
    public async Task A_field_that_nearly_all_had_is_gone_when_enough_come_without_it_and_is_no_news_when_it_is_back()
    {
        await SyncAsync(60, "\"a\":1,\"head\":{\"b\":2}");
        await SyncAsync(30, "\"head\":{\"c\":1}");
        (await NewsAsync()).ShouldBe("head.c new in run 2");
        await SyncAsync(30, "\"head\":{\"c\":1}");

        (await NewsAsync()).ShouldBe("a vanished in run 3, head.b vanished in run 3, head.c new in run 2");

        await SyncAsync(2, "\"a\":1,\"head\":{\"b\":2}");
        (await NewsAsync()).ShouldBe("head.c new in run 2");
    }

    [Fact]
    public async Task A_field_that_some_records_never_had_is_not_missed()
    {
        for (var round = 0; round < 3; round++)
            await SyncAsync(40, round == 0 ? "\"seldom\":1" : "\"other\":1");

        (await NewsAsync()).ShouldNotContain("seldom");   // 40 of 40 had it, which is not enough to expect it
    }

    [Fact]
    public async Task Only_the_outermost_of_what_vanishes_is_told()
    {
        await SyncAsync(60, "\"head\":{\"b\":{\"c\":1}}");
        await SyncAsync(60, "\"x\":1");

        (await NewsAsync()).ShouldBe("head vanished in run 2, x new in run 2");
    }

    [Fact]
    public async Task Acknowledged_news_is_gone_until_there_is_other_news_of_the_field_and_is_audited()
    {
        await SyncAsync(60, "\"a\":1");
        await SyncAsync(1, "\"a\":1,\"b\":1");
        var fields = new SourceShapes(_hub.Database);

        (await fields.AcknowledgeAsync("erp/Orders", "b", "erik", CancellationToken.None)).ShouldBe(1);
        (await fields.AcknowledgeAsync("erp/Orders", null, "erik", CancellationToken.None)).ShouldBe(0);
        (await NewsAsync()).ShouldBe("");
        (await _hub.QueryAsync("select string_agg(who || ': ' || what || ' ' || subject || ' ' || detail, ';') from hub.audit")).ShouldBe("erik: acknowledge changed source fields erp/Orders b new");

        await SyncAsync(1, "\"a\":1,\"b\":\"text\"");
        (await NewsAsync()).ShouldBe("b retyped in run 3");
    }

    [Fact]
    public async Task Another_host_goes_on_where_the_first_one_was()
    {
        await SyncAsync(60, "\"a\":1");
        await using var other = new TinyWorld(_database.ConnectionString);
        await SyncAsync(1, "\"a\":1,\"b\":1", other);
        await SyncAsync(1, "\"a\":1,\"b\":1");   // this host has not heard of b

        (await NewsAsync()).ShouldBe("b new in run 2");
        (await _hub.QueryAsync("select seen from hub.source_field where path = ''")).ShouldBe("62");
    }

    [Fact]
    public async Task A_batch_that_fails_notes_nothing()
    {
        await SyncAsync(60, "\"a\":1");
        await _hub.ExecuteAsync("create function hub.fail() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$; create trigger fail before update of batches on hub.run for each row execute function hub.fail()");
        await Should.ThrowAsync<Npgsql.PostgresException>(() => SyncAsync(1, "\"a\":1,\"b\":1"));
        (await NewsAsync()).ShouldBe("");

        await _hub.ExecuteAsync("drop trigger fail on hub.run");
        await SyncAsync(1, "\"a\":1,\"b\":1");
        (await NewsAsync()).ShouldBe("b new in run 3");
    }

    [Fact]
    public async Task Hostile_records_are_bounded_and_hold_nothing_up()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"d\":", 40)) + "1" + new string('}', 40);
        var list = "[" + string.Join(',', Enumerable.Repeat("[1]", 5000)) + "]";
        for (var round = 0; round < 3; round++)
        {
            var many = string.Join(',', Enumerable.Range(0, 100_000).Select(at => string.Create(CultureInfo.InvariantCulture, $"\"f{round}_{at}\":{at}")));
            await SyncAsync(1, $"\"deep\":{deep},\"list\":{list},\"{new string('長', 2000)}\":1,\"nul\\u0000\\ud800\":1,\"nul\\u0001\\ud801\":2,{many}");
        }

        int.Parse(await _hub.QueryAsync("select count(*) from hub.source_field"), CultureInfo.InvariantCulture).ShouldBeInRange(400, SourceShapes.MostFields);
        int.Parse(await _hub.QueryAsync("select max(length(path)) from hub.source_field"), CultureInfo.InvariantCulture).ShouldBeLessThan(600);
        (await _hub.QueryAsync("select count(*) from hub.record")).ShouldBe("3");
        (await _hub.QueryAsync("select string_agg(distinct outcome, ',') from hub.run")).ShouldBe("succeeded");
    }

    [Fact]
    public async Task A_replay_of_what_was_parked_says_nothing_of_the_source()
    {
        await SyncAsync(60, "\"a\":1");
        (await _hub.QueryAsync("select seen from hub.source_field where path = 'a'")).ShouldBe("60");

        await _hub.ReplayOrdersAsync(new ListSource([Some.Source("R1", """{"No":"R1","Customer":"C1","Gross":"1","old":1}""")]));

        (await _hub.QueryAsync("select count(*) from hub.source_field where path = 'old'")).ShouldBe("0");
    }

    /// <summary>A run of orders that are all new, each with these fields beside its own.</summary>
    private async Task SyncAsync(int count, string fields, TinyWorld? hub = null)
    {
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        _round++;
        await (hub ?? _hub).SyncOrdersAsync(new ListSource([.. Enumerable.Range(0, count).Select(at => Some.Source($"SO-{_round}-{at}", $$"""{"No":"{{_round}}-{{at}}","Customer":"C1","Gross":"1",{{fields}}}"""))]), batchSize: 200);
    }

    private Task<string> NewsAsync() => _hub.QueryAsync(
        "select string_agg(path || ' ' || change || ' in run ' || changed_run, ', ' order by path) from hub.source_field where change is not null and acknowledged_at is null");
}
