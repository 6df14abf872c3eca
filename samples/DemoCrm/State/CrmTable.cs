namespace DemoCrm.State;

/// <summary>The records of one object. Not thread-safe: <see cref="Crm"/> holds the lock.</summary>
internal sealed class CrmTable(CrmShape shape)
{
    private readonly SortedDictionary<int, CrmRecord> _records = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byExternalId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _creates = new(StringComparer.Ordinal);
    private int _lastNumber;

    public CrmShape Shape => shape;
    public int NextNumber => _lastNumber + 1;
    public IReadOnlyCollection<CrmRecord> Records => _records.Values;

    public CrmRecord? Find(string id) => _numbers.TryGetValue(id, out var number) ? _records[number] : null;

    public int NumberOf(CrmRecord record) => _numbers[record.Id];

    public IReadOnlyList<CrmRecord> WithExternalId(string externalId) =>
        _byExternalId.TryGetValue(externalId, out var numbers) ? [.. numbers.Select(number => _records[number])] : [];

    /// <summary>How many records were ever created with this external id, deleted ones included.</summary>
    public int Creates(string externalId) => _creates.GetValueOrDefault(externalId);

    /// <summary>Makes the change a journal entry tells. Entries were checked before they were written.</summary>
    public CrmRecord Apply(JournalEntry entry)
    {
        switch (entry.Verb)
        {
            case JournalVerb.Create:
                return Add(entry);
            case JournalVerb.Update:
                return Replace(entry);
            case JournalVerb.Delete:
                return Remove(entry.Number);
            default:
                throw new InvalidDataException($"The journal holds an unknown verb for {shape.Name} {entry.Number}.");
        }
    }

    private CrmRecord Add(JournalEntry entry)
    {
        var record = new CrmRecord(shape.IdOf(entry.Number), entry.ExternalId, entry.Fields!, entry.At, entry.At);
        _lastNumber = Math.Max(_lastNumber, entry.Number);
        _records.Add(entry.Number, record);
        _numbers.Add(record.Id, entry.Number);
        if (entry.ExternalId is { } externalId)
        {
            _creates[externalId] = Creates(externalId) + 1;
            if (!_byExternalId.TryGetValue(externalId, out var numbers))
                _byExternalId.Add(externalId, numbers = []);
            numbers.Add(entry.Number);
        }
        return record;
    }

    private CrmRecord Replace(JournalEntry entry)
    {
        var record = _records[entry.Number];
        if (entry.ExternalId is { } externalId && externalId != record.ExternalId)
        {
            Forget(record.ExternalId, entry.Number);
            if (!_byExternalId.TryGetValue(externalId, out var numbers))
                _byExternalId.Add(externalId, numbers = []);
            numbers.Add(entry.Number);
        }

        return _records[entry.Number] = record with { ExternalId = entry.ExternalId ?? record.ExternalId, Fields = entry.Fields!, UpdatedAt = entry.At };
    }

    private CrmRecord Remove(int number)
    {
        var record = _records[number];
        _records.Remove(number);
        _numbers.Remove(record.Id);
        Forget(record.ExternalId, number);
        return record;
    }

    private void Forget(string? externalId, int number)
    {
        if (externalId is null || !_byExternalId.TryGetValue(externalId, out var numbers))
            return;
        numbers.Remove(number);
        if (numbers.Count == 0)
            _byExternalId.Remove(externalId);
    }
}
