namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>
/// Decimal numbers from text, exactly or not at all: no rounding, no double in between. Digits, one point, an exponent; no separators.
/// </summary>
internal static class ExactDecimal
{
    public const string NotANumber = "not a number";
    public const string TooManyDigits = "a number with more than 28 digits, which cannot be kept exactly";
    private const int MostDigits = 28;
    private const int MostDigitsOfLong = 18;

    /// <summary>Null when parsed, else why not. Trailing zeros of a fraction are kept (<c>1.10</c>).</summary>
    public static string? TryParse(ReadOnlySpan<byte> text, out decimal number)
    {
        var negative = text.StartsWith("-"u8);
        var rest = negative ? text[1..] : text;
        ulong digits = 0;
        int count = 0, scale = 0, point = -1;
        for (var i = 0; i < rest.Length; i++)
        {
            var digit = (uint)(rest[i] - '0');
            if (digit <= 9)
            {
                if (++count > MostDigitsOfLong)
                    return TryParseLong(rest, negative, out number);
                digits = (digits * 10) + digit;
            }
            else if (rest[i] == '.' && point < 0)
            {
                point = i;
            }
            else
            {
                return TryParseLong(rest, negative, out number);
            }
        }

        number = 0;
        if (count == 0 || point == 0 || point == rest.Length - 1)
            return NotANumber;
        scale = point < 0 ? 0 : rest.Length - point - 1;
        number = new decimal((int)digits, (int)(digits >> 32), 0, negative && digits != 0, (byte)scale);
        return null;
    }

    /// <summary>Many digits or an exponent.</summary>
    private static string? TryParseLong(ReadOnlySpan<byte> rest, bool negative, out decimal number)
    {
        number = 0;
        if (!TrySplit(rest, out var whole, out var fraction, out var exponent))
            return NotANumber;

        whole = whole.TrimStart((byte)'0');
        var significant = whole.Length > 0 || fraction.IndexOfAnyExcept((byte)'0') >= 0;
        if (!significant)
            return null;
        var scale = fraction.Length - exponent;
        // Zeros at the end of a fraction are not digits anyone counts; with an exponent they may stand before the point.
        while (scale > 0 && (scale > MostDigits || whole.Length + fraction.Length > MostDigits))
        {
            if (fraction.EndsWith("0"u8))
                fraction = fraction[..^1];
            else if (fraction.IsEmpty && whole.EndsWith("0"u8))
                whole = whole[..^1];
            else
                break;
            scale--;
        }

        if (scale > MostDigits)
            return TooManyDigits;
        UInt128 digits = 0;
        var count = 0;
        foreach (var part in (ReadOnlySpan<int>)[0, 1])
        {
            foreach (var digit in part == 0 ? whole : fraction)
            {
                if (count == 0 && digit == '0')
                    continue;
                if (++count > MostDigits)
                    return TooManyDigits;
                digits = (digits * 10) + (uint)(digit - '0');
            }
        }

        for (; scale < 0; scale++)
        {
            if (++count > MostDigits)
                return TooManyDigits;
            digits *= 10;
        }

        number = new decimal((int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), negative, (byte)scale);
        return null;
    }

    private static bool TrySplit(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> whole, out ReadOnlySpan<byte> fraction, out int exponent)
    {
        exponent = 0;
        fraction = default;
        var e = rest.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            var power = rest[(e + 1)..];
            power = power.StartsWith("+"u8) ? power[1..] : power;
            var down = power.StartsWith("-"u8);
            power = down ? power[1..] : power;
            whole = default;
            if (power.IsEmpty || power.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
                return false;
            foreach (var digit in power)
                exponent = Math.Min((exponent * 10) + digit - '0', 100_000);
            exponent = down ? -exponent : exponent;
            rest = rest[..e];
        }

        var point = rest.IndexOf((byte)'.');
        whole = point < 0 ? rest : rest[..point];
        fraction = point < 0 ? default : rest[(point + 1)..];
        return !whole.IsEmpty && (point < 0 || !fraction.IsEmpty)
            && whole.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }
}
