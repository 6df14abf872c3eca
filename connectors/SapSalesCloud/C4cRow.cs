using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>An entity as it was read.</summary>
internal sealed record C4cRow(string Id, string? Etag, JsonObject Fields)
{
    public static C4cRow Of(JsonObject row) => new(
        Text(row, C4cCollection.Id) ?? throw new ProtocolException("SAP Sales Cloud: an entity has no ObjectID."),
        row["__metadata"] is JsonObject about ? Text(about, "etag") : null,
        row);

    public static string? Text(JsonObject row, string name) => row[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    /// <summary>The items that were expanded; with or without <c>results</c> around them.</summary>
    public IReadOnlyList<C4cRow> Items(string navigation) => (Fields[navigation] switch
    {
        JsonArray list => list,
        JsonObject wrapped when wrapped["results"] is JsonArray list => list,
        _ => [],
    }).OfType<JsonObject>().Select(Of).ToList();
}
