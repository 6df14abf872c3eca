using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Cases;

/// <summary>YAML as JSON: unquoted numbers, <c>true</c>, <c>false</c> and <c>null</c> are what they look like, everything else is text.</summary>
internal static class YamlJson
{
    /// <summary>A case's input: a set of keys written as JSON, or a text taken as it is, which may be broken JSON.</summary>
    public static byte[] ToBytes(YamlNode node)
    {
        if (node is YamlText { IsNull: false } verbatim)
            return Encoding.UTF8.GetBytes(verbatim.Value);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, node);
        return buffer.ToArray();
    }

    public static JsonNode? ToNode(YamlNode node)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, node);
        return JsonNode.Parse(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                writer.WriteStartObject();
                foreach (var (key, value) in map.Entries)
                {
                    writer.WritePropertyName(key.Value);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case YamlList list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case YamlText { IsNull: true }:
                writer.WriteNullValue();
                break;
            case YamlText { Plain: true, Value: "true" or "false" } truth:
                writer.WriteBooleanValue(truth.Value == "true");
                break;
            case YamlText { Plain: true } number when JsonNumber.IsValid(Encoding.UTF8.GetBytes(number.Value)):
                writer.WriteRawValue(number.Value);
                break;
            case YamlText text:
                writer.WriteStringValue(text.Value);
                break;
            default:
                throw new NotSupportedException($"A case cannot hold a {node.GetType().Name}.");
        }
    }
}
