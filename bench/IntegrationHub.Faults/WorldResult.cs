using IntegrationHub.TestKit;

namespace IntegrationHub.Faults;

/// <summary>What happened in a world.</summary>
internal sealed class WorldResult(string kind, string name, int seed)
{
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    public string Kind => kind;
    public string Name => name;
    public int Seed => seed;
    public int Runs { get; set; }
    public int Kills { get; set; }
    public int Requests { get; private set; }
    public int Changes { get; private set; }
    public int LateCommits { get; private set; }
    public int Removals { get; private set; }
    public int Strays { get; private set; }
    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;
    public IReadOnlyDictionary<string, int> Faults { get; private set; } = new Dictionary<string, int>();

    /// <summary>Deliveries the CRM has acknowledged.</summary>
    public long Deliveries { get; private set; }

    /// <summary>Deliveries whose answer was lost.</summary>
    public long AnswersLost { get; private set; }

    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    public int Injected => Faults.Values.Sum() + Kills;

    public void Count(string outcome) => _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;

    public void Take(ScriptedServer server, ErpLife life, Judge judge)
    {
        (Requests, Strays, Faults) = (server.Requests.Count, server.Strays.Count, server.InjectedFaults.ToDictionary(fault => fault.Key.ToString(), fault => fault.Value));
        (Changes, LateCommits, Removals) = (life.Changes, life.LateCommits, life.Removals);
        if (Strays > 0)
            judge.Find("stray request", "*", $"{Strays} requests went to another host");
        Findings = judge.Findings;
    }

    /// <summary>What happened in a world that is delivered to.</summary>
    public void Take(IReadOnlyDictionary<string, int> faults, int changes, int removals, long deliveries, long answersLost, IReadOnlyList<Finding> findings) =>
        (Faults, Changes, Removals, Deliveries, AnswersLost, Findings) = (faults, changes, removals, deliveries, answersLost, findings);
}
