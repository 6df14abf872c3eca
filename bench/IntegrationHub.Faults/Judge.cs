using IntegrationHub.Core.Store;
using IntegrationHub.TestKit;

namespace IntegrationHub.Faults;

/// <summary>Holds the hub against the truth.</summary>
internal sealed class Judge(LivingTable truth, ErpLife life, HubView hub)
{
    private readonly List<Finding> _findings = [];
    private Dictionary<string, int>? _promised;   // what was there when the pass began that is under way
    private HashSet<string> _deletedBefore = [];
    private Dictionary<string, int> _thereBefore = [];

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Before a run.</summary>
    public async Task BeginAsync(string job)
    {
        if (job == "sync")
        {
            _promised ??= There();
            return;
        }

        life.BeginWatch();
        _thereBefore = There();
        _deletedBefore = await DeletedAsync();
    }

    /// <summary>After a run: a success has brought what was there when its pass began; a key pass has deleted nothing that was there all the time.</summary>
    public async Task EndAsync(string job, int run, Exception? error, string outcome, bool killed)
    {
        if (error is not null && !killed && outcome == RunOutcome.Succeeded)
            Find("false success", "*", $"run {run} ended with an error, and the ledger calls it {outcome}: {error.Message}");
        if (error is null && outcome != RunOutcome.Succeeded && !killed)
            Find("false failure", "*", $"run {run} went well, and the ledger calls it {outcome}");
        if (job == "keys")
        {
            var deleted = await DeletedAsync();
            foreach (var key in deleted.Except(_deletedBefore).Where(key => _thereBefore.ContainsKey(key) && !life.Removed.Contains(key)))
                Find("false delete", key, $"run {run} deleted it, and it was there all the time");
        }
        else if (outcome == RunOutcome.Succeeded)
        {
            var (held, _) = await hub.RecordsAsync();
            foreach (var row in truth.ByKey().Where(row => _promised!.GetValueOrDefault(row.Key) == row.Version))
                if (!held.TryGetValue(row.Key, out var has) || has.Version != row.Version || has.Deleted)
                    Find("false success", row.Key, $"run {run} is called a success, and the hub does not have version {row.Version}, which was there when the pass began");
            _promised = null;
        }
    }

    /// <summary>After the quiet runs at the end: hub and truth are the same.</summary>
    public async Task EndOfWorldAsync()
    {
        var (held, doubled) = await hub.RecordsAsync();
        var there = There();
        foreach (var (key, version) in there)
            if (!held.TryGetValue(key, out var has))
                Find("lost", key, $"the hub never got it; the ERP has version {version}");
            else if (has.Deleted)
                Find("false delete", key, $"the hub calls it deleted; the ERP has version {version}");
            else if (has.Version != version)
                Find("lost", key, $"the hub has version {has.Version}, the ERP {version}");
        foreach (var (key, _) in held.Where(pair => !pair.Value.Deleted && !there.ContainsKey(pair.Key)))
            Find("missed delete", key, "the ERP no longer has it");
        foreach (var key in doubled)
            Find("doubled", key, "the hub has it twice");
    }

    public void Find(string what, string key, string how) => _findings.Add(new Finding(what, key, how, [.. life.HistoryOf(key)]));

    private Dictionary<string, int> There() => truth.ByKey().ToDictionary(row => row.Key, row => row.Version);

    private async Task<HashSet<string>> DeletedAsync() => [.. (await hub.RecordsAsync()).Records.Where(pair => pair.Value.Deleted).Select(pair => pair.Key)];
}

/// <summary>Something that must not be.</summary>
/// <param name="What">Lost, doubled, false delete …</param>
/// <param name="Key">Of the record; <c>*</c>: of a run.</param>
/// <param name="How">What was seen.</param>
/// <param name="History">What happened to the key and to all before.</param>
internal sealed record Finding(string What, string Key, string How, IReadOnlyList<string> History);
