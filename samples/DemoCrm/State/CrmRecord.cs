using System.Text.Json;

namespace DemoCrm.State;

/// <summary>One record as the CRM shows it. Immutable.</summary>
/// <param name="Id">The CRM's own id: <c>ACC-000001</c>.</param>
/// <param name="ExternalId">The id another system knows it by.</param>
/// <param name="Fields">Its fields; empty ones are left out.</param>
/// <param name="CreatedAt">When it was created (UTC).</param>
/// <param name="UpdatedAt">When it last changed (UTC); an upsert that changes nothing leaves it.</param>
public sealed record CrmRecord(string Id, string? ExternalId, IReadOnlyDictionary<string, JsonElement> Fields, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>A field's text; null when it is empty or no text.</summary>
    internal string? Text(string field) =>
        Fields.TryGetValue(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A field's number; null when it is empty or no number.</summary>
    internal decimal? Number(string field) =>
        Fields.TryGetValue(field, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;
}
