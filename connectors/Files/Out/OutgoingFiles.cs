using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files.Out;

/// <summary>What a batch becomes: one file, and one more for each list of objects in its records. Names are without number and ending.</summary>
internal static class OutgoingFiles
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The files by their names; the batch's own is the last.</summary>
    public static IReadOnlyList<(string Name, Func<TextWriter, Task> WriteAsync)> Of(string entity, IEnumerable<Delivery> batch, FilesTargetOptions options) => options.Format == OutgoingFormat.JsonLines
        ? [(entity, writer => WriteLinesAsync(writer, batch))]
        : [.. Tables(entity, batch).Select(table => (table.Key, (Func<TextWriter, Task>)(writer => table.Value.WriteAsync(writer, options.Delimiter[0]))))];

    /// <summary>The first field with a character that the encoding does not have, or that is none; null: all can be written.</summary>
    public static string? Unwritable(Delivery delivery, Encoding encoding)
    {
        if (!CanWrite(delivery.ExternalKey, encoding))
            return "externalKey";
        foreach (var (name, value) in delivery.Fields)
        {
            if (Texts(value).Any(text => !CanWrite(text, encoding)))
                return name;
        }

        return null;
    }

    private static async Task WriteLinesAsync(TextWriter writer, IEnumerable<Delivery> batch)
    {
        foreach (var delivery in batch)
        {
            var line = new JsonObject { ["change"] = Change(delivery), ["externalKey"] = delivery.ExternalKey };
            if (delivery.Change == ChangeKind.Upserted)
                line["fields"] = delivery.Fields.DeepClone();
            await writer.WriteAsync($"{line.ToJsonString(Readable)}\n");
        }
    }

    private static IEnumerable<KeyValuePair<string, OutgoingTable>> Tables(string entity, IEnumerable<Delivery> batch)
    {
        var main = new OutgoingTable();
        var lists = new SortedDictionary<string, OutgoingTable>(StringComparer.Ordinal);
        foreach (var delivery in batch)
        {
            var row = main.Row(("change", Change(delivery)), ("externalKey", delivery.ExternalKey));
            foreach (var (name, value) in delivery.Fields)
            {
                if (value is JsonArray list && list.Any(element => element is JsonObject))
                    AddLines(lists, $"{entity}.{name}", delivery.ExternalKey, list);
                else if (value is not JsonArray { Count: 0 })
                    main.Set(row, name, value);
            }
        }

        return [.. lists, KeyValuePair.Create(entity, main)];
    }

    private static void AddLines(SortedDictionary<string, OutgoingTable> lists, string file, string externalKey, JsonArray elements)
    {
        if (!lists.TryGetValue(file, out var table))
            lists[file] = table = new OutgoingTable();
        foreach (var element in elements.OfType<JsonObject>())
        {
            var row = table.Row(("externalKey", externalKey));
            foreach (var (name, value) in element)
                table.Set(row, name, value);
        }
    }

    private static string Change(Delivery delivery) => delivery.Change == ChangeKind.Deleted ? "deleted" : "upserted";

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject part => part.SelectMany(field => Texts(field.Value)),
        JsonArray list => list.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    private static bool CanWrite(string text, Encoding encoding)
    {
        try
        {
            encoding.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
