using System.Numerics;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Products and quotients of decimals, exact or not at all: <see cref="decimal"/> itself rounds without a word.</summary>
internal static class ExactMath
{
    private const int MostScale = 28;
    private static readonly BigInteger Largest = (BigInteger.One << 96) - 1;

    public static decimal? Multiply(decimal a, decimal b) => Make(Mantissa(a) * Mantissa(b), a.Scale + b.Scale);

    public static decimal? Divide(decimal a, decimal b)
    {
        if (b == 0)
            return null;
        decimal quotient;
        try
        {
            quotient = a / b;
        }
        catch (OverflowException)
        {
            return null;
        }

        return Multiply(quotient, b) == a ? quotient : null;
    }

    /// <summary>Rounded half away from zero to some digits after the point; null when it does not fit.</summary>
    public static decimal? DivideRounded(decimal a, decimal b, int digits)
    {
        try
        {
            return Divide(a, b) is { } exact ? decimal.Round(exact, digits, MidpointRounding.AwayFromZero) : decimal.Round(a / b, digits, MidpointRounding.AwayFromZero);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Moves the point: <c>Shift(1234, 2)</c> is 12.34.</summary>
    public static decimal? Shift(decimal number, int places) => Make(Mantissa(number), number.Scale + places);

    private static BigInteger Mantissa(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return bits[3] < 0 ? -mantissa : mantissa;
    }

    /// <summary>Zeros at the end are given up only where they do not fit.</summary>
    private static decimal? Make(BigInteger mantissa, int scale)
    {
        while ((scale > MostScale || BigInteger.Abs(mantissa) > Largest) && scale > 0)
        {
            var shorter = BigInteger.DivRem(mantissa, 10, out var rest);
            if (!rest.IsZero)
                return null;
            mantissa = shorter;
            scale--;
        }

        for (; scale < 0; scale++)
            mantissa *= 10;
        var size = BigInteger.Abs(mantissa);
        if (size > Largest)
            return null;
        return new decimal((int)(uint)(size & uint.MaxValue), (int)(uint)((size >> 32) & uint.MaxValue), (int)(uint)(size >> 64), mantissa.Sign < 0, (byte)scale);
    }
}
