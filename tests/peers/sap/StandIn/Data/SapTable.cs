using SapStandIn.Metadata;

namespace SapStandIn.Data;

/// <summary>The entities of a set, which live: tests add, change and remove them, and commit late. Safe from several threads.</summary>
public sealed class SapTable(EdmEntitySet set)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SapRow> _rows = new(StringComparer.Ordinal);
    private readonly List<SapRow> _open = [];

    public EdmEntitySet Set { get; } = set;

    /// <summary>What everybody sees now, by key.</summary>
    public IReadOnlyList<SapRow> Rows
    {
        get
        {
            lock (_lock)
                return [.. _rows.Values];
        }
    }

    /// <exception cref="KeyNotFoundException">There is none with this key.</exception>
    public SapRow this[params string[] key]
    {
        get
        {
            lock (_lock)
                return _rows[KeyOf(key)];
        }
    }

    public SapRow? Find(IReadOnlyDictionary<string, object?> key)
    {
        lock (_lock)
            return _rows.GetValueOrDefault(SapRow.KeyOf(Set, key));
    }

    /// <summary>Adds a row, or replaces the one with its key.</summary>
    public void Put(params (string Name, object? Value)[] values) => Put(Row(values));

    public void Put(SapRow row)
    {
        lock (_lock)
            _rows[row.Key] = row;
    }

    /// <summary>Changes some values of the row with this key.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public void Change(string key, params (string Name, object? Value)[] values) => Change([key], values);

    /// <inheritdoc cref="Change(string, ValueTuple{string, object?}[])"/>
    public void Change(string[] key, params (string Name, object? Value)[] values)
    {
        lock (_lock)
            _rows[KeyOf(key)] = _rows[KeyOf(key)].With(Checked(values));
    }

    /// <summary>Adds or replaces a row in a transaction that stays open: nobody sees it before <see cref="Commit"/>.</summary>
    public void PutUncommitted(params (string Name, object? Value)[] values)
    {
        lock (_lock)
            _open.Add(Row(values));
    }

    public void Commit()
    {
        lock (_lock)
        {
            foreach (var row in _open)
                _rows[row.Key] = row;
            _open.Clear();
        }
    }

    /// <summary>Whether it was there.</summary>
    public bool Remove(params string[] key)
    {
        lock (_lock)
            return _rows.Remove(KeyOf(key));
    }

    public void Remove(SapRow row)
    {
        lock (_lock)
            _rows.Remove(row.Key);
    }

    private SapRow Row((string Name, object? Value)[] values) => new(Set, Checked(values));

    private Dictionary<string, object?> Checked((string Name, object? Value)[] values) => values.ToDictionary(
        value => Set.Properties.ContainsKey(value.Name) ? value.Name : throw new ArgumentException($"{Set.Name} has no {value.Name}.", nameof(values)), value => value.Value);

    private string KeyOf(string[] key) => SapRow.KeyOf(Set, Set.Keys.Zip(key).ToDictionary(pair => pair.First, pair => (object?)pair.Second));
}
