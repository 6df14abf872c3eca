namespace DemoCrm.Api;

/// <summary>What can be made to go wrong.</summary>
public enum FaultKind
{
    /// <summary>Answers 500 and does nothing.</summary>
    Fail,

    /// <summary>Answers 429 with <c>Retry-After</c> and does nothing.</summary>
    TooBusy,

    /// <summary>Does what it was asked to, then drops the connection instead of answering. Strikes writes only.</summary>
    DropAfterCommit,

    /// <summary>Answers 200 with something that is no JSON, and does nothing.</summary>
    Nonsense,

    /// <summary>Does not answer until the caller gives up, and does nothing.</summary>
    Hang,

    /// <summary>Drops the connection, and does nothing.</summary>
    Drop,

    /// <summary>Answers 422, as a rule of the CRM's own would, and does nothing. Strikes writes only.</summary>
    Refuse,
}

/// <summary>The faults waiting for the next requests, each used once. Safe from several threads.</summary>
public sealed class Faults
{
    private readonly Lock _lock = new();
    private readonly Queue<Planned> _planned = [];
    private readonly Dictionary<FaultKind, int> _scattered = [];
    private (Random Random, double Share, IReadOnlyList<FaultKind> Kinds)? _seeded;

    /// <summary>
    /// Plans a fault for the next <paramref name="times"/> requests it applies to. <paramref name="retryAfter"/> goes with
    /// <see cref="FaultKind.TooBusy"/>: how long to ask the caller to wait, in whole seconds.
    /// </summary>
    /// <returns>Completes when the first of them has struck: the request has arrived, and for a lost answer is carried out.</returns>
    public Task PlanNext(FaultKind kind, int times = 1, TimeSpan? retryAfter = null)
    {
        var first = new Planned(kind, retryAfter);
        lock (_lock)
        {
            for (var time = 0; time < times; time++)
                _planned.Enqueue(time == 0 ? first : new Planned(kind, retryAfter));
        }
        return first.Struck.Task;
    }

    /// <summary>
    /// From now on, lets this share of the requests go wrong, by a seed. Requests that come at the same time may take each other's turn. <see cref="FaultKind.DropAfterCommit"/> strikes writes only.
    /// </summary>
    public void Scatter(int seed, double share, params IReadOnlyList<FaultKind> kinds)
    {
        lock (_lock)
            _seeded = (new Random(seed), share, kinds);
    }

    /// <summary>How many of the scattered faults have struck so far, by kind.</summary>
    public IReadOnlyDictionary<FaultKind, int> Scattered
    {
        get
        {
            lock (_lock)
                return new Dictionary<FaultKind, int>(_scattered);
        }
    }

    /// <summary>Forgets what has not struck yet, and scatters no more.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _planned.Clear();
            _seeded = null;
        }
    }

    /// <summary>The fault for this request, if one is due.</summary>
    internal Planned? Take(bool writes)
    {
        lock (_lock)
        {
            var due = _planned.TryPeek(out var next) && (next.Kind is not (FaultKind.DropAfterCommit or FaultKind.Refuse) || writes);
            return due ? _planned.Dequeue() : Scatter(writes);
        }
    }

    private Planned? Scatter(bool writes)
    {
        if (_seeded is not { } seeded || seeded.Random.NextDouble() >= seeded.Share || seeded.Kinds[seeded.Random.Next(seeded.Kinds.Count)] is var kind && kind is FaultKind.DropAfterCommit or FaultKind.Refuse && !writes)
            return null;
        _scattered[kind] = _scattered.GetValueOrDefault(kind) + 1;
        return new Planned(kind, kind == FaultKind.TooBusy ? TimeSpan.FromSeconds(1) : null);
    }

    internal sealed record Planned(FaultKind Kind, TimeSpan? RetryAfter)
    {
        public TaskCompletionSource Struck { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
