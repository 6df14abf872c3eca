using System.Text.Json.Nodes;

namespace DemoCrm.Dialects;

/// <summary>
/// What a stand-in holds, in memory. Whoever reads or writes it takes <see cref="Lock"/> for as long as one request of the vendor's is one transaction; the methods here take it themselves.
/// </summary>
public sealed class StandInStore(IDialect dialect, TimeProvider time)
{
    private readonly Dictionary<string, StandInTable> _tables = new(StringComparer.OrdinalIgnoreCase);

    public Lock Lock { get; } = new();

    public TimeProvider Time => time;

    /// <summary>All tables there are.</summary>
    public IReadOnlyCollection<StandInTable> Tables => _tables.Values;

    /// <summary>An object's table; null when there is none of this name.</summary>
    public StandInTable? Find(string name) => _tables.GetValueOrDefault(name);

    /// <summary>An object's table; made when it is asked for first.</summary>
    public StandInTable Table(string name)
    {
        lock (Lock)
        {
            if (!_tables.TryGetValue(name, out var table))
                _tables[name] = table = new StandInTable(this, name, number => dialect.NewId(name, number));
            return table;
        }
    }

    /// <summary>For tests: the records that are there with this text in a field. More than one for an external key means that somebody made a double.</summary>
    public IReadOnlyList<StandInRecord> Where(string table, string field, string text)
    {
        lock (Lock)
            return Table(table).Where(field, text);
    }

    /// <summary>For tests: somebody adds a record by hand.</summary>
    public StandInRecord Add(string table, JsonObject fields)
    {
        lock (Lock)
            return Table(table).Create(fields);
    }

    /// <summary>For tests: somebody edits a record by hand.</summary>
    public StandInRecord Edit(string table, string id, JsonObject changes)
    {
        lock (Lock)
            return Table(table).Patch(id, changes);
    }

    /// <summary>For tests: somebody deletes a record, or merges it into another.</summary>
    public void Remove(string table, string id, string? mergedInto = null)
    {
        lock (Lock)
            Table(table).Delete(id, mergedInto);
    }
}
