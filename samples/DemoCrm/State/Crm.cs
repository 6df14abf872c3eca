using System.Text.Json;

namespace DemoCrm.State;

/// <summary>What became of one write: the record as it is now, or why it was refused.</summary>
internal sealed record CrmAnswer(int Status, CrmRecord? Record, CrmError? Error)
{
    public static implicit operator CrmAnswer(CrmError error) => new(error.Status, null, error);
}

/// <summary>One record on its way in.</summary>
/// <param name="ExternalId">What another system knows it by.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Id">The CRM's own id: then this record is changed, whatever external id it had, and none is created.</param>
internal sealed record CrmWrite(string ExternalId, IReadOnlyDictionary<string, JsonElement> Fields, string? Id = null);

/// <summary>
/// All records of the CRM. Every change is journaled before it is applied and on the disk before the method returns.
/// Safe from several threads: one lock around everything, which a demo can afford.
/// </summary>
internal sealed class Crm : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CrmTable> _tables = CrmShapes.All.ToDictionary(shape => shape.Name, shape => new CrmTable(shape), StringComparer.Ordinal);
    private readonly Journal? _journal;
    private readonly DemoCrmOptions _options;

    /// <summary>Opens the data folder of the options, when there is one, with everything in it.</summary>
    public Crm(DemoCrmOptions options)
    {
        _options = options;
        _journal = options.DataFolder is { } folder ? Journal.Open(folder, entry => _tables[entry.Object].Apply(entry)) : null;
    }

    public CrmShape? Shape(string objectName) => _tables.GetValueOrDefault(objectName)?.Shape;

    public IReadOnlyList<CrmRecord> All(string objectName)
    {
        lock (_lock)
            return [.. _tables[objectName].Records];
    }

    public IReadOnlyList<CrmRecord> WithExternalId(string objectName, string externalId)
    {
        lock (_lock)
            return _tables[objectName].WithExternalId(externalId);
    }

    public CrmRecord? Find(string objectName, string id)
    {
        lock (_lock)
            return _tables[objectName].Find(id);
    }

    public int Creates(string objectName, string externalId)
    {
        lock (_lock)
            return _tables[objectName].Creates(externalId);
    }

    /// <summary>Creates or replaces each record by external id; one answer per record, in order. One that is refused does not touch the others.</summary>
    public IReadOnlyList<CrmAnswer> Upsert(string objectName, IReadOnlyList<CrmWrite> writes) => Change(objectName, table =>
        writes.Select(write => Upsert(table, write)).ToList());

    public CrmAnswer Create(string objectName, string? externalId, IReadOnlyDictionary<string, JsonElement> fields) => Change<CrmAnswer>(objectName, table =>
    {
        if (externalId is not null && _options.UniqueExternalIds && table.WithExternalId(externalId).Count > 0)
            return CrmError.Conflict("duplicate_external_id", $"There already is a record with this external id in {objectName}.");
        return Checked(table, fields) ?? Write(table, JournalVerb.Create, table.NextNumber, externalId, fields);
    });

    /// <summary>
    /// Replaces the given fields of a record, and its external id when one is given, and leaves its others; an empty value (JSON null) clears a field.
    /// </summary>
    public CrmAnswer Patch(string objectName, string id, string? externalId, IReadOnlyDictionary<string, JsonElement> changes) => Change(objectName, table => Patch(table, id, externalId, changes));

    private CrmAnswer Patch(CrmTable table, string id, string? externalId, IReadOnlyDictionary<string, JsonElement> changes)
    {
        if (table.Find(id) is not { } record)
            return CrmError.NotFound(table.Shape.Singular);
        if (externalId is not null && _options.UniqueExternalIds && table.WithExternalId(externalId).Any(other => other.Id != id))
            return CrmError.Conflict("duplicate_external_id", $"There already is a record with this external id in {table.Shape.Name}.");
        var fields = new Dictionary<string, JsonElement>(record.Fields, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
            fields[name] = value;
        return Replace(table, record, fields, externalId);
    }

    public CrmAnswer Delete(string objectName, string id) =>
        Change(objectName, table => Delete(table, table.Find(id)));

    public CrmAnswer DeleteByExternalId(string objectName, string externalId) =>
        Change(objectName, table => Delete(table, table.WithExternalId(externalId).FirstOrDefault()));

    public void Dispose() => _journal?.Dispose();

    private T Change<T>(string objectName, Func<CrmTable, T> change)
    {
        lock (_lock)
        {
            var answer = change(_tables[objectName]);
            _journal?.Flush();
            return answer;
        }
    }

    private CrmAnswer Upsert(CrmTable table, CrmWrite write) => write.Id is { } id ? Patch(table, id, write.ExternalId, write.Fields) : table.WithExternalId(write.ExternalId) switch
    {
        [] => Checked(table, write.Fields) ?? Write(table, JournalVerb.Create, table.NextNumber, write.ExternalId, write.Fields),
        [var record] => Replace(table, record, write.Fields),
        _ => CrmError.Conflict("ambiguous_external_id", $"Several records in {table.Shape.Name} have this external id."),
    };

    private CrmAnswer Delete(CrmTable table, CrmRecord? record) => record is null
        ? CrmError.NotFound(table.Shape.Singular)
        : Write(table, JournalVerb.Delete, table.NumberOf(record), null, null);

    private CrmAnswer Replace(CrmTable table, CrmRecord record, IReadOnlyDictionary<string, JsonElement> fields, string? externalId = null)
    {
        if (Checked(table, fields) is { } refused)
            return refused;
        return SameFields(record.Fields, WithoutEmpty(fields)) && (externalId is null || externalId == record.ExternalId)
            ? new CrmAnswer(StatusCodes.Status200OK, record, null)
            : Write(table, JournalVerb.Update, table.NumberOf(record), externalId, fields);
    }

    private CrmAnswer Write(CrmTable table, JournalVerb verb, int number, string? externalId, IReadOnlyDictionary<string, JsonElement>? fields)
    {
        var entry = new JournalEntry(verb, table.Shape.Name, number, externalId, _options.Time.GetUtcNow(), fields is null ? null : WithoutEmpty(fields));
        _journal?.Write(entry);
        return new CrmAnswer(verb == JournalVerb.Create ? StatusCodes.Status201Created : StatusCodes.Status200OK, table.Apply(entry), null);
    }

    /// <summary>Why these fields are refused; null when they are fine.</summary>
    private CrmAnswer? Checked(CrmTable table, IReadOnlyDictionary<string, JsonElement> fields)
    {
        if (FieldCheck.FirstError(table.Shape, fields) is { } error)
            return error;
        var given = WithoutEmpty(fields);
        foreach (var field in table.Shape.Fields)
        {
            if (field.Refers is { } refers && given.TryGetValue(field.Name, out var id) && _tables[refers].Find(id.GetString()!) is null)
                return CrmError.Unprocessable($"unknown_{_tables[refers].Shape.Singular}", $"The field '{field.Name}' names a record that is not in {refers}.", field.Name);
        }
        return null;
    }

    private static Dictionary<string, JsonElement> WithoutEmpty(IReadOnlyDictionary<string, JsonElement> fields) =>
        fields.Where(field => field.Value.ValueKind != JsonValueKind.Null).ToDictionary(StringComparer.Ordinal);

    private static bool SameFields(IReadOnlyDictionary<string, JsonElement> left, IReadOnlyDictionary<string, JsonElement> right) =>
        left.Count == right.Count && left.All(field => right.TryGetValue(field.Key, out var value) && JsonElement.DeepEquals(field.Value, value));
}
