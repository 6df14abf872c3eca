using System.Globalization;
using System.Text.Json;

namespace IntegrationHub.Sdk.Extraction;

/// <summary>
/// Reads from a record's JSON what it is in the counts, for <see cref="ICountedSource.Counted"/>. Used by composition; immutable and safe from several threads. A field
/// is named as it stands in the record; of nested objects, the names on the way with dots between them.
/// </summary>
public sealed class CountedFields
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The field with the company; null: they are not counted.</summary>
    public string? Company { get; init; }

    /// <summary>
    /// The field with the business date; null: days are not counted. It begins with <c>2026-01-31</c>, is <c>20260131</c>, or OData's <c>/Date(…)/</c>; of a time, its
    /// day as written.
    /// </summary>
    public string? Day { get; init; }

    /// <summary>How the business date is written, as a .NET format: <c>M/d/yyyy</c>. Left out: one of the forms above.</summary>
    public string? DayFormat { get; init; }

    /// <summary>Fields that are added up: numbers, or texts that are numbers.</summary>
    public IReadOnlyList<string> Sums { get; init; } = [];

    /// <summary>What a record is in the counts. Called as often as wanted.</summary>
    /// <exception cref="ProtocolException">It is no JSON object, or a field is not what it should be. The message holds no value.</exception>
    public CountedRecord Of(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var sums = new Dictionary<string, decimal>(Sums.Count);
            foreach (var name in Sums)
                if (Text(document.RootElement, name) is { } text)
                    sums[name] = decimal.TryParse(text, NumberStyles.Float, Invariant, out var number) ? number : throw new ProtocolException($"A record's {name} is no number, so it cannot be added up.");
            return new CountedRecord(
                Company is null ? null : Text(document.RootElement, Company),
                Day is null || Text(document.RootElement, Day) is not { } day ? null : DayOf(day) ?? throw new ProtocolException($"A record's {Day} is no date, so it cannot be counted by day."))
            { Sums = sums };
        }
        catch (JsonException)
        {
            throw new ProtocolException("A record is not JSON, so it cannot be counted.");
        }
    }

    private DateOnly? DayOf(string text)
    {
        if (DayFormat is not null)
            return DateOnly.TryParseExact(text, DayFormat, Invariant, DateTimeStyles.AllowWhiteSpaces, out var written) ? written : null;
        if (text.Length >= 10 && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", Invariant, DateTimeStyles.None, out var day))
            return day;
        if (text.Length == 8 && DateOnly.TryParseExact(text, "yyyyMMdd", Invariant, DateTimeStyles.None, out day))
            return day;
        const string Start = "/Date(", End = ")/";
        if (!text.StartsWith(Start, StringComparison.Ordinal) || !text.EndsWith(End, StringComparison.Ordinal))
            return null;
        var inside = text.AsSpan(Start.Length, text.Length - Start.Length - End.Length);
        var offset = inside.LastIndexOfAny('+', '-') is var at and > 0 ? at : inside.Length;   // the offset only tells how it was shown
        return long.TryParse(inside[..offset], NumberStyles.AllowLeadingSign, Invariant, out var milliseconds) && milliseconds is > -62_000_000_000_000 and < 250_000_000_000_000
            ? DateOnly.FromDateTime(DateTime.UnixEpoch.AddMilliseconds(milliseconds))
            : null;
    }

    private static string? Text(JsonElement record, string name)
    {
        if (record.ValueKind != JsonValueKind.Object)
            throw new ProtocolException("A record is no JSON object, so it cannot be counted.");
        if (!record.TryGetProperty(name, out var found))
        {
            found = record;
            foreach (var part in name.Split('.'))
                if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(part, out found))
                    return null;
        }

        return found.ValueKind switch
        {
            JsonValueKind.String when found.GetString() is { Length: > 0 } text => text,
            JsonValueKind.Number => found.GetRawText(),
            _ => null,
        };
    }
}
