using IntegrationHub.Core.Mapping.Codes;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>The last conversion: from what a rule gives to the type of the field.</summary>
/// <returns>Null, or why it cannot be: a cause without the value.</returns>
internal delegate string? ScalarReader<T>(scoped in Value value, TextCache texts, out T result);

/// <summary>One reader per type of the canonical model.</summary>
internal static class Scalars
{
    private const int LongestNumber = 64;
    private const int LongestCode = 16;

    public static string? Text(scoped in Value value, TextCache texts, out string result)
    {
        if (value.Kind is ValueKind.Text or ValueKind.Literal or ValueKind.Number)
        {
            result = value.ToText(texts);
            return null;
        }

        result = "";
        return "not a text";
    }

    public static string? Currency(scoped in Value value, TextCache texts, out string result)
    {
        var known = Currencies.TryFind(value.Kind is ValueKind.Text ? value.ToUtf8(stackalloc byte[LongestCode]) : [], out var currency);
        result = known ? currency!.Code : "";
        return known ? null : Currencies.NotOne;
    }

    public static string? Country(scoped in Value value, TextCache texts, out string result)
    {
        var known = Countries.TryFind(value.Kind is ValueKind.Text ? value.ToUtf8(stackalloc byte[LongestCode]) : [], out var code);
        result = code ?? "";
        return known ? null : Countries.NotOne;
    }

    /// <summary>As BCP 47 writes it; other spellings are for the converter.</summary>
    public static string? Language(scoped in Value value, TextCache texts, out string result)
    {
        var cause = Text(in value, texts, out result);
        return cause ?? (Languages.TagOf(result) == result ? null : Languages.NotOne);
    }

    public static string? CorporateNumber(scoped in Value value, TextCache texts, out string result)
    {
        var cause = Text(in value, texts, out result);
        return cause ?? (Codes.CorporateNumber.IsValid(result) ? null : Codes.CorporateNumber.NotOne);
    }

    /// <summary>How the text of a canonical field of that name is read: some names say what it must be.</summary>
    public static ScalarReader<string> TextOf(string field) => field switch
    {
        "currency" => Currency,
        "country" => Country,
        "language" => Language,
        "corporateNumber" => CorporateNumber,
        _ => Text,
    };

    /// <summary>The code that was probably meant, where one was refused for being none; else null.</summary>
    public static string? Meant(string code, string cause) => cause switch
    {
        Currencies.NotOne => Currencies.Meant(code),
        Countries.NotOne => Nearest.To(code, Countries.Codes),
        Languages.NotOne => Nearest.To(code, Languages.Codes),
        _ => null,
    };

    public static string? Decimal(scoped in Value value, TextCache texts, out decimal result)
    {
        switch (value.Kind)
        {
            case ValueKind.Number:
                result = value.Number;
                return null;
            case ValueKind.Literal or ValueKind.Text:
                return ExactDecimal.TryParse(value.ToUtf8(stackalloc byte[LongestNumber]), out result);
            default:
                result = 0;
                return ExactDecimal.NotANumber;
        }
    }

    public static string? Integer(scoped in Value value, TextCache texts, out int result)
    {
        result = 0;
        var cause = Decimal(in value, texts, out var number);
        if (cause is not null)
            return cause;
        if (number != decimal.Truncate(number) || number is < int.MinValue or > int.MaxValue)
            return "not a whole number (or a very large one)";
        result = (int)number;
        return null;
    }

    public static string? Boolean(scoped in Value value, TextCache texts, out bool result)
    {
        result = value.Kind is ValueKind.Boolean && value.Boolean;
        if (value.Kind is ValueKind.Boolean)
            return null;
        if (value.Kind is ValueKind.Text)
        {
            var text = value.ToText(texts);
            result = text == "true";
            if (result || text == "false")
                return null;
        }

        return "neither true nor false";
    }

    public static string? Date(scoped in Value value, TextCache texts, out DateOnly result)
    {
        switch (value.Kind)
        {
            case ValueKind.Date:
                result = value.Date;
                return null;
            case ValueKind.Instant:
                result = DateOnly.FromDateTime(value.Instant);
                return value.Instant.TimeOfDay == TimeSpan.Zero ? null : IsoTime.NotAWholeDay;
            case ValueKind.Text:
                return IsoTime.TryDate(value.ToUtf8(stackalloc byte[64]), out result);
            default:
                result = default;
                return IsoTime.NotADate;
        }
    }

    public static string? Instant(scoped in Value value, TextCache texts, out DateTimeOffset result)
    {
        result = default;
        switch (value.Kind)
        {
            case ValueKind.Instant:
                result = new DateTimeOffset(value.Instant);
                return null;
            case ValueKind.Text:
                if (!IsoTime.TryParse(value.ToUtf8(stackalloc byte[64]), out var clock, out var offset))
                    return IsoTime.NotAnInstant;
                if (offset is not { } known)
                    return "a time without its zone; say it with 'as: { instant: { zone: … } }'";
                if (IsoTime.ToUtc(clock, known) is not { } utc)
                    return IsoTime.NotAnInstant;
                result = new DateTimeOffset(utc);
                return null;
            default:
                return IsoTime.NotAnInstant;
        }
    }
}
