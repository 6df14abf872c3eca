using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook;

/// <summary>Finds the records in what a call brought. What is no record is given as broken: the call was good, and nothing of it may be lost. Safe from several threads.</summary>
internal sealed class PushedRecords(WebhookEntityOptions settings)
{
    private const string Header = "header:";
    private readonly string[] _key = settings.Key.Split('/', StringSplitOptions.TrimEntries);

    /// <summary>The records of a JSON body; null when there is nothing where they should be.</summary>
    public IReadOnlyList<PushedRecord>? Of(JsonElement body, HookCall call) => BodyPath.At(body, settings.Records) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(one => Record(one, call))],
        { ValueKind: JsonValueKind.Object } one => [Record(one, call)],
        _ => null,
    };

    /// <summary>The records of a body with one on each line.</summary>
    public IReadOnlyList<PushedRecord> OfLines(HookCall call)
    {
        List<PushedRecord> records = [];
        for (var rest = call.Body; !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
                records.Add(OfLine(line, call));
        }

        return records;
    }

    private PushedRecord OfLine(ReadOnlyMemory<byte> line, HookCall call)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Record(document.RootElement, call);
        }
        catch (JsonException)
        {
            return Broken(line, "A line that is no JSON.");
        }
    }

    private PushedRecord Record(JsonElement record, HookCall call)
    {
        var json = JsonMarshal.GetRawUtf8Value(record).ToArray();
        if (record.ValueKind != JsonValueKind.Object)
            return Broken(json, "An element that is no object.");
        string?[] parts = [.. _key.Select(path => BodyPath.TextOf(BodyPath.At(record, path)))];
        if (parts.Any(string.IsNullOrWhiteSpace))
            return Broken(json, $"{settings.Key} is empty, but it is the key.");
        var change = IsDeleted(record, call) ? ChangeKind.Deleted : ChangeKind.Upserted;
        decimal? version = null;
        // What is gone often comes as little more than its key.
        if (settings.Version is { Length: > 0 } field && (version = VersionOf(BodyPath.TextOf(BodyPath.At(record, field)))) is null && change != ChangeKind.Deleted)
            return Broken(json, $"{field} is neither a number nor a time stamp, but it is the version.");
        return new(string.Join('/', parts), change, json, version, null);
    }

    private bool IsDeleted(JsonElement record, HookCall call) => settings.DeletedField is { Length: > 0 } field
        && (field.StartsWith(Header, StringComparison.Ordinal) ? call.Header(field[Header.Length..]) : BodyPath.TextOf(BodyPath.At(record, field))) is { } said
        && settings.DeletedValues.Contains(said, StringComparer.OrdinalIgnoreCase);

    private static decimal? VersionOf(string? text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return number;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.UtcTicks : null;
    }

    private static PushedRecord Broken(ReadOnlyMemory<byte> raw, string why) => new("", ChangeKind.Upserted, raw.ToArray(), null, why);
}
