using System.Text.Json.Nodes;

namespace DemoCrm.Dialects;

/// <summary>
/// The records of one object (module, app, entity set). Called under <see cref="StandInStore.Lock"/>. Which fields there are, which of them are unique, and what a broken rule is called, is the dialect's
/// affair.
/// </summary>
public sealed class StandInTable
{
    private readonly StandInStore _store;
    private readonly List<StandInRecord> _records = [];   // in the order of creation, the deleted ones too
    private readonly Dictionary<string, int> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Dictionary<string, List<int>>> _indexes = new(StringComparer.Ordinal);

    internal StandInTable(StandInStore store, string name, Func<int, string> id)
    {
        (_store, Name) = (store, name);
        NewId = id;
    }

    public string Name { get; }

    /// <summary>Makes an id from the number of a new record, which counts from 1.</summary>
    public Func<int, string> NewId { get; }

    /// <summary>Fields the object has, with the dialect's word for their type. Empty: it takes any.</summary>
    public Dictionary<string, string> FieldTypes { get; } = new(StringComparer.Ordinal);

    /// <summary>Fields whose values are unique.</summary>
    public HashSet<string> UniqueFields { get; } = new(StringComparer.Ordinal);

    /// <summary>What is there, oldest first.</summary>
    public IEnumerable<StandInRecord> Present => _records.Where(record => !record.Deleted);

    /// <summary>Also what was deleted.</summary>
    public IReadOnlyList<StandInRecord> Ever => _records;

    /// <summary>A record by id, deleted or not.</summary>
    public StandInRecord? Find(string id) => _byId.TryGetValue(id, out var at) ? _records[at] : null;

    /// <summary>What is there with this text in a field, oldest first.</summary>
    public IReadOnlyList<StandInRecord> Where(string field, string text) =>
        Index(field).TryGetValue(text, out var places) ? [.. places.Distinct().Select(at => _records[at]).Where(record => !record.Deleted && record.Text(field) == text)] : [];

    /// <summary>Adds a record. It does not look whether there is one like it.</summary>
    public StandInRecord Create(JsonObject fields)
    {
        var now = _store.Time.GetUtcNow();
        var record = new StandInRecord(NewId(_records.Count + 1), Copy(fields), 1, now, now);
        _byId[record.Id] = _records.Count;
        _records.Add(record);
        Enter(record, _records.Count - 1);
        return record;
    }

    /// <summary>Sets the given fields and leaves the others; null clears one. What changes nothing makes no version.</summary>
    public StandInRecord Patch(string id, JsonObject changes)
    {
        var record = Known(id);
        var fields = Copy(record.Fields);
        foreach (var (name, value) in changes)
        {
            if (value is null)
                fields.Remove(name);
            else
                fields[name] = value.DeepClone();
        }

        return JsonNode.DeepEquals(fields, record.Fields) ? record : Put(record with { Fields = fields, Version = record.Version + 1, ChangedAt = _store.Time.GetUtcNow() });
    }

    /// <summary>Takes a record away; <paramref name="mergedInto"/>: because it is now part of another.</summary>
    public void Delete(string id, string? mergedInto = null) =>
        Put(Known(id) with { Deleted = true, MergedInto = mergedInto, ChangedAt = _store.Time.GetUtcNow() });

    /// <summary>Takes back what one step of a transaction did, the last step first.</summary>
    /// <param name="id">Of the record that was created, changed or deleted.</param>
    /// <param name="before">As it was before; null: it was created.</param>
    public void Undo(string id, StandInRecord? before)
    {
        if (before is not null)
        {
            Put(before);
            return;
        }

        var at = _byId[id];
        if (at != _records.Count - 1)
            throw new InvalidOperationException("Something was created since.");
        _records.RemoveAt(at);
        _byId.Remove(id);
        foreach (var index in _indexes.Values)
            foreach (var places in index.Values)
                places.Remove(at);
    }

    private StandInRecord Put(StandInRecord record)
    {
        var at = _byId[record.Id];
        _records[at] = record;
        Enter(record, at);
        return record;
    }

    private StandInRecord Known(string id) => Find(id) ?? throw new InvalidOperationException($"There is no {Name} {id}.");

    /// <summary>An index is made for the first question about a field, and kept from then on; places of older values stay in it and are looked through.</summary>
    private Dictionary<string, List<int>> Index(string field)
    {
        if (_indexes.TryGetValue(field, out var index))
            return index;
        _indexes[field] = index = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var at = 0; at < _records.Count; at++)
            Enter(index, _records[at].Text(field), at);
        return index;
    }

    private void Enter(StandInRecord record, int at)
    {
        foreach (var (field, index) in _indexes)
            Enter(index, record.Text(field), at);
    }

    private static void Enter(Dictionary<string, List<int>> index, string? text, int at)
    {
        if (text is null)
            return;
        if (!index.TryGetValue(text, out var places))
            index[text] = places = [];
        if (places.Count == 0 || places[^1] != at)
            places.Add(at);
    }

    private static JsonObject Copy(JsonObject fields)
    {
        var copy = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                copy[name] = value.DeepClone();
        }

        return copy;
    }
}
