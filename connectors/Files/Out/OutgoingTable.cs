using System.Text.Json.Nodes;
using CsvHelper;

namespace IntegrationHub.Connectors.Files.Out;

/// <summary>Rows with named columns on their way into a CSV file. A column is there once a row has it; the other rows leave it empty.</summary>
internal sealed class OutgoingTable
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly List<Dictionary<int, string>> _rows = [];

    /// <summary>A new row with these columns first.</summary>
    public Dictionary<int, string> Row(params ReadOnlySpan<(string Column, string Text)> first)
    {
        var row = new Dictionary<int, string>();
        foreach (var (column, text) in first)
            Set(row, column, text);
        _rows.Add(row);
        return row;
    }

    /// <summary>Sets a field: objects go into columns with a point in their names, lists of values into one cell with <c>; </c> between them.</summary>
    public void Set(Dictionary<int, string> row, string column, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject part:
                foreach (var (name, inner) in part)
                    Set(row, $"{column}.{name}", inner);
                break;
            case JsonArray list:
                Set(row, column, string.Join("; ", list.Select(Text)));
                break;
            default:
                Set(row, column, Text(value));
                break;
        }
    }

    /// <summary>Writes all rows, the columns' names first.</summary>
    public Task WriteAsync(TextWriter writer, char delimiter)
    {
        using var csv = CsvWriter.Create(writer, new() { Separator = delimiter }, leaveOpen: true);
        csv.WriteRecord([.. _columns.Keys]);
        foreach (var row in _rows)
            csv.WriteRecord([.. Enumerable.Range(0, _columns.Count).Select(column => row.GetValueOrDefault(column, ""))]);
        return Task.CompletedTask;
    }

    private void Set(Dictionary<int, string> row, string column, string text)
    {
        if (!_columns.TryGetValue(column, out var at))
            _columns[column] = at = _columns.Count;
        row[at] = text;
    }

    private static string Text(JsonNode? value) => value?.ToString() ?? "";
}
