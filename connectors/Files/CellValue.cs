using System.Globalization;
using System.Text.Json;

namespace IntegrationHub.Connectors.Files;

/// <summary>A cell of a sheet: a text, a number, a truth, a date or time as ISO text, an error such as <c>#N/A</c>, or nothing.</summary>
/// <param name="Text">As it stands in a key; null for an empty cell.</param>
/// <param name="Kind">What it is in JSON.</param>
internal readonly record struct CellValue(string? Text, CellKind Kind)
{
    public bool IsEmpty => Text is null or "";
    public bool IsError => Kind == CellKind.Error;

    public static CellValue OfText(string text) => new(text, CellKind.Text);

    public static CellValue OfTruth(bool truth) => new(truth ? "true" : "false", CellKind.Literal);

    public static CellValue OfError(string error) => new(error, CellKind.Error);

    /// <summary>A date, a time of day (days 0 of both of Excel's calendars), or both.</summary>
    public static CellValue OfTime(DateTime at)
    {
        var whole = new DateTime((at.Ticks + TimeSpan.TicksPerMillisecond / 2) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
        var pattern = whole.Year < 1900 ? "HH:mm:ss.FFF" : whole.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFF";
        return OfText(whole.ToString(pattern, CultureInfo.InvariantCulture));
    }

    /// <summary>Hours, minutes and seconds; hours may be more than a day has.</summary>
    public static CellValue OfDuration(TimeSpan span) =>
        OfText(string.Create(CultureInfo.InvariantCulture, $"{(span < TimeSpan.Zero ? "-" : "")}{(long)Math.Abs(span.TotalHours):00}:{span:mm\\:ss}"));

    /// <summary>
    /// A number of fifteen digits, which is what Excel shows: 0.1 + 0.2 is 0.3. A code such as 42 that is shown as 00042 is the text it shows.
    /// </summary>
    public static CellValue OfNumber(double number, string? format)
    {
        if (format is { Length: > 1 } && format.AsSpan().IndexOfAnyExcept('0') < 0 && number >= 0 && number == Math.Truncate(number))
            return OfText(number.ToString(format, CultureInfo.InvariantCulture));
        if (!double.IsFinite(number))
            return OfError("#NUM!");
        return new(Math.Abs(number) < 1e28 ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture), CellKind.Literal);
    }

    public void Write(Utf8JsonWriter writer, JsonEncodedText name)
    {
        if (Kind == CellKind.Literal)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(Text!, skipInputValidation: true);
        }
        else
        {
            writer.WriteString(name, Text ?? "");
        }
    }
}

/// <summary>What a cell is in JSON.</summary>
internal enum CellKind
{
    /// <summary>A text, or nothing, which is the empty text.</summary>
    Text,

    /// <summary>A number or a truth, as JSON writes it.</summary>
    Literal,

    /// <summary>An error that Excel shows in its place.</summary>
    Error,
}
