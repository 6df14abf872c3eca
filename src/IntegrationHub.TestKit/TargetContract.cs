using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What every target that speaks to a server owes the hub. A connector's tests derive a public sealed class with a rig of their own, and nothing more:
/// <c>public sealed class AcmeTargetTests() : TargetContract(new AcmeRig());</c>. The facts cannot be overridden.
/// </summary>
/// <param name="rig">The rig; the contract starts and disposes it. xunit makes a new one for each fact.</param>
public abstract class TargetContract(ITargetRig rig) : UpsertContract(rig)
{
    /// <summary>How long a server that is asked for <see cref="TargetFault.TooManyRequests"/> tells us to wait.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(7);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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
        await using var target = rig.OpenWithWrongCredentials(Services.Services);

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
        await using (var refused = rig.OpenWithWrongCredentials(Services.Services))
            said.AddRange(await SaidAsync(refused, batch));
        said.AddRange(Services.Lines);

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
}
