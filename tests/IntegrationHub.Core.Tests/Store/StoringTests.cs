using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Store;

public sealed class StoringTests : StoreTest
{
    [Fact]
    public async Task A_new_record_is_stored_with_its_columns_and_marked_once()
    {
        await StoreAsync(Some.Customer("C1", "株式会社テスト"));
        var counts = await StoreAsync(Some.Order("SO-1", gross: 12_345.67m));

        (counts.Created, counts.Marked, counts.Waiting).ShouldBe((1, 1, 0));
        (await QueryAsync<decimal>("select amount from hub.record where id = 'SO-1'")).ShouldBe(12_345.67m);
        (await QueryAsync<DateOnly>("select happened_on from hub.record where id = 'SO-1'")).ShouldBe(new DateOnly(2026, 4, 1));
        (await QueryAsync<string>("select doc->'lines'->0->>'product' from hub.record where id = 'SO-1'")).ShouldBe("erp/product/P1");
        (await QueryAsync<long>("select o.customer_no from hub.record o where id = 'SO-1'")).ShouldBe(await QueryAsync<long>("select customer_no from hub.customer where name = '株式会社テスト'"));
        (await CountAsync("hub.outbox")).ShouldBe(2);
    }

    [Fact]
    public async Task Reading_again_what_is_unchanged_writes_nothing()
    {
        await StoreAsync(Some.Customer("C1"));
        await StoreAsync(Some.Order("SO-1"), Some.Order("SO-2"));
        var before = await QueryAsync<string>("select string_agg(xmin::text || ctid::text, ',' order by record_no) from hub.record");

        var counts = await StoreAsync(Some.Order("SO-1"), Some.Order("SO-2"));

        (counts.Read, counts.Unchanged, counts.Marked).ShouldBe((2, 2, 0));
        (await QueryAsync<string>("select string_agg(xmin::text || ctid::text, ',' order by record_no) from hub.record")).ShouldBe(before);
    }

    [Fact]
    public async Task A_changed_record_gets_a_new_version_and_keeps_its_number_and_one_mark()
    {
        await StoreAsync(Some.Customer("C1"));
        await StoreAsync(Some.Order("SO-1"));
        var number = await QueryAsync<long>("select record_no from hub.record where id = 'SO-1'");

        var counts = await StoreAsync(Some.Order("SO-1", gross: 200m));

        (counts.Changed, counts.Marked).ShouldBe((1, 1));
        (await QueryAsync<long>("select record_no from hub.record where id = 'SO-1'")).ShouldBe(number);
        (await QueryAsync<int>("select version from hub.outbox where record_no = $1", number)).ShouldBe(2);
    }

    [Fact]
    public async Task Other_bytes_with_the_same_meaning_make_no_version_and_no_mark()
    {
        await StoreAsync(Some.Customer("C1"));
        await StoreAsync(Some.Order("SO-1"));

        var counts = await StoreAsync([Some.Order("SO-1")], [Some.Source("SO-1", "{ \"other\": \"bytes\" }")]);

        (counts.Unchanged, counts.Changed, counts.Marked).ShouldBe((1, 0, 0));
        (await QueryAsync<int>("select version from hub.record where id = 'SO-1'")).ShouldBe(1);
        (await QueryAsync<byte[]>("select raw from hub.record where id = 'SO-1'")).ShouldBe("{ \"other\": \"bytes\" }"u8.ToArray());
    }

    [Fact]
    public async Task A_key_given_twice_in_a_batch_counts_with_its_last_state()
    {
        await StoreAsync(Some.Customer("C1"));

        var counts = await StoreAsync([Some.Order("SO-1", gross: 2m)], [Some.Source(Some.Order("SO-1", gross: 1m)), Some.Source(Some.Order("SO-1", gross: 2m))]);

        (counts.Read, counts.Created, counts.Unchanged).ShouldBe((2, 1, 1));
    }

    [Fact]
    public async Task A_deleted_record_stays_with_its_content_and_is_marked_and_may_come_back()
    {
        await StoreAsync(Some.Customer("C1"));
        await StoreAsync(Some.Order("SO-1"));

        var gone = await StoreAsync([Some.Order("SO-1")], [new SourceRecord("SO-1", ChangeKind.Deleted, default)]);
        var again = await StoreAsync([Some.Order("SO-1")], [new SourceRecord("SO-1", ChangeKind.Deleted, default)]);
        var back = await StoreAsync(Some.Order("SO-1"));

        (gone.Deleted, gone.Marked, again.Unchanged, back.Changed).ShouldBe((1, 1, 1, 1));
        (await QueryAsync<int>("select version from hub.record where id = 'SO-1' and not deleted")).ShouldBe(3);
    }

