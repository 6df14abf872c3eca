using System.IO.Compression;
using System.Security;
using System.Text;

namespace IntegrationHub.Connectors.Files.Tests;

/// <summary>Writes an .xlsx part by part, so that a test can have in it what Excel writes and what it does not.</summary>
internal sealed class XlsxFile
{
    private readonly List<(string Name, string State, string Rows, string After)> _sheets = [];
    private readonly List<string> _texts = [];
    private readonly List<(string Name, byte[] Bytes)> _more = [];

    public bool Date1904 { get; init; }

    /// <summary>Cell styles by place: number formats, a number for a built-in one.</summary>
    public string[] Formats { get; init; } = [];

    /// <summary>Rows as XML: <c>&lt;row r="1"&gt;…</c>.</summary>
    public XlsxFile Sheet(string name, string rows, string state = "visible", string merged = "")
    {
        _sheets.Add((name, state, rows, merged));
        return this;
    }

    /// <summary>A text item of the shared list, as XML within its element; gives its place.</summary>
    public XlsxFile Text(string item)
    {
        _texts.Add(item);
        return this;
    }

    public XlsxFile Part(string name, byte[] bytes)
    {
        _more.Add((name, bytes));
        return this;
    }

    /// <summary>A row of texts and numbers: a text is written inline; null leaves the cell out.</summary>
    public static string Row(int number, params object?[] cells) => $"<row r=\"{number}\">{string.Concat(cells.Select((cell, column) => cell switch
    {
        null => "",
        string text => $"<c r=\"{(char)('A' + column)}{number}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>",
        var value => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"<c r=\"{(char)('A' + column)}{number}\"><v>{value}</v></c>"),
    }))}</row>";

    /// <summary>A number in a cell of a style.</summary>
    public static string Styled(string reference, string value, int style) => $"<c r=\"{reference}\" s=\"{style}\"><v>{value}</v></c>";

    public byte[] ToArray()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            Add(zip, "xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><workbookPr{(Date1904 ? " date1904=\"1\"" : "")}/><sheets>"
                + string.Concat(_sheets.Select((sheet, i) => $"<sheet name=\"{sheet.Name}\" sheetId=\"{i + 1}\" state=\"{sheet.State}\" r:id=\"rId{i + 1}\"/>")) + "</sheets></workbook>");
            Add(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + string.Concat(_sheets.Select((_, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>")) + "</Relationships>");
            Add(zip, "xl/styles.xml", $"<styleSheet xmlns=\"{main}\"><numFmts>"
                + string.Concat(Formats.Select((format, i) => IsBuiltIn(format) ? "" : $"<numFmt numFmtId=\"{200 + i}\" formatCode=\"{SecurityElement.Escape(format)}\"/>")) + "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
                + string.Concat(Formats.Select((format, i) => $"<xf numFmtId=\"{(IsBuiltIn(format) ? format : $"{200 + i}")}\"/>")) + "</cellXfs></styleSheet>");
            Add(zip, "xl/sharedStrings.xml", $"<sst xmlns=\"{main}\">{string.Concat(_texts.Select(text => $"<si>{text}</si>"))}</sst>");
            for (var i = 0; i < _sheets.Count; i++)
                Add(zip, $"xl/worksheets/sheet{i + 1}.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{_sheets[i].Rows}</sheetData>{_sheets[i].After}</worksheet>");
            foreach (var (name, bytes) in _more)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(bytes);
            }
        }

        return file.ToArray();
    }

    private static bool IsBuiltIn(string format) => format.All(char.IsAsciiDigit) && format[0] != '0';

    private static void Add(ZipArchive zip, string name, string xml)
    {
        using var part = zip.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes(xml));
    }
}
