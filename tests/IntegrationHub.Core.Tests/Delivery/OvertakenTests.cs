using IntegrationHub.Core.Tests.Sync;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Delivery;

/// <summary>An older state that arrives behind a newer one does not stay.</summary>
public sealed class OvertakenTests : IAsyncLifetime
{
    private readonly CrmWithoutUpsert _crm = new();
    private TestDatabase _database = null!;
    private TinyWorld _hub = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateDatabaseAsync();
        _hub = new TinyWorld(_database.ConnectionString);
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1")]));
        await _hub.DeliverAsync(new ScriptedTarget(_crm));
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_that_outlived_its_lease_does_not_put_back_what_another_host_has_delivered(bool answerIsLost)
    {
        await ChangeAsync("older");
        var slow = new ScriptedTarget(_crm)
        {
            Before = batch => Elsewhere(batch, async () =>
            {
                await ChangeAsync("newer");
                await _hub.LetTimePassAsync();   // the lease is over
                await _hub.DeliverAsync(new ScriptedTarget(_crm));
                Name.ShouldBe("newer");
            }),
            After = batch =>
            {
                if (!IsOlder(batch))
                    return;
                Name.ShouldBe("older");   // it did arrive
                if (answerIsLost)
                    throw new TransientException("cut");
            },
        };
        await Record.ExceptionAsync(() => _hub.DeliverAsync(slow));
        await _hub.LetTimePassAsync();

        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        Name.ShouldBe("newer");
        (await _hub.QueryAsync("select count(*) from hub.outbox")).ShouldBe("0");
    }

    [Fact]
    public async Task Nor_what_another_host_is_delivering_just_now()
    {
        await ChangeAsync("older");
        Task<Exception?> second = null!;
        using var olderArrived = new ManualResetEventSlim();
        using var newerArrived = new ManualResetEventSlim();
        var slow = new ScriptedTarget(_crm)
        {
            Before = batch => Elsewhere(batch, async () =>
            {
                await ChangeAsync("newer");
                await _hub.LetTimePassAsync();
                var newer = new ScriptedTarget(_crm)
                {
                    After = _ =>
                    {
                        newerArrived.Set();
                        olderArrived.Wait(TimeSpan.FromMinutes(1)).ShouldBeTrue();   // its answer is still on its way
                    },
                };
                second = Task.Run(() => Record.ExceptionAsync(() => _hub.DeliverAsync(newer)));
                newerArrived.Wait(TimeSpan.FromMinutes(1)).ShouldBeTrue();
            }),
        };
        await _hub.DeliverAsync(slow);   // sends what it has, and settles it
        Name.ShouldBe("newer");          // once more in the same round
        olderArrived.Set();
        (await second).ShouldBeNull();
        await _hub.LetTimePassAsync();

        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        Name.ShouldBe("newer");
        (await _hub.QueryAsync("select count(*) from hub.outbox")).ShouldBe("0");
    }

    [Fact]
    public async Task Nor_does_it_bring_back_what_is_deleted()
    {
        await ChangeAsync("older");
        var slow = new ScriptedTarget(_crm)
        {
            Before = batch => Elsewhere(batch, async () =>
            {
                await _hub.ExecuteAsync("update hub.record set deleted = true, version = version + 1; update hub.outbox set version = version + 1");
                await _hub.LetTimePassAsync();
                await _hub.DeliverAsync(new ScriptedTarget(_crm));
                _crm.Count.ShouldBe(0);
                _crm.Add("accounts", new() { ["name"] = "older" });   // an upsert by key, behind the delete
            }),
            Instead = delivery => delivery.Change is ChangeKind.Upserted ? new DeliveryResult.Delivered(_crm.Find(new RemoteQuery("accounts", RemoteBy.Field, ["older"], ["name"]) { Field = "name" })[0].RemoteId) : null,
        };

        await _hub.DeliverAsync(slow);
        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        _crm.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_lost_answer_that_is_followed_by_a_refusal_leaves_nothing_acknowledged()
    {
        await ChangeAsync("newer");
        await Should.ThrowAsync<TransientException>(() => _hub.DeliverAsync(new ScriptedTarget(_crm) { After = _ => throw new TransientException("cut") }));
        await _hub.LetTimePassAsync();
        await _hub.DeliverAsync(new ScriptedTarget(_crm) { Instead = _ => new DeliveryResult.Rejected("a rule") });
        await ChangeAsync("C1");   // back to what was acknowledged once: but the target shows the other

        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        Name.ShouldBe("C1");
    }

    private static bool IsOlder(IReadOnlyList<Sdk.Delivery> batch) => batch.Count > 0 && batch[0].Fields["name"]?.ToString() == "older";

    private string Name => _crm["erp:customer:C1"]["name"]!.ToString();

    private async Task ChangeAsync(string name)
    {
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1", name)]));
    }

    /// <summary>What happens on another host while the first batch is on its way.</summary>
    private static void Elsewhere(IReadOnlyList<Sdk.Delivery> batch, Func<Task> happens)
    {
        if (IsOlder(batch))
            Task.Run(happens).GetAwaiter().GetResult();
    }
}