    [Fact]
    public async Task An_older_state_never_overwrites_a_newer_one()
    {
        var noon = new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
        await StoreAsync(Some.Customer("C1"));
        await StoreAsync(Some.Order("SO-1", gross: 2m) with { SourceTime = noon });

        var counts = await StoreAsync(Some.Order("SO-1", gross: 1m) with { SourceTime = noon.AddHours(-1) });

        counts.Unchanged.ShouldBe(1);
        (await QueryAsync<decimal>("select amount from hub.record where id = 'SO-1'")).ShouldBe(2m);
    }

    [Fact]
    public async Task A_record_its_mapping_marks_as_gone_is_written_once_however_often_it_is_read()
    {
        await StoreAsync(Some.Customer("C1"));
        var first = await StoreAsync(Some.Order("SO-1") with { Deleted = true });

        var again = await StoreAsync(Some.Order("SO-1") with { Deleted = true });
        var other = await StoreAsync([Some.Order("SO-1") with { Deleted = true }], [Some.Source("SO-1", "{ \"other\": \"bytes\" }")]);

        (first.Created, again.Unchanged, other.Unchanged, other.Marked).ShouldBe((1, 1, 1, 0));
        (await QueryAsync<int>("select version from hub.record where id = 'SO-1' and deleted")).ShouldBe(1);
    }

    [Fact]
    public async Task The_state_that_is_held_is_never_older_whatever_a_corrected_mapping_reads_from_its_clock()
    {
        var noon = new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);
        await StoreAsync(Some.Customer("C1"));
        await StoreAsync([Some.Order("SO-1", gross: 1m) with { SourceTime = noon }], [Some.Source("SO-1", "{}")]);
        await QueryAsync<int>("update hub.mapping set version = gen_random_uuid() returning 1");   // as if another version had made it
        Store = new HubStore(Database);

        await StoreAsync([Some.Order("SO-1", gross: 2m) with { SourceTime = noon.AddHours(-9) }], [Some.Source("SO-1", "{}")]);

        (await QueryAsync<decimal>("select amount from hub.record where id = 'SO-1'")).ShouldBe(2m);
    }

    [Fact]
    public async Task Whoever_moves_the_checkpoint_second_is_overtaken_and_writes_nothing()
    {
        var key = new SyncKey("erp", "order");
        var scope = new BatchScope(key, key, EntityKind.Order, new MappingUse("x.yaml", Guid.Empty), [], 1);
        await using (var first = await Store.BeginAsync(scope, null, new Checkpoint("1"), CancellationToken.None))
            await first.CommitAsync(CancellationToken.None);

        await Should.ThrowAsync<SyncOvertakenException>(() => Store.BeginAsync(scope, null, new Checkpoint("1"), CancellationToken.None));
        await Should.ThrowAsync<SyncOvertakenException>(() => Store.BeginAsync(scope, new Checkpoint("0"), new Checkpoint("1"), CancellationToken.None));
        (await Store.LoadCheckpointAsync(key, CancellationToken.None))!.Value.ShouldBe("1");
    }

    [Fact]
    public async Task A_transaction_left_without_commit_leaves_nothing()
    {
        var key = new SyncKey("erp", "order");
        var scope = new BatchScope(key, key, EntityKind.Order, new MappingUse("x.yaml", Guid.Empty), ["crm"], 1);
        await using (var transaction = await Store.BeginAsync(scope, null, new Checkpoint("1"), CancellationToken.None))
        {
            var changed = await transaction.ProbeAsync([Some.Source(Some.Order("SO-1"))], CancellationToken.None);
            await transaction.StoreAsync([new ResolvedRecord(changed[0], Some.Order("SO-1"), null, [])], CancellationToken.None);
        }

        (await CountAsync("hub.record")).ShouldBe(0);
        (await CountAsync("hub.outbox")).ShouldBe(0);
        (await Store.LoadCheckpointAsync(key, CancellationToken.None)).ShouldBeNull();
    }
}
