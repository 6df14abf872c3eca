using System.Text;

namespace IntegrationHub.Core.Mapping.Codes;

/// <summary>What says of a name only that it is a company's.</summary>
internal static class LegalForms
{
    private const string Between = " ,、・";

    private static readonly (string Form, bool Before)[] Table =
        [.. CodeTable.Read("LegalForms").Select(row => (row[0].Normalize(NormalizationForm.FormKC), row[1] == "both")).OrderByDescending(form => form.Item1.Length)];

    /// <summary>The name after NFKC without legal forms at its ends; whole, when it is nothing else.</summary>
    public static string Strip(string name)
    {
        var whole = name.Normalize(NormalizationForm.FormKC).Trim();
        var rest = whole;
        while (Shorter(rest) is { } shorter)
            rest = shorter;
        return rest;
    }

    private static string? Shorter(string name)
    {
        foreach (var (form, before) in Table)
        {
            if (name.Length <= form.Length)
                continue;
            if (name.EndsWith(form, StringComparison.OrdinalIgnoreCase) && IsApart(form[0], name[^(form.Length + 1)]) && Rest(name[..^form.Length]) is { } first)
                return first;
            if (before && name.StartsWith(form, StringComparison.OrdinalIgnoreCase) && IsApart(form[^1], name[form.Length]) && Rest(name[form.Length..]) is { } second)
                return second;
        }

        return null;
    }

    /// <summary>Latin words are told apart by what is between them, Japanese ones by themselves.</summary>
    private static bool IsApart(char end, char neighbour) => !char.IsAsciiLetter(end) || !char.IsLetterOrDigit(neighbour) || neighbour > '\u2fff';

    private static string? Rest(string name) => name.Trim(Between.ToCharArray()) is { Length: > 0 } rest ? rest : null;
}
