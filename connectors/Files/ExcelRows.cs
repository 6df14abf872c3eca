using System.Buffers;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>
/// Walks through a sheet of an Excel workbook, .xlsx or .xls, row by row. Cells are what they are in Excel: texts, numbers, truths, dates; formulas have the
/// value that was stored with them, and every cell of a merged range has the range's value.
/// </summary>
internal sealed class ExcelRows : IRows
{
    private readonly ISheet _sheet;
    private readonly Table _table;
    private readonly MergedCells _merged;
    private readonly ArrayBufferWriter<byte> _json = new();
    private int[] _columns = [];
    private CellValue[] _cells = [];

    private ExcelRows(Table table, ISheet sheet)
    {
        (_table, _sheet) = (table, sheet);
        _merged = new(sheet.Merged);
    }

    public Header Header { get; private set; } = null!;

    public string Lines => $"{_table.File.Name} sheet {_sheet.Name} row";

    public int Line => _sheet.Row;

    public BrokenRecord? Broken { get; private set; }

    /// <summary>Opens the workbook and its sheet, and finds the header.</summary>
    public static async Task<ExcelRows> OpenAsync(Table table, CancellationToken cancellationToken)
    {
        // A sheet can be walked once only, so a header that cannot be found is taken from where it should be on a second walk.
        return TryOpen(await Workbooks.OpenAsync(table, cancellationToken), table)
            ?? TryOpen(await Workbooks.OpenAsync(table, cancellationToken), table with { Sure = true })
            ?? throw new SetupException($"{table.File.Name} has no row {table.HeaderRow ?? 1} with names of columns{(table.Sheet is null ? " in its first sheet; name the sheet with the setting Sheet" : $" in sheet {table.Sheet}")}, or correct HeaderRow.");
    }

    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        Broken = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Next())
                return ValueTask.FromResult(false);
        }
        while (IsEmpty() || (_table.SkipHiddenRows && _sheet.IsRowHidden));

        for (var column = 0; column < _columns.Length; column++)
            _cells[column] = _merged.Of(_columns[column], _cells[column]);
        if (Array.FindIndex(_cells, cell => cell.IsError) is >= 0 and var bad)
            Broken = Break($"{Header.Names[bad]} holds {_cells[bad].Text}. Correct the formula or the value in the workbook.");
        return ValueTask.FromResult(true);
    }

    public string? Key(ReadOnlySpan<int> columns)
    {
        var key = "";
        foreach (var column in columns)
        {
            var cell = _cells[column].Text;
            if (string.IsNullOrWhiteSpace(cell))
                return null;
            key = key.Length == 0 ? cell : $"{key}/{cell}";
        }

        return key;
    }

    public void WriteCells(Utf8JsonWriter writer)
    {
        for (var column = 0; column < _columns.Length; column++)
            _cells[column].Write(writer, Header.Properties[column]);
    }

    public BrokenRecord Break(string reason)
    {
        _json.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_json, FilesJson.Options);
        writer.WriteStartObject();
        WriteCells(writer);
        writer.WriteEndObject();
        writer.Flush();
        return new($"{Lines} {Line}", reason, _json.WrittenSpan.ToArray());
    }

    public ValueTask DisposeAsync()
    {
        _sheet.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ExcelRows? TryOpen(ISheet sheet, Table table)
    {
        var rows = new ExcelRows(table, sheet);
        try
        {
            if (rows.FindHeader())
                return rows;
        }
        catch
        {
            sheet.Dispose();
            throw;
        }

        sheet.Dispose();
        return null;
    }

    // Columns without a name are no part of the table.
    private bool FindHeader()
    {
        while (Read() && Line <= _table.Deepest)
        {
            string[] names = [.. Enumerable.Range(0, _sheet.Cells).Select(column => Name(_sheet.Cell(column)))];
            int[] named = [.. Enumerable.Range(0, names.Length).Where(column => names[column].Length > 0)];
            if (named.Length == 0 || !_table.IsHeader(Line, names))
                continue;
            Header = new(_table.File.Name, $"{Lines} {Line}", named.Select(column => names[column]));
            (_columns, _cells) = (named, new CellValue[named.Length]);
            return true;
        }

        return false;
    }

    private bool Next()
    {
        if (!Read())
            return false;
        for (var column = 0; column < _columns.Length; column++)
            _cells[column] = _sheet.Cell(_columns[column]);
        return true;
    }

    private bool Read() => Workbooks.Guarded(_table.File.Name, () =>
    {
        if (!_sheet.Read())
            return false;
        _merged.Enter(_sheet);
        return true;
    });

    private bool IsEmpty() => Array.TrueForAll(_cells, cell => cell.IsEmpty);

    // A line break within the cell is there to make the column narrow.
    private static string Name(CellValue cell) => string.Join(' ', (cell.Text ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
