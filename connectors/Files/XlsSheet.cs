using System.Globalization;
using ExcelDataReader;

namespace IntegrationHub.Connectors.Files;

/// <summary>A sheet of an .xls, by ExcelDataReader.</summary>
internal sealed class XlsSheet(IExcelDataReader reader) : ISheet
{
    public string Name => reader.Name;
    public int Row { get; private set; }
    public bool IsRowHidden => reader.RowHeight == 0;
    public int Cells => reader.FieldCount;

    public IReadOnlyList<MergedRange> Merged { get; } =
        [.. (reader.MergeCells ?? []).Select(range => new MergedRange(range.FromRow, range.FromColumn, range.ToRow, range.ToColumn))];

    public bool Read()
    {
        if (!reader.Read())
            return false;
        Row++;   // the reader passes no row over
        return true;
    }

    public CellValue Cell(int column) => column >= reader.FieldCount ? default : reader.GetValue(column) switch
    {
        null or DBNull => default,
        string text => CellValue.OfText(text),
        bool truth => CellValue.OfTruth(truth),
        DateTime at => CellValue.OfTime(at),
        TimeSpan span => CellValue.OfDuration(span),
        var number => CellValue.OfNumber(Convert.ToDouble(number, CultureInfo.InvariantCulture), reader.GetNumberFormatString(column)),
    };

    public void Dispose() => reader.Dispose();
}
