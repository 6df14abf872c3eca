using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>CSV as Bulk API 2.0 takes and gives it ("Prepare CSV Files"): commas, LF, quotes; an empty value leaves a field alone, <c>#N/A</c> clears it.</summary>
internal static class BulkCsv
{
    private const string Cleared = "#N/A";

    /// <summary>One column for each field of any row.</summary>
    public static byte[] Write(string keyField, IReadOnlyList<RowToSave> rows)
    {
        var columns = rows.SelectMany(row => row.Values(keyField).Select(field => field.Key)).Distinct(StringComparer.Ordinal).ToList();
        var parent = rows[0].Parent?.Field;
        var text = new StringBuilder();
        Line(text, [keyField, .. parent is null ? (string[])[] : [parent], .. columns]);
        foreach (var row in rows)
        {
            var values = row.Values(keyField).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
            Line(text, [row.Key, .. parent is null ? (string[])[] : [row.Parent!.Value.Id], .. columns.Select(column => values.TryGetValue(column, out var value) ? Cell(value) : "")]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The rows of an answer, each by its columns' names.</summary>
    public static IEnumerable<Dictionary<string, string>> Read(byte[] csv)
    {
        List<string>? header = null;
        foreach (var cells in Lines(Encoding.UTF8.GetString(csv)))
        {
            if (header is null)
                header = cells;
            else if (cells.Count == header.Count)
                yield return header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
            else
                throw new FormatException("A row has another number of values than there are columns.");
        }
    }

    private static IEnumerable<List<string>> Lines(string text)
    {
        List<string> row = [];
        var cell = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (quoted && letter == '"' && at + 1 < text.Length && text[at + 1] == '"')
                cell.Append(text[at++]);
            else if (letter == '"')
                quoted = !quoted;
            else if (quoted || letter is not (',' or '\n' or '\r' or '\uFEFF'))
                cell.Append(letter);
            else if (letter is ',' or '\n')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (letter == ',')
                    continue;
                yield return row;
                row = [];
            }
        }

        if (quoted)
            throw new FormatException("A quoted value has no end.");
        if (cell.Length > 0 || row.Count > 0)
        {
            row.Add(cell.ToString());
            yield return row;
        }
    }

    private static string Cell(JsonNode? value) => value switch
    {
        null => Cleared,
        JsonValue some when some.GetValueKind() == JsonValueKind.String => some.GetValue<string>() is { Length: > 0 } text ? text : Cleared,
        _ => value.ToJsonString(),
    };

    private static void Line(StringBuilder text, IEnumerable<string> cells) =>
        text.AppendJoin(',', cells.Select(cell => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 && cell.Trim().Length == cell.Length ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
}
