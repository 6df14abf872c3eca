using System.Text;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Store;

public sealed class ReceivedLogTests : StoreTest
{
    private static readonly SyncKey Orders = new("shop", "Orders");
    private ReceivedLog Log => field ??= new(Database);

    [Fact]
    public async Task What_was_received_comes_in_its_order_and_only_to_its_sync()
    {
        await Log.ReceiveAsync(Orders, [Record("1", "a"), Record("2", "b", gone: true), new("", ChangeKind.Upserted, "x"u8.ToArray(), null, "broken")], [], CancellationToken.None);
        await Log.ReceiveAsync(new("shop", "Other"), [Record("9", "z")], [], CancellationToken.None);
        await Log.ReceiveAsync(Orders, [Record("1", "c")], [], CancellationToken.None);

        var records = await Log.ReadAsync(Orders, 0, 10, CancellationToken.None);

        records.Select(record => (record.Key, record.Change, record.Broken)).ShouldBe([("1", ChangeKind.Upserted, null), ("2", ChangeKind.Deleted, null), ("", ChangeKind.Upserted, "broken"), ("1", ChangeKind.Upserted, null)]);
        Encoding.UTF8.GetString(records[3].Json.Span).ShouldBe("c");
        (await Log.ReadAsync(Orders, records[1].No, 1, CancellationToken.None)).Single().No.ShouldBe(records[2].No);
        (await Log.UnreadAsync(CancellationToken.None)).ShouldBe([Orders, new("shop", "Other")]);

        await Log.DiscardAsync(Orders, records[2].No, CancellationToken.None);
        (await Log.ReadAsync(Orders, 0, 10, CancellationToken.None)).Single().No.ShouldBe(records[3].No);
    }

    [Fact]
    public async Task A_reader_at_the_end_misses_nothing_while_many_write()
    {
        const int writers = 8, calls = 25;
        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var call = 0; call < calls; call++)
                await Log.ReceiveAsync(Orders, [Record($"{writer}-{call}-a", "x"), Record($"{writer}-{call}-b", "x")], [$"{writer}-{call}"], CancellationToken.None);
        })));

        var seen = new List<string>();
        var after = 0L;
        for (var done = false; !done;)
        {
            done = writing.IsCompleted;   // what is read after this is all there is
            while (await Log.ReadAsync(Orders, after, 7, CancellationToken.None) is { Count: > 0 } records)
            {
                seen.AddRange(records.Select(record => record.Key));
                after = records[^1].No;
            }
        }

        await writing;
        seen.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, writers).SelectMany(writer => Enumerable.Range(0, calls).SelectMany(call => new[] { $"{writer}-{call}-a", $"{writer}-{call}-b" })).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_call_that_is_known_by_any_of_its_ids_keeps_nothing_again()
    {
        (await Log.ReceiveAsync(Orders, [Record("1", "a")], ["x", "y"], CancellationToken.None)).ShouldBe(new(false, 1, 0));
        (await Log.ReceiveAsync(Orders, [Record("1", "b")], ["z", "y"], CancellationToken.None)).ShouldBe(new(true, 0, 0));
        (await Log.ReceiveAsync(new("shop", "Other"), [Record("1", "b")], ["y"], CancellationToken.None)).ShouldBe(new(false, 1, 0));
        (await Log.ReceiveAsync(Orders, [Record("1", "a")], [], CancellationToken.None)).ShouldBe(new(false, 1, 0));   // without an id it may be a new call that says the same
        (await Log.ReadAsync(Orders, 0, 10, CancellationToken.None)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Of_a_record_the_highest_version_holds_also_within_one_call_and_after_it_was_let_go_of()
    {
        (await Log.ReceiveAsync(Orders, [Record("1", "v2", version: 2), Record("1", "v1", version: 1), Record("1", "v3", version: 3)], [], CancellationToken.None)).ShouldBe(new(false, 2, 1));
        await Log.DiscardAsync(Orders, long.MaxValue, CancellationToken.None);

        (await Log.ReceiveAsync(Orders, [Record("1", "v2", version: 2), Record("2", "v1", version: 1)], [], CancellationToken.None)).ShouldBe(new(false, 1, 1));
        (await Log.ReceiveAsync(Orders, [Record("1", "v3", version: 3)], [], CancellationToken.None)).ShouldBe(new(false, 1, 0));   // the sender says the same again
        (await Log.ReceiveAsync(Orders, [Record("1", "gone", gone: true, version: 2.5m)], [], CancellationToken.None)).ShouldBe(new(false, 0, 1));
    }

    [Fact]
    public async Task Large_records_come_in_smaller_lists()
    {
        var large = new string('x', 9 * 1024 * 1024);
        await Log.ReceiveAsync(Orders, [Record("1", large), Record("2", large), Record("3", large)], [], CancellationToken.None);

        var first = await Log.ReadAsync(Orders, 0, 10, CancellationToken.None);

        first.Select(record => record.Key).ShouldBe(["1", "2"]);
        (await Log.ReadAsync(Orders, first[^1].No, 10, CancellationToken.None)).Single().Key.ShouldBe("3");
    }

    [Fact]
    public async Task Refused_calls_are_counted_by_reason()
    {
        await Log.RefuseAsync(Orders, "signature", 3, CancellationToken.None);
        await Log.RefuseAsync(Orders, "signature", 2, CancellationToken.None);
        await using var command = Database.CreateCommand("select sum(times)::bigint from hub.hook_refusal where hook = 'shop/Orders' and reason = 'signature'");

        (await command.ExecuteScalarAsync()).ShouldBe(5L);
        await Log.PurgeAsync(CancellationToken.None);
        (await command.ExecuteScalarAsync()).ShouldBe(5L);
    }

    private static PushedRecord Record(string key, string json, bool gone = false, decimal? version = null) =>
        new(key, gone ? ChangeKind.Deleted : ChangeKind.Upserted, Encoding.UTF8.GetBytes(json), version, null);
}
