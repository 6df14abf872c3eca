using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>The rows of samples/northwind/erp as JSON, as a source hands them over: texts, with the rows of a child file as a list.</summary>
internal static partial class NorthwindExport
{
    public static IReadOnlyList<JsonObject> Rows(string file)
    {
        var lines = File.ReadAllLines(Checkout.PathOf("samples", "northwind", "erp", file));
        var names = Cells(lines[0]);
        return [.. lines.Skip(1).Select(line => new JsonObject(names.Zip(Cells(line), (name, cell) => KeyValuePair.Create(name, (JsonNode?)cell))))];
    }

    public static IReadOnlyList<JsonObject> RowsWithLines(string file, string children, string key)
    {
        var lines = Rows(children).ToLookup(row => (string?)row[key]);
        var rows = Rows(file);
        foreach (var row in rows)
            row["lines"] = new JsonArray([.. lines[(string?)row[key]]]);
        return rows;
    }

    private static List<string> Cells(string line) =>
        [.. Cell().Matches(line).Select(cell => cell.Groups["quoted"].Success ? cell.Groups["quoted"].Value.Replace("\"\"", "\"", StringComparison.Ordinal) : cell.Groups["plain"].Value)];

    [GeneratedRegex("(?:^|,)(?:\"(?<quoted>(?:[^\"]|\"\")*)\"|(?<plain>[^,]*))")]
    private static partial Regex Cell();
}
