using System.Text;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>CSV as Bulk API 2.0 takes and gives it (RFC 4180, commas, LF).</summary>
internal static class SalesforceCsv
{
    public static List<List<string>> Read(string text)
    {
        var rows = new List<List<string>>();
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
            else if (!quoted && letter is ',' or '\n')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (letter == ',')
                    continue;
                rows.Add(row);
                row = [];
            }
            else
                cell.Append(letter);
        }

        if (cell.Length > 0 || row.Count > 0)
            rows.Add([.. row, cell.ToString()]);
        return rows;
    }

    public static string Write(IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
            text.AppendJoin(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
        return text.ToString();
    }
}
