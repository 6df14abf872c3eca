using System.Text;
using System.Text.Unicode;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Tables;

/// <summary>A CSV file that a mapping names: a line of column names, commas between, double quotes around what holds a comma, UTF-8.</summary>
internal static class TableFile
{
    internal const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The rows, each with the cells of the columns asked for; the empty text where an optional column or a cell is not there.</summary>
    /// <param name="part">The file.</param>
    /// <param name="needed">Columns it must have.</param>
    /// <param name="optional">Columns it may have. It may have no others.</param>
    /// <param name="lints">Gets what is wrong, with file and line.</param>
    public static IReadOnlyList<TableRow> Read(MappingPart part, string[] needed, string[] optional, Lints lints)
    {
        if (part.Content.Length > MaxBytes || !Utf8.IsValid(part.Content.Span))
        {
            lints.AddTo(part.File, 0, part.Content.Length > MaxBytes ? $"the file has more than {MaxBytes} bytes" : "the file is not UTF-8; save it as UTF-8");
            return [];
        }

        var lines = Encoding.UTF8.GetString(part.Content.Span).TrimStart('\uFEFF').Split('\n');
        string[] names = [.. needed, .. optional];
        if (Columns(part, Cells(lines[0]), names, needed, lints) is not { } columns)
            return [];
        var rows = new List<TableRow>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            var cells = Cells(lines[i]);
            if (cells.Count > columns.Count)
                lints.AddTo(part.File, i + 1, $"has {cells.Count} cells, but there are {columns.Count} columns; put what holds a comma in double quotes");
            else
                rows.Add(new TableRow(i + 1, [.. names.Select(name => columns.IndexOf(name) is >= 0 and var at && at < cells.Count ? cells[at] : "")]));
        }

        return rows;
    }

    private static List<string>? Columns(MappingPart part, List<string> columns, string[] names, string[] needed, Lints lints)
    {
        var wrong = columns.FirstOrDefault(column => !names.Contains(column)) is { } unknown ? $"unknown column '{unknown}'; there may be {string.Join(", ", names)}"
            : needed.FirstOrDefault(column => !columns.Contains(column)) is { } missing ? $"the column '{missing}' is missing"
            : columns.Distinct().Count() < columns.Count ? "a column stands there twice"
            : null;
        if (wrong is null)
            return columns;
        lints.AddTo(part.File, 1, wrong);
        return null;
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var character in line.TrimEnd('\r'))
        {
            if (character == '"')
                quoted = !quoted;
            else if (character == ',' && !quoted)
                Take();
            else
                cell.Append(character);
        }

        Take();
        return cells;

        void Take()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
        }
    }
}

/// <summary>A row: its line in the file, and its cells in the order of the columns asked for.</summary>
internal sealed record TableRow(int Line, string[] Cells);
