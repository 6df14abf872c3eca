namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>What messages say of a field: its name, what it holds, and the states it may have.</summary>
internal sealed record FieldName(string Name, string Noun)
{
    public IReadOnlyList<string> States { get; init; } = [];

    public static implicit operator FieldName(CanonicalField field) => new(field.Name, field.Noun) { States = field.States ?? [] };
}
