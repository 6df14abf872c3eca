using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IntegrationHub.Core.Preview;

/// <summary>Writes JSON as the YAML of a cases file: one line per field, what is inside a field in one line each.</summary>
internal static partial class CaseYaml
{
    private const int Width = 140;

    public static void Property(StringBuilder yaml, string name, JsonNode? value, int indent)
    {
        yaml.Append(' ', indent).Append(Scalar(name)).Append(':');
        var line = Flow(value);
        switch (value)
        {
            case JsonObject { Count: > 0 } map when line.Length > Width - indent - name.Length:
                yaml.Append('\n');
                foreach (var (key, child) in map)
                    Property(yaml, key, child, indent + 2);
                break;
            case JsonArray { Count: > 0 } list when line.Length > Width - indent - name.Length:
                yaml.Append('\n');
                foreach (var item in list)
                    yaml.Append(' ', indent + 2).Append("- ").Append(Flow(item)).Append('\n');
                break;
            default:
                yaml.Append(' ').Append(line).Append('\n');
                break;
        }
    }

    /// <summary>A text without quotes only where nobody could take it for anything else.</summary>
    public static string Scalar(string text) => Plain().IsMatch(text) && !Words().IsMatch(text) ? text : JsonSerializer.Serialize(text, Json.Style);

    private static string Flow(JsonNode? value) => value switch
    {
        null => "~",
        JsonObject map => map.Count == 0 ? "{}" : $"{{ {string.Join(", ", map.Select(property => $"{Scalar(property.Key)}: {Flow(property.Value)}"))} }}",
        JsonArray list => $"[{string.Join(", ", list.Select(Flow))}]",
        _ when value.GetValueKind() is JsonValueKind.String => Scalar(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };

    [GeneratedRegex(@"^\p{L}([\p{L}\p{N}_ -]*[\p{L}\p{N}_])?$")]
    private static partial Regex Plain();

    [GeneratedRegex("^(true|false|null|yes|no|on|off|y|n)$", RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
