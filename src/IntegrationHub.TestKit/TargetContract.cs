using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What every target owes the hub. A connector's tests derive a public sealed class with a rig of their own, and nothing more:
/// <c>public sealed class AcmeTargetTests() : TargetContract(new AcmeRig());</c>. The facts cannot be overridden.
/// </summary>
/// <param name="rig">The rig; the contract starts and disposes it. xunit makes a new one for each fact.</param>
public abstract class TargetContract(ITargetRig rig) : IAsyncLifetime
{
    /// <summary>How long a server that is asked for <see cref="TargetFault.TooManyRequests"/> tells us to wait.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(7);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly WatchedServices _services = new();
    private ITarget? _target;

    private ITarget Target => _target ??= rig.Open(_services.Services);

    /// <inheritdoc/>
    public Task InitializeAsync() => rig.StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_target is not null)
            await _target.DisposeAsync();
        _services.Dispose();
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
    public async Task A_lost_answer_makes_no_second_object()
    {
        Delivery[] batch = [Upsert(1), Upsert(2), Upsert(3)];
        var struck = rig.Plan(TargetFault.LostAnswer);
        await Assert.ThrowsAsync<TransientException>(() => DeliverAsync(batch));
        await HasStruck(struck);
        var written = new List<RemoteObject>();
        foreach (var delivery in batch)
            written.AddRange(await rig.FindAsync(delivery.ExternalKey));
        Assert.NotEmpty(written);   // else the rig did not carry the write out, and this fact would show nothing

        var answers = await DeliverAsync([.. batch.Select(delivery => delivery with { MayExist = true })]);

        Assert.All(answers, answer => Assert.IsType<DeliveryResult.Delivered>(answer));
        foreach (var delivery in batch)
            Assert.Single(await rig.FindAsync(delivery.ExternalKey));
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
    public async Task Too_many_requests_means_later_and_keeps_the_wait()
    {
        foreach (Delivery[] batch in (Delivery[][])[[Upsert(1)], [Upsert(2), Upsert(3), Upsert(4)]])
        {
            var struck = rig.Plan(TargetFault.TooManyRequests);
            try
            {
                var deferred = batch.Zip(await DeliverAsync(batch)).Where(pair => pair.Second is DeliveryResult.Deferred).ToList();
                Assert.NotEmpty(deferred);
                Assert.Contains(deferred, pair => ((DeliveryResult.Deferred)pair.Second).After == Wait);
                foreach (var (delivery, _) in deferred)
                    Assert.Empty(await rig.FindAsync(delivery.ExternalKey));
            }
            catch (TransientException later)
            {
                Assert.Equal(Wait, later.RetryAfter);
            }
            await HasStruck(struck);
        }
    }

    [Fact]
    public async Task A_failing_server_means_later()
    {
        var struck = rig.Plan(TargetFault.Failure);
        try
        {
            Assert.IsType<DeliveryResult.Deferred>(Assert.Single(await DeliverAsync(Upsert(1))));
        }
        catch (TransientException)
        {
            // the other way to say it
        }
        await HasStruck(struck);
    }

    [Fact]
    public async Task Wrong_credentials_are_told_as_such()
    {
        await using var target = rig.OpenWithWrongCredentials(_services.Services);

        await Assert.ThrowsAsync<AccessException>(() => target.CheckAsync(CancellationToken.None));
        await Assert.ThrowsAsync<AccessException>(() => target.DeliverAsync([Upsert(1)], CancellationToken.None));
    }

    [Fact]
    public async Task Nonsense_is_told_as_such()
    {
        foreach (Delivery[] batch in (Delivery[][])[[Upsert(1)], [Upsert(2), Upsert(3)]])
        {
            var struck = rig.Plan(TargetFault.Nonsense);
            await Assert.ThrowsAsync<ProtocolException>(() => DeliverAsync(batch));
            await HasStruck(struck);
        }
    }

    [Fact]
    public async Task Cancelling_ends_within_a_second()
    {
        await AssertEndsAsync(cancellationToken => Target.DeliverAsync([Upsert(1), Upsert(2)], cancellationToken));
        await AssertEndsAsync(Target.CheckAsync);
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

    [Fact]
    public async Task No_secret_and_no_value_gets_into_a_message()
    {
        Delivery[] batch = [Upsert(1), Poisoned(2), Upsert(3)];
        var said = new List<string>();
        foreach (var fault in (TargetFault[])[TargetFault.TooManyRequests, TargetFault.Failure, TargetFault.Nonsense, TargetFault.LostAnswer])
        {
            var struck = rig.Plan(fault);
            said.AddRange(await SaidAsync(Target, batch));
            await HasStruck(struck);
        }
        said.AddRange(await SaidAsync(Target, batch));
        await using (var refused = rig.OpenWithWrongCredentials(_services.Services))
            said.AddRange(await SaidAsync(refused, batch));
        said.AddRange(_services.Lines);

        Assert.NotEmpty(said);
        var hidden = rig.Secrets.Concat(batch.SelectMany(delivery => TargetFields.Texts(delivery.Fields)));
        foreach (var secret in hidden)
            Assert.DoesNotContain(said, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<IEnumerable<string>> SaidAsync(ITarget target, Delivery[] batch)
    {
        try
        {
            return (await target.DeliverAsync(batch, CancellationToken.None)).Select(answer => answer.ToString());
        }
        catch (ConnectorException failure)
        {
            return [failure.ToString()];
        }
    }

    private async Task AssertEndsAsync(Func<CancellationToken, Task> start)
    {
        using var cancelling = new CancellationTokenSource();
        var hanging = rig.Plan(TargetFault.Hang);
        var running = start(cancelling.Token);
        await HasStruck(hanging);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(1)));
    }

    private static Task HasStruck(Task fault) => fault.WaitAsync(Patience);

    private static void AssertShows(JsonObject fields, RemoteObject found)
    {
        foreach (var (name, value) in fields)
            Assert.True(JsonNode.DeepEquals(value, found.Fields[name]), $"'{name}' is not what was delivered last.");
    }

    private Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch) => Target.DeliverAsync(batch, CancellationToken.None);

    private Delivery Upsert(int number, int version = 1) => Of(number, ChangeKind.Upserted, rig.Fields(number, version));

    private Delivery Poisoned(int number) => Of(number, ChangeKind.Upserted, rig.PoisonedFields(number));

    private Delivery Delete(int number) => Of(number, ChangeKind.Deleted, []);

    private Delivery Of(int number, ChangeKind change, JsonObject fields) => new(rig.Entity, Key(number), RemoteId: null, MayExist: false, change, fields);

    /// <summary>Like the hub's keys, with all that is awkward in a path.</summary>
    private static string Key(int number) => $"contract/thing/{number} %2F?&#é";
}
