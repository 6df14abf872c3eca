using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Texts for another place: out of HTML, into addresses of the web, or so that nobody reads them.</summary>
internal static class SafeTextConverters
{
    public static IReadOnlyList<Converter> All { get; } =
    [
        new("html-text", RuleType.Text, "The text of HTML: without tags, scripts and styles, entities resolved, a line for each paragraph, list item and row. Nothing left: absent.", _ => TextConverters.OnText(HtmlText.Of))
        {
            Examples = [new("html-text", "\"<p>A &amp; B</p><ul><li>one<li>two</ul>\"", "\"A & B\\none\\ntwo\""), new("html-text", "\"<script>x()</script>\"", "absent")],
        },
        new("url-encode", RuleType.Text, "A text to be put into the address of a web page; everything but letters, digits and `-._~` is escaped.", _ => TextConverters.OnText(Uri.EscapeDataString))
        {
            Examples = [new("url-encode", "\"A/1 & 2\"", "\"A%2F1%20%26%202\""), new("[url-encode, { prefix: \"https://erp.example.com/customer/\" }]", "\"山\"", "\"https://erp.example.com/customer/%E5%B1%B1\"")],
        },
        new("mask", RuleType.Text, "All but its last characters as `*`: a number that must be recognised but not read.",
            arguments =>
            {
                var keep = arguments.Integer("keep") is >= 0 and <= 100 and var count ? count : throw new FormatException("'keep' must be 0 to 100");
                return TextConverters.OnText(text => text.Length <= keep ? new string('*', text.Length) : new string('*', text.Length - keep) + text[^keep..]);
            })
        {
            Parameters = [new("keep", ParameterKind.Integer, "How many characters stay; a text no longer than that is hidden whole.", "4")],
            Examples = [new("mask", "\"1234567890\"", "\"******7890\""), new("{ mask: 4 }", "\"123\"", "\"***\"")],
        },
        new("hash", RuleType.Text, "SHA-256 of the text in UTF-8, as small hexadecimal digits; keyed (HMAC) when a salt is given. The same text gives the same hash, so records can be matched but not read.",
            arguments =>
            {
                var salt = Encoding.UTF8.GetBytes(arguments.Text("salt"));
                return TextConverters.OnText(text => Convert.ToHexStringLower(salt.Length == 0
                    ? SHA256.HashData(Encoding.UTF8.GetBytes(text))
                    : HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(text))));
            })
        {
            Parameters = [new("salt", ParameterKind.Text, "Without it, whoever knows what texts there may be can find them out.", "") { IsSecret = true }],
            Examples =
            [
                new("hash", "\"abc\"", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""),
                new("{ hash: Jefe }", "\"what do ya want for nothing?\"", "\"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\""),
            ],
        },
    ];
}
