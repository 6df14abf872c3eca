using System.Text;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Names and codes that the world has agreed on.</summary>
internal static class CodeConverters
{
    public static IReadOnlyList<Converter> All { get; } =
    [
        new("country", RuleType.Text, "A country's name or code as ISO 3166 alpha-2, from `Countries.tsv`; spelling is compared by its letters alone.", _ => Country)
        {
            Examples = [new("country", "\"UK\"", "\"GB\""), new("country", "\"Germany\"", "\"DE\""), new("country", "\"Atlantis\"", "refused: not a known country")],
        },
    ];

    private static readonly Dictionary<string, string> Countries = LoadCountries();

    private static Value Country(scoped in Value value, TextCache texts) =>
        Countries.TryGetValue(Letters(value.ToText(texts)), out var code) ? Value.OfText(code) : Value.Refused("not a known country");

    private static Dictionary<string, string> LoadCountries()
    {
        using var table = typeof(CodeConverters).Assembly.GetManifestResourceStream("IntegrationHub.Core.Mapping.Converters.Countries.tsv")!;
        using var lines = new StreamReader(table, Encoding.UTF8);
        var countries = new Dictionary<string, string>(StringComparer.Ordinal);
        while (lines.ReadLine() is { } line)
        {
            var names = line.Split('\t');
            foreach (var name in names)
                countries[Letters(name)] = names[0];
        }

        return countries;
    }

    private static string Letters(string name) => string.Concat(name.Replace("&", "and", StringComparison.Ordinal).Where(char.IsLetter)).ToUpperInvariant();
}
