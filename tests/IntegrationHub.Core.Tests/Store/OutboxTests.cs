using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Tests.Store;

public sealed class OutboxTests : StoreTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private Task<Claim> ClaimAsync(TimeSpan? lease = null) => Outbox.ClaimAsync("crm", Enum.GetValues<EntityKind>(), bulk: false, 100, lease ?? Lease, after: null, CancellationToken.None);

    private Task SettleAsync(Claim claim, params Settlement[] settlements) => Outbox.SettleAsync(claim, settlements, 1, CancellationToken.None);

    [Fact]
    public async Task Parents_are_claimed_first_and_nothing_is_claimed_twice()
    {
        await StoreAsync(Some.Order("SO-1"));
        await StoreAsync(Some.Customer("C1"));

        var claim = await ClaimAsync();

        claim.Items.Select(item => item.Key.Entity).ShouldBe(["customer", "order"]);
        claim.Items.ShouldAllBe(item => !item.MayExist);
        (await ClaimAsync()).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_delivered_mark_is_gone_and_the_remote_id_is_known_the_next_time()
    {
        await StoreAsync(Some.Customer("C1"));
        var claim = await ClaimAsync();
        await SettleAsync(claim, new Settlement.Delivered(claim.Items[0], "ACC-1"));
        (await CountAsync("hub.outbox")).ShouldBe(0);

        await StoreAsync(Some.Customer("C1", "Another name"));

        var next = (await ClaimAsync()).Items.ShouldHaveSingleItem();
        (next.RemoteId, next.MayExist, next.Version, next.ExternalKey).ShouldBe(("ACC-1", false, 2, "erp:customer:C1"));
    }

    [Fact]
    public async Task What_changes_while_it_is_on_its_way_stays_marked()
    {
        await StoreAsync(Some.Customer("C1"));
        var claim = await ClaimAsync();
        await StoreAsync(Some.Customer("C1", "Another name"));

        await SettleAsync(claim, new Settlement.Delivered(claim.Items[0], "ACC-1"));

        var next = (await ClaimAsync()).Items.ShouldHaveSingleItem();
        (next.Version, next.MayExist, next.RemoteId).ShouldBe((2, false, "ACC-1"));
    }

    [Fact]
    public async Task After_a_lost_answer_or_a_crash_it_is_known_that_the_record_may_exist()
    {
        await StoreAsync(Some.Customer("C1"), Some.Customer("C2"));
        var claim = await ClaimAsync(lease: TimeSpan.Zero);   // C2's host dies here
        await SettleAsync(claim, new Settlement.AnswerLost(claim.Items[0], "timeout", TimeSpan.Zero));

        (await ClaimAsync()).Items.ShouldAllBe(item => item.MayExist);
    }

    [Fact]
    public async Task A_claim_that_outlived_its_lease_settles_nothing_of_the_next_claim()
    {
        await StoreAsync(Some.Customer("C1"));
        var slow = await ClaimAsync(lease: TimeSpan.Zero);
        var second = await ClaimAsync();

        await SettleAsync(slow, new Settlement.Deferred(slow.Items[0], "busy", TimeSpan.FromHours(1)));

        (await QueryAsync<Guid>("select lease from hub.outbox")).ShouldBe(second.Lease);
    }

    [Fact]
    public async Task A_mark_that_a_sync_holds_is_left_for_the_next_claim()
    {
        await StoreAsync(Some.Customer("C1"), Some.Customer("C2"));
        await using (var connection = await Database.OpenConnectionAsync())
        await using (var sync = await connection.BeginTransactionAsync())
        {
            await using var hold = new Npgsql.NpgsqlCommand("select from hub.outbox where record_no = (select min(record_no) from hub.outbox) for update", connection);
            await hold.ExecuteNonQueryAsync();
            (await ClaimAsync()).Items.ShouldHaveSingleItem().Key.Id.ShouldBe("C2");
        }

        var next = (await ClaimAsync()).Items.ShouldHaveSingleItem();
        (next.Key.Id, next.MayExist).ShouldBe(("C1", false));
    }

    [Fact]
    public async Task A_settlement_of_several_leaves_only_the_mark_of_what_changed_meanwhile()
    {
        await StoreAsync(Some.Customer("C1"), Some.Customer("C2"), Some.Customer("C3"));
        var claim = await ClaimAsync();
        await StoreAsync(Some.Customer("C2", "Another name"));

        await SettleAsync(claim, [.. claim.Items.Select(item => new Settlement.Delivered(item, $"ACC-{item.Key.Id}"))]);

        var next = (await ClaimAsync()).Items.ShouldHaveSingleItem();
        (next.Key.Id, next.Version, next.MayExist, next.RemoteId).ShouldBe(("C2", 2, false, "ACC-C2"));
        (await CountAsync("hub.delivery_attempt")).ShouldBe(3);
    }

    [Fact]
    public async Task A_rejected_record_is_parked_and_comes_again_only_when_it_changes_or_is_replayed()
    {
        await StoreAsync(Some.Customer("C1"));
        var claim = await ClaimAsync();
        await SettleAsync(claim, new Settlement.Rejected(claim.Items[0], "unknown_field", "crm refused erp/customer/C1: unknown_field"));
        (await ClaimAsync()).Items.ShouldBeEmpty();
        var parked = new ParkedRecords(Database, Store);
        var numbers = await parked.FindAsync("crm", "deliver", null, CancellationToken.None);

        await parked.MarkAgainAsync(await parked.LoadAsync(numbers, CancellationToken.None), CancellationToken.None);

        var again = await ClaimAsync();
        await SettleAsync(again, new Settlement.Delivered(again.Items.ShouldHaveSingleItem(), "ACC-1"));
        (await QueryAsync<string>("select closed_how from hub.parked")).ShouldBe("delivered");
    }

    [Fact]
    public async Task A_child_is_woken_when_its_parent_is_delivered()
    {
        await StoreAsync(Some.Customer("C1"));
        await StoreAsync(Some.Order("SO-1"));
        var claim = await ClaimAsync();
        var (customer, order) = (claim.Items[0], claim.Items[1]);
        await SettleAsync(claim, new Settlement.NotSent(order, customer.RecordNo, "waits until erp/customer/C1 is delivered"));
        (await ClaimAsync()).Items.ShouldBeEmpty();

        await SettleAsync(claim, new Settlement.Delivered(customer, "ACC-1"));

        var next = (await ClaimAsync()).Items.ShouldHaveSingleItem();
        (next.Key.Id, next.Attempts, next.MayExist).ShouldBe(("SO-1", 0, false));
    }

    [Fact]
    public async Task A_dropped_record_can_be_taken_back()
    {
        await StoreAsync(Some.Customer("C1"));
        var claim = await ClaimAsync();
        await SettleAsync(claim, new Settlement.Rejected(claim.Items[0], "bad", "bad"));
        var parked = new ParkedRecords(Database, Store);
        var numbers = await parked.FindAsync(null, null, null, CancellationToken.None);

        (await parked.DropAsync(numbers, "admin", "not needed", CancellationToken.None)).ShouldBe(1);
        (await parked.FindAsync(null, null, null, CancellationToken.None)).ShouldBeEmpty();
        (await parked.ReopenAsync(numbers, "admin", "needed after all", CancellationToken.None)).ShouldBe(1);

        (await parked.FindAsync(null, null, null, CancellationToken.None)).ShouldBe(numbers);
        (await CountAsync("hub.audit")).ShouldBe(2);
    }

    [Fact]
    public async Task A_paused_target_is_left_alone_until_it_is_resumed()
    {
        await StoreAsync(Some.Customer("C1"));
        await Outbox.PauseAsync("crm", TimeSpan.FromHours(1), "429", CancellationToken.None);
        (await ClaimAsync()).Items.ShouldBeEmpty();

        await Outbox.ResumeAsync("crm", CancellationToken.None);

        (await ClaimAsync()).Items.Count.ShouldBe(1);
    }
}
