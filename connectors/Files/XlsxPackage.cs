using System.IO.Compression;
using System.Text;
using System.Xml;

namespace IntegrationHub.Connectors.Files;

/// <summary>
/// The parts of an .xlsx: its sheets by name, the texts and formats that cells point to. Texts are held in memory; sheets stream. Nothing is believed of the sizes the file
/// states: what unpacks to more than a workbook can sensibly hold is given up.
/// </summary>
internal sealed class XlsxPackage : IDisposable
{
    private const long MostTexts = 256L * 1024 * 1024;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, string> _targets;
    private readonly List<string> _texts = [];
    private readonly List<NumberFormat> _formats = [];

    /// <param name="file">Disposed with it.</param>
    /// <exception cref="InvalidDataException">It is no whole package; also <see cref="XmlException"/>.</exception>
    public XlsxPackage(Stream file)
    {
        _zip = new ZipArchive(file, ZipArchiveMode.Read);
        _targets = Targets();
        ReadWorkbook();
        ReadFormats();
    }

    public IReadOnlyList<SheetEntry> Sheets { get; private set; } = [];

    /// <summary>Days count from 1904.</summary>
    public bool Is1904 { get; private set; }

    public string TextAt(int place)
    {
        if (_texts.Count == 0)
            ReadTexts();
        return place >= 0 && place < _texts.Count ? _texts[place] : throw new InvalidDataException("A cell points to a text that is not there.");
    }

    public NumberFormat FormatAt(int style) => style >= 0 && style < _formats.Count ? _formats[style] : NumberFormat.General;

    /// <summary>Opens a sheet's part, unpacked.</summary>
    public Stream Open(SheetEntry sheet) => (_zip.GetEntry(_targets.GetValueOrDefault(sheet.Relation) ?? "") ?? throw new InvalidDataException($"The sheet {sheet.Name} is missing.")).Open();

    public void Dispose() => _zip.Dispose();

    /// <summary>A reader that opens nothing else and follows no entity.</summary>
    public static XmlReader ReaderOver(Stream part) => XmlReader.Create(part, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, CloseInput = true });

    /// <summary>The text of a string item or an inline string, at whose element the reader stands; readings aids (furigana) are left out.</summary>
    public static string ReadText(XmlReader xml)
    {
        if (xml.IsEmptyElement)
            return "";
        var text = new StringBuilder();
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            while (xml is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
                xml.Skip();
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "t" } && !xml.IsEmptyElement && xml.Read() && xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                text.Append(xml.Value);
            if (xml.Depth <= depth)
                break;
        }

        return Unescaped(text.ToString());
    }

    /// <summary>Characters that XML cannot hold are written as <c>_x000D_</c>.</summary>
    public static string Unescaped(string text) => text.Contains("_x", StringComparison.Ordinal) ? XmlConvert.DecodeName(text) : text;

    private void ReadWorkbook()
    {
        var sheets = new List<SheetEntry>();
        using var xml = Part("xl/workbook.xml") ?? throw new InvalidDataException("There is no workbook in it.");
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
                Is1904 = xml.GetAttribute("date1904") is "1" or "true";
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet" })
                sheets.Add(new(xml.GetAttribute("name") ?? "", RelationOf(xml), xml.GetAttribute("state") is null or "visible"));
        }

        Sheets = sheets;
    }

    private static string RelationOf(XmlReader sheet)
    {
        while (sheet.MoveToNextAttribute())
            if (sheet is { LocalName: "id", Prefix: not "" })
                return sheet.Value;
        return "";
    }

    private Dictionary<string, string> Targets()
    {
        var targets = new Dictionary<string, string>();
        using var xml = Part("xl/_rels/workbook.xml.rels");
        while (xml?.Read() == true)
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && xml.GetAttribute("Target") is { } target)
                targets[xml.GetAttribute("Id") ?? ""] = target.StartsWith('/') ? target[1..] : $"xl/{target}";
        return targets;
    }

    private void ReadTexts()
    {
        using var xml = Part("xl/sharedStrings.xml");
        while (xml?.Read() == true)
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
                _texts.Add(ReadText(xml));
    }

    private void ReadFormats()
    {
        var codes = new Dictionary<int, NumberFormat>();
        var inCells = false;
        using var xml = Part("xl/styles.xml");
        while (xml?.Read() == true)
        {
            if (xml.LocalName == "cellXfs")
                inCells = xml.NodeType == XmlNodeType.Element;
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "numFmt" } && int.TryParse(xml.GetAttribute("numFmtId"), out var number))
                codes[number] = NumberFormat.Of(xml.GetAttribute("formatCode") ?? "");
            else if (inCells && xml is { NodeType: XmlNodeType.Element, LocalName: "xf" })
                _formats.Add(int.TryParse(xml.GetAttribute("numFmtId"), out var used) ? codes.GetValueOrDefault(used) ?? NumberFormat.OfBuiltIn(used) : NumberFormat.General);
        }
    }

    private XmlReader? Part(string name) => _zip.GetEntry(name) is { } part ? ReaderOver(new MeteredStream(part.Open(), MostTexts)) : null;
}

/// <summary>A sheet in a workbook's list.</summary>
internal sealed record SheetEntry(string Name, string Relation, bool IsVisible);
