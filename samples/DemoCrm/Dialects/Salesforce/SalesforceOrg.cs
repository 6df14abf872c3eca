using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>The org's records: what is written is checked as Salesforce checks it. Called under the store's lock.</summary>
internal sealed class SalesforceOrg(StandInStore store, SalesforceDialect dialect)
{
    public StandInStore Store => store;

    /// <summary>Fields that were made since the org is there, by object; nobody sees one before it is granted.</summary>
    public Dictionary<string, List<(SalesforceField Field, bool Granted)>> Made { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<SalesforceField> FieldsOf(string table) =>
        SalesforceSchema.Objects.TryGetValue(table, out var fields) ? Made.TryGetValue(table, out var made) ? [.. fields, .. made.Where(one => one.Granted).Select(one => one.Field)] : fields : throw new SalesforceRefusal(StatusCodes.Status404NotFound, "NOT_FOUND", "The requested resource does not exist");

    /// <summary>Makes of a record's JSON what can be kept. What it throws spoils the whole request.</summary>
    public JsonObject Read(string table, JsonObject record)
    {
        var fields = FieldsOf(table);
        var read = new JsonObject();
        foreach (var (name, value) in record)
        {
            if (name is "attributes" or "id" or "Id")
                continue;
            var field = fields.FirstOrDefault(known => known.Name == name) ?? throw new SalesforceRefusal(StatusCodes.Status400BadRequest, "INVALID_FIELD", $"No such column '{name}' on sobject of type {table}");
            read[name] = SalesforceValue.Read(field, value);
        }

        return read;
    }

    /// <summary>Creates (<paramref name="id"/> is null) or changes a record.</summary>
    public (StandInRecord? Record, SalesforceError? Error) Write(string table, string? id, JsonObject read)
    {
        var records = store.Table(table);
        if (id is not null)
        {
            if (!SalesforceId.Fits(id))
                return (null, new SalesforceError("MALFORMED_ID", $"{table} ID: id value of incorrect type"));
            if (records.Find(id) is not { } old)
                return (null, new SalesforceError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"));
            if (old.Deleted)
                return (null, new SalesforceError("ENTITY_IS_DELETED", "entity is deleted"));
        }

        if (Error(table, id, read) is { } error)
            return (null, error);
        return (id is null ? records.Create(Complete(table, read)) : records.Patch(id, read), null);
    }

    /// <summary>Deletes a record and what hangs on it.</summary>
    public SalesforceError? Delete(string id)
    {
        if (store.Tables.Select(table => (Table: table, Record: table.Find(id))).FirstOrDefault(found => found.Record is not null) is not { Record: { } record } at)
            return new SalesforceError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        if (record.Deleted)
            return new SalesforceError("ENTITY_IS_DELETED", "entity is deleted");
        if (dialect.Locked.Contains(id))
            return Locked(id);
        at.Table.Delete(id);
        foreach (var (name, fields) in SalesforceSchema.Objects)
            foreach (var field in fields.Where(field => field.RefersTo == at.Table.Name && field.IsWritable))
                foreach (var child in store.Table(name).Where(field.Name, id))
                    if (field.IsMaster)
                        Delete(child.Id);
                    else
                        store.Table(name).Patch(child.Id, new JsonObject { [field.Name] = null });
        return null;
    }

    private SalesforceError? Error(string table, string? id, JsonObject read)
    {
        foreach (var field in FieldsOf(table))
        {
            var isGiven = read.TryGetPropertyValue(field.Name, out var value);
            if (field.IsRequired && value is null && (isGiven || id is null))
                return new SalesforceError("REQUIRED_FIELD_MISSING", $"Required fields are missing: [{field.Name}]", field.Name);
            if (isGiven && (!field.IsWritable ? new SalesforceError("INVALID_FIELD_FOR_INSERT_UPDATE", $"Unable to create/update fields: {field.Name}. Please check the security settings of this field", field.Name)
                : value is null ? null : Error(table, id, field, value)) is { } error)
                return error;
        }

        return id is not null && dialect.Locked.Contains(id) ? Locked(id) : dialect.Rule(table, read) is { } said ? new SalesforceError("FIELD_CUSTOM_VALIDATION_EXCEPTION", said) : null;
    }

    private SalesforceError? Error(string table, string? id, SalesforceField field, JsonNode value)
    {
        var text = value.ToString();
        if (field.Length > 0 && text.Length > field.Length)
            return new SalesforceError("STRING_TOO_LONG", $"{field.Name}: data value too large: {text} (max length={field.Length})", field.Name);
        if (field.Type == "double" && Math.Abs(value.GetValue<decimal>()) >= (decimal)Math.Pow(10, field.Precision - field.Scale))
            return new SalesforceError("NUMBER_OUTSIDE_VALID_RANGE", $"{field.Name}: value outside of valid range on numeric field: {text}", field.Name);
        if (field.Values is { } values && !values.Contains(text))
            return new SalesforceError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", $"{field.Name}: bad value for restricted picklist field: {text}", field.Name);
        if (field.Type == "email" && (text.Length < 3 || !text[1..^1].Contains('@', StringComparison.Ordinal)))
            return new SalesforceError("INVALID_EMAIL_ADDRESS", $"{field.Name}: invalid email address: {text}", field.Name);
        if (field.IsUnique && store.Table(table).Where(field.Name, text).FirstOrDefault(other => other.Id != id) is { } other)
            return new SalesforceError("DUPLICATE_VALUE", $"duplicate value found: {field.Name} duplicates value on record with id: {other.Id}", field.Name);
        if (field.RefersTo is not { } to)
            return null;
        if (!SalesforceId.Fits(text))
            return new SalesforceError("MALFORMED_ID", $"{field.Name}: id value of incorrect type: {text}", field.Name);
        return store.Table(to).Find(text) switch
        {
            null => new SalesforceError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.Name),
            { Deleted: true } => new SalesforceError("ENTITY_IS_DELETED", "entity is deleted"),
            { Id: var parent } when field.IsMaster && dialect.Locked.Contains(parent) => Locked(parent),
            _ => null,
        };
    }

    private static SalesforceError Locked(string id) => new("UNABLE_TO_LOCK_ROW", $"unable to obtain exclusive access to this record or 1 records: {id}");

    private JsonObject Complete(string table, JsonObject read)
    {
        foreach (var field in FieldsOf(table).Where(field => field is { Type: "boolean", IsWritable: true } && read[field.Name] is null))
            read[field.Name] = false;
        return read;
    }
}
