using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What every target owes the hub, whatever it writes to. One that speaks to a server derives from <see cref="TargetContract"/> instead, which has these facts too. The facts cannot be overridden.
/// </summary>
/// <param name="rig">The rig; the contract starts and disposes it. xunit makes a new one for each fact.</param>
public abstract class UpsertContract(IUpsertRig rig) : IAsyncLifetime
{
    private ITarget? _target;

    private protected WatchedServices Services { get; } = new();

    private protected ITarget Target => _target ??= rig.Open(Services.Services);

    /// <inheritdoc/>
    public Task InitializeAsync() => rig.StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_target is not null)
            await _target.DisposeAsync();
        Services.Dispose();
        await rig.DisposeAsync();
    }

    [Fact]
    public Task The_check_succeeds_when_all_is_well() => Target.CheckAsync(CancellationToken.None);

    [Fact]
    public async Task Every_delivery_gets_one_answer_in_the_same_order()
    {
        Assert.Empty(await DeliverAsync());
        await DeliverAsync(Upsert(4), Upsert(2));

        Delivery[] batch = [Upsert(5), Upsert(4), Delete(9), Upsert(3), Delete(2), Upsert(1)];
        var answers = await DeliverAsync(batch);

        Assert.Equal(batch.Length, answers.Count);
        for (var row = 0; row < batch.Length; row++)
        {
            var delivered = Assert.IsType<DeliveryResult.Delivered>(answers[row]);
            var found = await rig.FindAsync(batch[row].ExternalKey);
            if (batch[row].Change == ChangeKind.Deleted)
                Assert.Empty(found);
            else
                Assert.Equal(Assert.Single(found).Id, delivered.RemoteId);
        }
    }

    [Fact]
    public async Task The_same_delivery_twice_makes_one_object()
    {
        Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(Upsert(1))));
        Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(Upsert(1))));

        Assert.Single(await rig.FindAsync(Key(1)));
    }

    [Fact]
    public async Task A_later_state_replaces_the_earlier()
    {
        var first = Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(Upsert(1))));
        AssertShows(rig.Fields(1, version: 1), Assert.Single(await rig.FindAsync(Key(1))));

        var second = Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(Upsert(1, version: 2) with { RemoteId = first.RemoteId })));

        Assert.Equal(first.RemoteId, second.RemoteId);
        AssertShows(rig.Fields(1, version: 2), Assert.Single(await rig.FindAsync(Key(1))));
    }

    [Fact]
    public async Task One_poisoned_record_spoils_only_itself()
    {
        Delivery[] batch = [Upsert(1), Upsert(2), Poisoned(3), Upsert(4)];

        var answers = await DeliverAsync(batch);

        Assert.Equal(batch.Length, answers.Count);
        for (var row = 0; row < batch.Length; row++)
        {
            var found = await rig.FindAsync(batch[row].ExternalKey);
            if (row == 2)
            {
                Assert.NotEqual("", Assert.IsType<DeliveryResult.Rejected>(answers[row]).Reason.Trim());
                Assert.Empty(found);
            }
            else
            {
                Assert.IsType<DeliveryResult.Delivered>(answers[row]);
                Assert.Single(found);
            }
        }
    }

    [Fact]
    public async Task A_delete_takes_the_object_away()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(Upsert(1))));
        await DeliverAsync(Upsert(2));
        await DeliverAsync(Upsert(3));

        var answers = await DeliverAsync(Delete(1) with { RemoteId = made.RemoteId }, Delete(2));

        Assert.All(answers, answer => Assert.IsType<DeliveryResult.Delivered>(answer));
        Assert.Empty(await rig.FindAsync(Key(1)));
        Assert.Empty(await rig.FindAsync(Key(2)));
        Assert.Single(await rig.FindAsync(Key(3)));
    }

    [Fact]
    public async Task Deleting_the_unknown_succeeds()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(Upsert(1))));
        await DeliverAsync(Delete(1));

        Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(Delete(1))));
        Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(Delete(1) with { RemoteId = made.RemoteId })));
        Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(Delete(99))));
    }

    [Fact]
    public async Task The_fields_are_left_as_they_were()
    {
        Delivery[] batch = [Upsert(1), Poisoned(2)];
        await DeliverAsync(batch);

        Assert.True(JsonNode.DeepEquals(rig.Fields(1, version: 1), batch[0].Fields));
        Assert.True(JsonNode.DeepEquals(rig.PoisonedFields(2), batch[1].Fields));
        Assert.Null(batch[0].Fields.Parent);
    }

    private protected Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch) => Target.DeliverAsync(batch, CancellationToken.None);

    private protected Delivery Upsert(int number, int version = 1) => Of(number, ChangeKind.Upserted, rig.Fields(number, version));

    private protected Delivery Poisoned(int number) => Of(number, ChangeKind.Upserted, rig.PoisonedFields(number));

    private protected Delivery Delete(int number) => Of(number, ChangeKind.Deleted, []);

    private static void AssertShows(JsonObject fields, RemoteObject found)
    {
        foreach (var (name, value) in fields)
            Assert.True(JsonNode.DeepEquals(value, found.Fields[name]), $"'{name}' is not what was delivered last.");
    }

    private Delivery Of(int number, ChangeKind change, JsonObject fields) => new(rig.Entity, Key(number), RemoteId: null, MayExist: false, change, fields);

    /// <summary>Like the hub's keys, with all that is awkward in a path.</summary>
    internal static string Key(int number) => $"contract/thing/{number} %2F?&#é";
}
