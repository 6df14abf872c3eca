using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Core.Mapping.Explain;

namespace IntegrationHub.Host.Mappings;

/// <summary>Lays a JSON record out in lines. Bounded, whatever it holds: what is too much is left out, and it is told that something was.</summary>
public sealed class RecordLines
{
    private const int MostLines = 1_000;
    private const int LongestValue = 300;

    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };   // Razor encodes it

    private readonly List<RecordLine> _lines = [];

    private RecordLines()
    {
    }

    internal IReadOnlyList<RecordLine> Lines => _lines;

    /// <summary>The record has more lines than are shown.</summary>
    internal bool Cut { get; private set; }

    /// <returns>Null when the bytes are no JSON.</returns>
    internal static RecordLines? Of(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var lines = new RecordLines();
            lines.AddBelow(document.RootElement, 0, "");
            return lines;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void AddBelow(JsonElement parent, int depth, string path)
    {
        if (parent.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in parent.EnumerateObject())
                if (!Add(property.Name, property.Value, depth, SourcePaths.Within(path, property.Name)))
                    return;
        }
        else if (parent.ValueKind is JsonValueKind.Array)
        {
            var index = 0;
            foreach (var element in parent.EnumerateArray())
            {
                if (!Add(string.Create(CultureInfo.InvariantCulture, $"[{index}]"), element, depth, SourcePaths.At(path, index)))
                    return;
                index++;
            }
        }
    }

    private bool Add(string name, JsonElement value, int depth, string path)
    {
        if (_lines.Count == MostLines)
        {
            Cut = true;
            return false;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.Object when value.EnumerateObject().Any() => null,
            JsonValueKind.Array when value.GetArrayLength() > 0 => null,
            _ => Shown(JsonSerializer.Serialize(value, AsItIs)),
        };
        _lines.Add(new RecordLine(depth, name, text, path));
        if (text is null)
            AddBelow(value, depth + 1, path);
        return true;
    }

    private static string Shown(string json) => json.Length <= LongestValue ? json : json[..LongestValue] + " …";
}
