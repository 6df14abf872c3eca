using IntegrationHub.TestKit;

namespace IntegrationHub.Faults;

/// <summary>What goes on in an ERP while it is read: records come, change, go, and are committed late; many have the same time. Remembers what happened to each key.</summary>
/// <param name="table">Its records.</param>
/// <param name="time">The world's clock.</param>
/// <param name="skew">How far the ERP's own clock is ahead.</param>
/// <param name="onlyAdds">Records never change, and each new one has a higher key.</param>
internal sealed class ErpLife(LivingTable table, WorldTime time, TimeSpan skew, bool onlyAdds)
{
    private const int Keys = 50;
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromSeconds(280);   // the cursors look back 300

    private readonly Dictionary<string, List<string>> _history = [];
    private readonly HashSet<string> _removed = [];
    private int _added;
    private int _addedWhileOpen;

    public int Changes { get; private set; }
    public int LateCommits { get; private set; }
    public int Removals { get; private set; }

    /// <summary>Keys that went away at some time since <see cref="BeginWatch"/>, perhaps to come back.</summary>
    public IReadOnlySet<string> Removed => _removed;

    private DateTimeOffset Now => time.GetUtcNow() + skew;

    public void BeginWatch() => _removed.Clear();

    /// <summary>Time passes. A transaction is committed before it has been open for too long.</summary>
    public void Pass(TimeSpan by)
    {
        if (table.OpenSince is { } since && Now + by - since > LongestTransaction)
            Commit();
        time.Advance(by);
    }

    /// <summary>Something happens, or nothing.</summary>
    public void Happen(Random random)
    {
        switch (random.Next(10))
        {
            case < 4: Put(NextKey(random), late: false); break;
            case < 6: Put(NextKey(random), late: true); break;
            case < 7 when table.Keys is { Count: > 0 } keys: Remove(keys[random.Next(keys.Count)]); break;
            case < 9: Commit(); break;
        }
    }

    public void Commit()
    {
        if (table.OpenSince is null)
            return;
        LateCommits++;
        _addedWhileOpen = 0;
        table.Commit();
        Note("*", "committed what was open");
    }

    public void Note(string key, string what)
    {
        if (!_history.TryGetValue(key, out var events))
            _history.Add(key, events = []);
        events.Add($"{time.GetUtcNow():HH:mm:ss} {what}");
    }

    /// <summary>What happened to a key, and to all.</summary>
    public IEnumerable<string> HistoryOf(string key) => (key == "*" ? [] : _history.GetValueOrDefault(key, []).TakeLast(12)).Concat(_history.GetValueOrDefault("*", []).TakeLast(24));

    private string NextKey(Random random)
    {
        if (!onlyAdds)
            return $"K-{random.Next(Keys):00}";
        if (++_addedWhileOpen > 10)
            Commit();   // the cursor looks back 20 records
        return $"K-{++_added:0000000}";
    }

    private void Put(string key, bool late)
    {
        Changes++;
        if (late)
            table.PutUncommitted(key, Now);
        else
            table.Put(key, Now);
        Note(key, late ? $"changed, stamped {Now:HH:mm:ss}, not committed yet" : $"changed, stamped {Now:HH:mm:ss}, version {table.ByKey().First(row => row.Key == key).Version}");
        if (onlyAdds && table.Keys.Count > 150)
            Remove(table.Keys[random(_added, table.Keys.Count)]);

        static int random(int seed, int most) => (int)((uint)Seeds.Of(seed, most) % most);
    }

    private void Remove(string key)
    {
        Removals++;
        _removed.Add(key);
        table.Remove(key);
        Note(key, "removed");
    }
}
