using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// A longer story than those of <see cref="TargetContract"/>: records that change and go, in batches of any size, while the server is busy, fails, answers nonsense, or carries a write out and drops the answer. It is delivered as
/// the hub does: what has no answer comes again with <see cref="Delivery.MayExist"/>, what is deferred comes again as it was. Derived and rigged as <see cref="TargetContract"/> is.
/// </summary>
/// <param name="rig">The rig; the contract starts and disposes it. xunit makes a new one for each seed.</param>
public abstract class TargetLifeContract(ITargetRig rig) : IAsyncLifetime
{
    private const int Records = 40;
    private const int Changes = 100;
    private const int MostRounds = 1000;

    private static readonly TargetFault[] Faults = [TargetFault.LostAnswer, TargetFault.LostAnswer, TargetFault.TooManyRequests, TargetFault.Failure, TargetFault.Nonsense];

    private readonly OpenedTarget<ITarget> _target = new(rig);

    /// <inheritdoc/>
    public Task InitializeAsync() => rig.StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _target.DisposeAsync();
        await rig.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_random_life_with_random_faults_loses_nothing_and_doubles_nothing(int seed)
    {
        var random = new Random(seed);
        var lives = Enumerable.Range(1, Records).Select(number => new Life(number)).ToList();
        var (changes, rounds, fault) = (Changes, 0, Task.CompletedTask);
        while (changes > 0 || lives.Exists(life => life.IsOpen))
        {
            Assert.True(++rounds < MostRounds, "Records are still not delivered.");
            if (changes > 0 && random.Next(2) == 0)
            {
                changes--;
                lives[random.Next(lives.Count)].Change(isGone: random.Next(6) == 0);
            }

            if (fault.IsCompleted && random.Next(5) < 2)
                fault = rig.Plan(Faults[random.Next(Faults.Length)]);
            var batch = lives.Where(life => life.IsOpen).OrderBy(_ => random.Next()).Take(random.Next(1, 16)).ToList();
            if (batch.Count > 0)
                await DeliverAsync(batch);
        }

        foreach (var life in lives)
        {
            var found = await rig.FindAsync(OpenedTarget<ITarget>.Key(life.Number));
            if (life.IsGone)
                Assert.Empty(found);
            else
                OpenedTarget<ITarget>.AssertSame(rig.Fields(life.Number, life.Version), Assert.Single(found).Fields);
        }
    }

    private async Task DeliverAsync(List<Life> batch)
    {
        IReadOnlyList<DeliveryResult> answers;
        try
        {
            answers = await _target.DeliverAsync([.. batch.Select(life => life.Delivery(rig))]);
        }
        catch (Exception unanswered) when (unanswered is TransientException or ProtocolException)
        {
            foreach (var life in batch)
                life.MayExist = true;
            return;
        }

        Assert.Equal(batch.Count, answers.Count);
        foreach (var (life, answer) in batch.Zip(answers))
        {
            if (answer is DeliveryResult.Delivered delivered)
                life.Delivered(delivered.RemoteId);
            else
                Assert.IsType<DeliveryResult.Deferred>(answer);
        }
    }

    private sealed class Life(int number)
    {
        private string? _remoteId;
        private int _delivered;

        public int Number => number;

        public int Version { get; private set; } = 1;

        public bool IsGone { get; private set; }

        public bool MayExist { get; set; }

        public bool IsOpen => _delivered != Version;

        public void Change(bool isGone) => (Version, IsGone) = (Version + 1, IsGone || isGone);

        public Delivery Delivery(ITargetRig rig) => IsGone
            ? new(rig.Entity, OpenedTarget<ITarget>.Key(number), _remoteId, MayExist, ChangeKind.Deleted, [])
            : new(rig.Entity, OpenedTarget<ITarget>.Key(number), _remoteId, MayExist, ChangeKind.Upserted, rig.Fields(number, Version));

        public void Delivered(string remoteId)
        {
            (_delivered, MayExist) = (Version, false);
            if (!IsGone)
                _remoteId = remoteId;
        }
    }
}
