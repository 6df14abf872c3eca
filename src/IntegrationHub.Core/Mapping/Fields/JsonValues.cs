using System.Text.Json.Nodes;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>A rule's value as JSON: numbers as exact decimals, dates and instants as ISO texts.</summary>
internal static class JsonValues
{
    public static string? Read(scoped in Value value, TextCache texts, out JsonNode result)
    {
        if (value.Kind is ValueKind.Literal or ValueKind.Number)
        {
            var cause = Scalars.Decimal(in value, texts, out var number);
            result = JsonValue.Create(number);
            return cause;
        }

        result = value.Kind is ValueKind.Boolean ? JsonValue.Create(value.Boolean) : JsonValue.Create(value.ToText(texts));
        return null;
    }
}
