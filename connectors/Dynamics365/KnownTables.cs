using System.Collections.Concurrent;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>Tables that were described within the last minutes, of all environments. Safe from several threads.</summary>
internal sealed class KnownTables
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Environment, string Table), (Table Table, DateTimeOffset Until)> _known = new();

    public Table? Find(string environment, string table, DateTimeOffset now) =>
        _known.TryGetValue((environment, table), out var known) && now < known.Until ? known.Table : null;

    public void Keep(string environment, Table table, DateTimeOffset now) => _known[(environment, table.Name)] = (table, now + Lasts);

    /// <summary>Whatever was kept of an environment may have changed.</summary>
    public void Forget(string environment)
    {
        foreach (var key in _known.Keys.Where(key => key.Environment == environment))
            _known.TryRemove(key, out _);
    }
}
