using System.Collections.Concurrent;
using System.Threading.Channels;
using IntegrationHub.Core.Jobs;

namespace IntegrationHub.Jobs.Tests;

/// <summary>Tells the test of every run, and keeps those runs going that the test wants to hold.</summary>
internal sealed class HeldHandler : IJobHandler
{
    // Generous: a machine that builds something else meanwhile must not fail a test.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<JobId, Channel<HeldRun>> _runs = new();
    private readonly ConcurrentDictionary<JobId, int> _running = new();
    private readonly ConcurrentBag<JobId> _started = [];
    private int _overlaps;

    /// <summary>Jobs whose runs go on until the test ends them; others end at once.</summary>
    public required IReadOnlySet<JobId> Holds { get; init; }

    /// <summary>Runs that began while another run of the same job was going on.</summary>
    public int Overlaps => _overlaps;

    public int StartsOf(JobId id) => _started.Count(started => started == id);

    /// <summary>The next run of a job, once it has begun.</summary>
    public async Task<HeldRun> NextRunAsync(JobId id) => await RunsOf(id).Reader.ReadAsync().AsTask().WaitAsync(s_patience);

    public async Task RunAsync(JobId id, CancellationToken cancellationToken)
    {
        _started.Add(id);
        if (_running.AddOrUpdate(id, 1, (_, running) => running + 1) > 1)
            Interlocked.Increment(ref _overlaps);
        try
        {
            var run = new HeldRun(cancellationToken);
            RunsOf(id).Writer.TryWrite(run);
            if (Holds.Contains(id))
                await run.Ended.WaitAsync(cancellationToken);
        }
        finally
        {
            _running.AddOrUpdate(id, 0, (_, running) => running - 1);
        }
    }

    private Channel<HeldRun> RunsOf(JobId id) => _runs.GetOrAdd(id, _ => Channel.CreateUnbounded<HeldRun>());
}

/// <summary>A run under way.</summary>
internal sealed class HeldRun(CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public Task Ended => _ended.Task;

    public void Finish() => _ended.TrySetResult();

    public void Fail() => _ended.TrySetException(new InvalidOperationException("The ERP is on fire."));
}
