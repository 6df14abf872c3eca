using System.Text;

namespace IntegrationHub.Core.Mapping.Codes;

/// <summary>Languages by their tags (BCP 47): a code of ISO 639, and where it matters a script and a region.</summary>
internal static class Languages
{
    public const string NotOne = "not a language (BCP 47, such as ja or en-US)";

    private static readonly IReadOnlyList<string[]> Table = CodeTable.Read("Languages");

    /// <summary>ISO 639-1 by any code of it.</summary>
    private static readonly Dictionary<string, string> ByCode = Table
        .Where(row => row[0].Length == 2)
        .SelectMany(row => row[1].Split(',').Append(row[0]).Select(code => (code, row[0])))
        .ToDictionary(code => code.code, code => code.Item2, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, string> BySapKey = Table.Where(row => row.Length > 2).ToDictionary(row => row[2], row => row[0], StringComparer.Ordinal);

    public static IReadOnlyList<string> Codes { get; } = [.. Table.Select(row => row[0])];

    /// <summary>The language of SAP's one letter, in which case counts; null when there is none.</summary>
    public static string? OfSapKey(string key) => BySapKey.GetValueOrDefault(key);

    /// <summary>The tag as BCP 47 writes it (<c>zh-Hant-TW</c>), from any case, underscores and codes of three letters; null when it is none.</summary>
    public static string? TagOf(string text)
    {
        var parts = text.Trim().Replace('_', '-').Split('-');
        if (!ByCode.TryGetValue(parts[0], out var language))
            return null;
        var tag = new StringBuilder(language);
        var seen = Part.Language;
        foreach (var part in parts.Skip(1))
        {
            var kind = KindOf(part);
            if (kind is Part.None || kind < seen || (kind == seen && kind is not Part.Variant))
                return null;
            seen = kind;
            tag.Append('-').Append(kind switch
            {
                Part.Script => char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant(),
                Part.Region => part.ToUpperInvariant(),
                _ => part.ToLowerInvariant(),
            });
        }

        return tag.ToString();
    }

    private static Part KindOf(string part) => part switch
    {
        { Length: 4 } when part.All(char.IsAsciiLetter) => Part.Script,
        { Length: 2 } when Countries.TryFind(Encoding.UTF8.GetBytes(part.ToUpperInvariant()), out _) => Part.Region,
        { Length: 3 } when part.All(char.IsAsciiDigit) => Part.Region,
        { Length: >= 4 and <= 8 } when part.All(char.IsAsciiLetterOrDigit) && (part.Length > 4 || char.IsAsciiDigit(part[0])) => Part.Variant,
        _ => Part.None,
    };

    private enum Part
    {
        None,
        Language,
        Script,
        Region,
        Variant,
    }
}
