using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Canonical;

/// <summary>
/// Names one record: the connection it comes from, what it is in canonical words (<c>order</c>), and its key there.
/// Written in JSON and on pages as <c>system/entity/id</c>; only the id may contain a slash.
/// </summary>
[JsonConverter(typeof(RecordKeyConverter))]
public sealed record RecordKey(string System, string Entity, string Id)
{
    public override string ToString() => $"{System}/{Entity}/{Id}";

    /// <exception cref="FormatException">The text is not <c>system/entity/id</c>.</exception>
    public static RecordKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"'{text}' is not a record key; expected system/entity/id.");

    public static bool TryParse(string text, [NotNullWhen(true)] out RecordKey? key)
    {
        var first = text.IndexOf('/', StringComparison.Ordinal);
        var second = first < 0 ? -1 : text.IndexOf('/', first + 1);
        key = second > first + 1 && first > 0 && second < text.Length - 1
            ? new RecordKey(text[..first], text[(first + 1)..second], text[(second + 1)..])
            : null;
        return key is not null;
    }
}

internal sealed class RecordKeyConverter : JsonConverter<RecordKey>
{
    public override RecordKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return RecordKey.Parse(reader.GetString() ?? "");
        }
        catch (FormatException notAKey)
        {
            throw new JsonException(notAKey.Message, notAKey);
        }
    }

    public override void Write(Utf8JsonWriter writer, RecordKey value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
