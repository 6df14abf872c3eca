using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Discovery;

/// <summary>What one record shows of its entity's fields.</summary>
internal static class FieldSample
{
    /// <exception cref="ProtocolException">The record is no JSON object.</exception>
    public static void Add(FieldNode root, SourceRecord record)
    {
        try
        {
            using var json = JsonDocument.Parse(record.Json);
            Add(root, json.RootElement);
        }
        catch (JsonException broken)
        {
            throw new ProtocolException($"The record {record.Key} is no JSON object. Mend it at the source; its fields cannot be found.", broken);
        }
    }

    private static void Add(FieldNode node, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                node.Holds(SourceFieldKind.Object);
                foreach (var property in value.EnumerateObject())
                    Add(node.Field(property.Name), property.Value);
                break;
            case JsonValueKind.Array:
                node.Holds(SourceFieldKind.List);
                foreach (var item in value.EnumerateArray())
                    Add(node.Elements(), item);
                break;
            case JsonValueKind.String:
                node.Holds(SourceFieldKind.Text);
                break;
            case JsonValueKind.Number:
                node.Holds(SourceFieldKind.Number);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                node.Holds(SourceFieldKind.Boolean);
                break;
            default:
                break;   // null says nothing
        }
    }
}
