using System.Text.Json.Nodes;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>A record on its way.</summary>
/// <param name="Id">Salesforce's id, when it is changed by that; else it is upserted by its key.</param>
/// <param name="Key">Its external key.</param>
/// <param name="Fields">Its fields; lists are written elsewhere.</param>
internal sealed record RowToSave(string? Id, string Key, JsonObject Fields)
{
    /// <summary>Only these of its fields; null: all.</summary>
    public IReadOnlySet<string>? Only { get; init; }

    /// <summary>The field of a line that says whose it is, and whose.</summary>
    public (string Field, string Id)? Parent { get; init; }

    /// <summary>What is written of it beside id and key.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Values(string keyField) =>
        Fields.Where(field => field.Value is not JsonArray && field.Key != keyField && (Only is null || Only.Contains(field.Key)));
}

/// <summary>What became of it.</summary>
internal readonly record struct SavedRow(string? Id, bool Created, SalesforceError? Error);
