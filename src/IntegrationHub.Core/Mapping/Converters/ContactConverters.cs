using System.Text.RegularExpressions;
using IntegrationHub.Core.Mapping.Rules;
using PhoneNumbers;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>How people are reached.</summary>
internal static partial class ContactConverters
{
    private const string NotAnAddress = "not an e-mail address";
    private const string NotAPhone = "not a phone number that is in use anywhere";
    private const string HasExtension = "a phone number with an extension, which E.164 cannot hold; cut it off by 'before'";

    public static IReadOnlyList<Converter> All { get; } =
    [
        new("email", RuleType.Text, "An e-mail address: its syntax is checked, its domain written in small letters, `mailto:` and white space around it left away.",
            _ => TextConverters.OnText(NotAnAddress, text =>
            {
                var address = text.Trim();
                if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
                    address = address[7..];
                return address.Length <= 254 && Address().IsMatch(address) && address.LastIndexOf('@') is var at ? address[..at] + address[at..].ToLowerInvariant() : null;
            }))
        {
            Examples = [new("email", "\" Ana.Trujillo@Example.COM \"", "\"Ana.Trujillo@example.com\""), new("email", "\"ana@localhost\"", $"refused: {NotAnAddress}")],
        },
        new("phone", RuleType.Text, "A phone number as E.164 writes it, `+81312345678`, from how people write it, in any width. Numbers nobody can have are refused, and so are extensions.",
            arguments => Phone(arguments.Text("region")))
        {
            Parameters = [new("region", ParameterKind.Text, "The country (ISO 3166 alpha-2) of numbers written without its code; none: such numbers are refused.", "")],
            Examples =
            [
                new("{ phone: JP }", "\"（０３）１２３４−５６７８\"", "\"+81312345678\""),
                new("phone", "\"+49 30 0074321\"", "\"+49300074321\""),
                new("{ phone: JP }", "\"12\"", $"refused: {NotAPhone}"),
                new("{ phone: JP }", "\"03-1234-5678 ext. 9\"", $"refused: {HasExtension}"),
            ],
        },
    ];

    private static Conversion Phone(string region)
    {
        var numbers = PhoneNumberUtil.GetInstance();
        if (region.Length > 0 && !numbers.GetSupportedRegions().Contains(region))
            throw new FormatException($"'region' must be a country of ISO 3166 in two capital letters, was '{region}'");
        return (scoped in value, texts) => Phone(numbers, value.ToText(texts), region);
    }

    private static Value Phone(PhoneNumberUtil numbers, string text, string region)
    {
        try
        {
            var number = numbers.Parse(text, region.Length == 0 ? null : region);
            return !numbers.IsValidNumber(number) ? Value.Refused(NotAPhone)
                : number.HasExtension ? Value.Refused(HasExtension)
                : Value.OfText(numbers.Format(number, PhoneNumberFormat.E164));
        }
        catch (NumberParseException)
        {
            return Value.Refused(NotAPhone);
        }
    }

    /// <summary>The syntax HTML takes, with a domain of at least two labels: also the odd local parts that Japanese carriers gave out.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
