using System.Globalization;
using System.Text;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>
/// The hub's keys as values of an alternate key. Dataverse does not find rows by values with <c>/ &lt; &gt; * % &amp; : \ ? +</c> in them ("Define alternate keys for a table"), and its database compares without
/// regard to case, width, accents and trailing blanks, so that keys which differ in these only would be one row. So, reversibly:
/// <list type="bullet">
/// <item>digits, <c>-</c>, <c>_</c>, <c>.</c> and ASCII letters stay;</item>
/// <item><c>:</c> becomes <c>~.</c>;</item>
/// <item><c>~~</c> stands where small letters begin to be capitals, and capitals small ones: <c>SO-1:a</c> becomes <c>~~SO-1~.~~a</c>;</item>
/// <item>of everything else each UTF-8 byte becomes <c>~</c> and two hexadecimal digits.</item>
/// </list>
/// </summary>
internal static class KeyText
{
    /// <summary>Alternate keys hold up to 900 bytes, 450 characters.</summary>
    public const int Longest = 450;

    /// <summary>Null when it does not fit.</summary>
    public static string? Of(string key)
    {
        var text = new StringBuilder(key.Length + 16);
        var capitals = false;
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in key.EnumerateRunes())
        {
            var letter = rune.IsAscii ? (char)rune.Value : '\0';
            if (char.IsAsciiLetter(letter) && char.IsAsciiLetterUpper(letter) != capitals)
            {
                capitals = !capitals;
                text.Append("~~");
            }

            if (char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
                text.Append(letter);
            else if (letter == ':')
                text.Append("~.");
            else
                foreach (var one in bytes[..rune.EncodeToUtf8(bytes)])
                    text.Append(CultureInfo.InvariantCulture, $"~{one:x2}");
        }

        return text.Length <= Longest ? text.ToString() : null;
    }

    /// <summary>The key; null when this is none: somebody else wrote it.</summary>
    public static string? Read(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '~')
                bytes.AddRange(Encoding.UTF8.GetBytes(text, at, 1));
            else if (at + 1 < text.Length && text[at + 1] is '~' or '.')
            {
                if (text[++at] == '.')
                    bytes.Add((byte)':');
            }
            else if (at + 2 < text.Length && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one))
                (bytes, at) = ([.. bytes, one], at + 2);
            else
                return null;
        }

        var key = Encoding.UTF8.GetString([.. bytes]);
        return Of(key) == text ? key : null;
    }
}
