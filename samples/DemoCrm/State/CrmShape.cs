namespace DemoCrm.State;

/// <summary>What a field holds.</summary>
internal enum FieldKind
{
    Text,
    Number,
    Flag,
    Date,
    Instant,
    Reference,
    Lines,
}

/// <summary>
/// One field of an object or of its lines. A reference <c>Refers</c> to the object whose id it holds; lines have the fields in <c>Lines</c>.
/// </summary>
internal sealed record CrmField(string Name, FieldKind Kind, string? Refers = null, IReadOnlyList<CrmField>? Lines = null)
{
    public bool Required { get; init; }
}

/// <summary>One kind of record the CRM keeps, with its closed list of fields.</summary>
internal sealed class CrmShape(string name, string singular, string idPrefix, params CrmField[] fields)
{
    private readonly Dictionary<string, CrmField> _byName = fields.ToDictionary(field => field.Name, StringComparer.Ordinal);

    /// <summary>As in paths: <c>accounts</c>.</summary>
    public string Name => name;

    /// <summary>As in error codes: <c>unknown_account</c>.</summary>
    public string Singular => singular;

    public IReadOnlyList<CrmField> Fields => fields;

    public string IdOf(int number) => $"{idPrefix}-{number:000000}";

    public CrmField? Field(string fieldName) => _byName.GetValueOrDefault(fieldName);
}
