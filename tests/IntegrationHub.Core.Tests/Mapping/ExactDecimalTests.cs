using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Core.Mapping.Fields;

namespace IntegrationHub.Core.Tests.Mapping;

public sealed class ExactDecimalTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.00", "0.00")]
    [InlineData("1.10", "1.10")]
    [InlineData("007", "7")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.25E-2", "0.0125")]
    [InlineData("0e99999", "0")]
    [InlineData("1234567890123456789", "1234567890123456789")]
    [InlineData("1234567890123456789012345678", "1234567890123456789012345678")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("0.10000000000000000000000000000000000000", "0.1000000000000000000000000000")]
    [InlineData("120e-29", "0.0000000000000000000000000012")]
    public void A_number_is_kept_as_it_is(string text, string kept)
    {
        ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var number).ShouldBeNull();

        number.ToString(CultureInfo.InvariantCulture).ShouldBe(kept);
    }

    [Theory]
    [InlineData("12345678901234567890123456789")]
    [InlineData("1.2345678901234567890123456789")]
    [InlineData("1e-29")]
    [InlineData("1e28")]
    [InlineData("1e999999999999")]
    public void A_number_that_would_be_cut_is_refused(string text) =>
        ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBe(ExactDecimal.TooManyDigits);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("+1")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("--1")]
    [InlineData("NaN")]
    [InlineData("１")]
    [InlineData("1234567890123456789x")]
    public void What_is_no_number_is_refused(string text) =>
        ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBe(ExactDecimal.NotANumber);

    [Fact]
    public void Whatever_is_parsed_equals_what_was_written()
    {
        var numbers = from mantissa in Gen.Choose(1, 30).SelectMany(digits => Gen.Choose(0, 9).ArrayOf(digits))
                      from point in Gen.Choose(0, 32)
                      from exponent in Gen.Choose(-40, 40)
                      select (Mantissa: string.Concat(mantissa), Point: point, Exponent: exponent);

        Prop.ForAll(numbers.ToArbitrary(), written =>
        {
            var whole = written.Point >= written.Mantissa.Length ? written.Mantissa : written.Mantissa[..(written.Mantissa.Length - written.Point)];
            var fraction = written.Mantissa[whole.Length..];
            whole = whole.Length == 0 ? "0" : whole;
            var text = $"{whole}{(fraction.Length == 0 ? "" : $".{fraction}")}e{written.Exponent}";

            var cause = ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var number);

            // value = digits * 10^power, compared in whole numbers
            var digits = BigInteger.Parse(whole + fraction, CultureInfo.InvariantCulture);
            var power = written.Exponent - fraction.Length;
            if (cause is not null)
                return cause == ExactDecimal.TooManyDigits && !Fits(digits, power);
            var bits = decimal.GetBits(number);
            var parsed = new BigInteger(new decimal(bits[0], bits[1], bits[2], false, 0));
            var scale = (bits[3] >> 16) & 0xFF;
            return parsed * BigInteger.Pow(10, 80 - scale) == digits * BigInteger.Pow(10, 80 + power);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Whether 28 digits and a scale of 28 can hold it.</summary>
    private static bool Fits(BigInteger digits, int power)
    {
        if (digits.IsZero)
            return true;
        while (digits % 10 == 0)
        {
            digits /= 10;
            power++;
        }

        return power >= -28 && digits * BigInteger.Pow(10, Math.Max(0, power)) < BigInteger.Pow(10, 28);
    }
}
