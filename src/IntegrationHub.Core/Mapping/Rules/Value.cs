using System.Globalization;
using System.Text;
using IntegrationHub.Core.Mapping.Reading;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>
/// A value on its way through a rule: as it stands in the record (bytes, nothing allocated) or as a converter made it.
/// Missing, null and the empty text are all <see cref="ValueKind.Absent"/>, which remembers what it was; what cannot be mapped is a value too.
/// </summary>
internal readonly ref struct Value
{
    private readonly ReadOnlySpan<byte> utf8;
    private readonly string? text;
    private readonly decimal number;
    private readonly long ticks;

    private Value(ValueKind kind, ReadOnlySpan<byte> utf8 = default, string? text = null, decimal number = 0, long ticks = 0)
    {
        Kind = kind;
        this.utf8 = utf8;
        this.text = text;
        this.number = number;
        this.ticks = ticks;
    }

    public ValueKind Kind { get; }

    public static Value Absent => default;

    public static Value OfAbsent(AbsentKind kind) => new(ValueKind.Absent, ticks: (long)kind);

    public static Value OfText(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? OfAbsent(AbsentKind.Empty) : new Value(ValueKind.Text, utf8);

    public static Value OfText(string text) => text.Length == 0 ? OfAbsent(AbsentKind.Empty) : new Value(ValueKind.Text, text: text);

    /// <summary>A text whose only escapes are <c>\/</c>, as many writers have it in <c>\/Date(0)\/</c>: not worth a string of its own.</summary>
    public static Value OfSlashed(ReadOnlySpan<byte> utf8) => new(ValueKind.Text, utf8, ticks: 1);

    /// <summary>A number as it is written in the record.</summary>
    public static Value OfLiteral(ReadOnlySpan<byte> utf8) => new(ValueKind.Literal, utf8);

    public static Value OfNumber(decimal number) => new(ValueKind.Number, number: number);

    public static Value OfBoolean(bool value) => new(ValueKind.Boolean, ticks: value ? 1 : 0);

    public static Value OfDate(DateOnly date) => new(ValueKind.Date, ticks: date.DayNumber);

    public static Value OfInstant(DateTime utc) => new(ValueKind.Instant, ticks: utc.Ticks);

    /// <summary>It cannot be mapped.</summary>
    /// <param name="cause">Why, without the value: <c>not a number</c>.</param>
    public static Value Refused(string cause) => new(ValueKind.Refused, text: cause);

    /// <summary>How it is absent.</summary>
    public AbsentKind AbsentKind => (AbsentKind)ticks;

    public bool Boolean => ticks != 0;
    public DateOnly Date => DateOnly.FromDayNumber((int)ticks);
    public DateTime Instant => new(ticks, DateTimeKind.Utc);
    public decimal Number => number;

    /// <summary>Why it was refused.</summary>
    public string Cause => text!;

    /// <summary>The value as text; a date or an instant as ISO 8601 writes it. Not for absent or refused values.</summary>
    public string ToText(TextCache texts) => Kind switch
    {
        ValueKind.Text or ValueKind.Literal => text ?? (IsSlashed ? Encoding.UTF8.GetString(utf8).Replace("\\/", "/", StringComparison.Ordinal) : texts.Get(utf8)),
        ValueKind.Number => number.ToString(CultureInfo.InvariantCulture),
        ValueKind.Boolean => Boolean ? "true" : "false",
        ValueKind.Date => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ValueKind.Instant => Instant.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"A value that is {Kind} has no text."),
    };

    /// <summary>A text or a literal number as UTF-8. Empty when it does not fit the buffer: nothing that long is a number or a date.</summary>
    public ReadOnlySpan<byte> ToUtf8(Span<byte> buffer)
    {
        if (text is null)
            return IsSlashed ? WithoutEscapes(buffer) : utf8;
        return Encoding.UTF8.TryGetBytes(text, buffer, out var length) ? buffer[..length] : [];
    }

    private bool IsSlashed => Kind is ValueKind.Text && ticks != 0;

    private ReadOnlySpan<byte> WithoutEscapes(Span<byte> buffer)
    {
        var length = 0;
        foreach (var one in utf8)
        {
            if (one == '\\')
                continue;
            if (length == buffer.Length)
                return [];
            buffer[length++] = one;
        }

        return buffer[..length];
    }
}

/// <summary>The ways not to be there. Only an <c>absent</c> rule tells them apart.</summary>
internal enum AbsentKind : byte
{
    /// <summary>The record does not have it, or what it would stand in.</summary>
    Missing,
    Null,

    /// <summary>A text of no characters, also one a converter left nothing of.</summary>
    Empty,

    /// <summary>A text the source writes for "nothing", as a converter knows: <c>00000000</c>.</summary>
    Initial,
}

internal enum ValueKind : byte
{
    Absent,
    Text,

    /// <summary>A number not yet parsed.</summary>
    Literal,
    Number,
    Boolean,
    Date,
    Instant,
    Refused,
}
