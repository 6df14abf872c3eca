using System.Globalization;
using System.Xml;

namespace IntegrationHub.Connectors.Files;

/// <summary>A sheet of an .xlsx. One row is in memory at a time.</summary>
internal sealed class XlsxSheet : ISheet
{
    private const int LastRow = 1_048_576;
    private const int LastColumn = 16_384;
    private readonly XlsxPackage _package;
    private readonly MeteredStream _bytes;
    private readonly XmlReader _xml;
    private readonly List<CellValue> _cells = [];

    public XlsxSheet(XlsxPackage package, SheetEntry sheet)
    {
        _package = package;
        Name = sheet.Name;
        Merged = MergedIn(package.Open(sheet));   // they stand behind the rows they are about
        _bytes = new MeteredStream(package.Open(sheet), MeteredStream.Limit);
        _xml = XlsxPackage.ReaderOver(_bytes);
    }

    public string Name { get; }
    public int Row { get; private set; }
    public bool IsRowHidden { get; private set; }
    public int Cells => _cells.Count;
    public IReadOnlyList<MergedRange> Merged { get; }

    public bool Read()
    {
        _bytes.Reset();
        while (_xml.Read())
        {
            if (_xml is not { NodeType: XmlNodeType.Element, LocalName: "row" })
                continue;
            var row = int.TryParse(_xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : Row + 1;
            if (row <= Row || row > LastRow)
                throw new InvalidDataException($"Row {row} stands behind row {Row}.");
            Row = row;
            IsRowHidden = _xml.GetAttribute("hidden") is "1" or "true";
            ReadCells();
            return true;
        }

        return false;
    }

    public CellValue Cell(int column) => column < _cells.Count ? _cells[column] : default;

    public void Dispose()
    {
        _xml.Dispose();
        _package.Dispose();
    }

    private void ReadCells()
    {
        _cells.Clear();
        if (_xml.IsEmptyElement)
            return;
        var depth = _xml.Depth;
        while (_xml.Read() && _xml.Depth > depth)
        {
            if (_xml is not { NodeType: XmlNodeType.Element, LocalName: "c" })
                continue;
            var column = _xml.GetAttribute("r") is { } reference ? PlaceOf(reference).Column : _cells.Count;
            if (column < _cells.Count || column >= LastColumn)
                throw new InvalidDataException($"Row {Row} has its cells out of order.");
            while (_cells.Count < column)
                _cells.Add(default);
            _cells.Add(ReadCell());
        }
    }

    private CellValue ReadCell()
    {
        var (kind, style) = (_xml.GetAttribute("t"), _xml.GetAttribute("s"));
        if (_xml.IsEmptyElement)
            return default;
        string? value = null;
        var depth = _xml.Depth;
        while (_xml.Read() && _xml.Depth > depth)
        {
            if (_xml is { NodeType: XmlNodeType.Element, LocalName: "is" })
                value = XlsxPackage.ReadText(_xml);
            else if (_xml is { NodeType: XmlNodeType.Element, LocalName: "v", IsEmptyElement: false } && _xml.Read() && _xml.NodeType != XmlNodeType.EndElement)
                value = _xml.Value;
        }

        return value is null or "" ? default : kind switch
        {
            "s" => CellValue.OfText(_package.TextAt(int.Parse(value, CultureInfo.InvariantCulture))),
            "str" => CellValue.OfText(XlsxPackage.Unescaped(value)),
            "inlineStr" => CellValue.OfText(value),
            "b" => CellValue.OfTruth(value is "1" or "true"),
            "e" => CellValue.OfError(value),
            "d" => CellValue.OfText(value),
            _ => _package.FormatAt(style is null ? 0 : int.Parse(style, CultureInfo.InvariantCulture)).Show(double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture), _package.Is1904),
        };
    }

    private static List<MergedRange> MergedIn(Stream part)
    {
        using var bytes = new MeteredStream(part, MeteredStream.Limit);
        using var xml = XlsxPackage.ReaderOver(bytes);
        var merged = new List<MergedRange>();
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "row" or "mergeCell" })
                continue;
            bytes.Reset();
            if (xml.LocalName == "mergeCell" && xml.GetAttribute("ref")?.Split(':') is [var from, var to])
                merged.Add(new(PlaceOf(from).Row, PlaceOf(from).Column, PlaceOf(to).Row, PlaceOf(to).Column));
        }

        return merged;
    }

    // "C5" is column 2 of row 4.
    private static (int Row, int Column) PlaceOf(string reference)
    {
        var letters = reference.TakeWhile(char.IsAsciiLetterUpper).ToArray();
        if (letters.Length is 0 or > 3 || !int.TryParse(reference.AsSpan(letters.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var row))
            throw new InvalidDataException($"'{reference}' is no cell.");
        return (row - 1, letters.Aggregate(0, (column, letter) => column * 26 + letter - 'A' + 1) - 1);
    }
}
