using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>Opens workbooks at a sheet, and tells what is wrong with one that cannot be opened.</summary>
internal static class Workbooks
{
    // Workbooks before Excel 97 write their texts in a code page.
    static Workbooks() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="UnreadableException">It is no workbook, is protected by a password, or is damaged.</exception>
    /// <exception cref="SetupException">It has no such sheet.</exception>
    public static async Task<ISheet> OpenAsync(Table table, CancellationToken cancellationToken)
    {
        var file = new StoppableStream(table.File.Open(), cancellationToken);
        try
        {
            var start = new byte[8];
            var read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
            file.Position = 0;
            return Guarded<ISheet>(table.File.Name, () => start.AsSpan(0, read) switch
            {
                [0x50, 0x4B, 0x03, 0x04, ..] => OfXlsx(table, file),
                [0xD0, 0xCF, 0x11, 0xE0, ..] or [0x09, _, ..] => OfXls(table, file),
                var other => throw new UnreadableException(
                    $"{table.File.Name} is no Excel workbook{(IsText(other) ? ", but text or HTML under an Excel name" : "")}. Save it as .xlsx in Excel, or have it exported as CSV."),
            });
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks a sheet for something.</summary>
    /// <exception cref="UnreadableException">The workbook is damaged.</exception>
    /// <exception cref="TransientException">The disk or the share failed.</exception>
    // The readers' own errors are few, but what damaged bytes do to them is anything: all of it means that this file cannot be read.
    public static T Guarded<T>(string name, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (InvalidPasswordException locked)
        {
            throw new UnreadableException($"{name} is protected by a password. The hub opens none; save it without.", locked);
        }
        catch (IOException gone) when (gone is not EndOfStreamException)
        {
            throw new TransientException($"{name} cannot be read: {gone.Message}", inner: gone);
        }
        catch (Exception damaged) when (damaged is not (OperationCanceledException or UnreadableException or ConnectorException or OutOfMemoryException))
        {
            throw new UnreadableException($"{name} is damaged, too large to be true, or no Excel workbook (.xlsx, .xlsm, .xls). Open it in Excel, save it anew, or have it exported again.", damaged);
        }
    }

    private static XlsxSheet OfXlsx(Table table, Stream file)
    {
        var package = new XlsxPackage(file);
        var place = PlaceOf(table, [.. package.Sheets.Select(sheet => sheet.Name)], [.. package.Sheets.Select(sheet => sheet.IsVisible)]);
        return new XlsxSheet(package, package.Sheets[place]);
    }

    private static XlsSheet OfXls(Table table, Stream file)
    {
        var reader = ExcelReaderFactory.CreateReader(file);
        List<string> names = [];
        List<bool> visible = [];
        do
        {
            names.Add(reader.Name);
            visible.Add(reader.VisibleState == "visible");
        }
        while (reader.NextResult());
        reader.Reset();
        for (var place = PlaceOf(table, names, visible); place > 0; place--)
            reader.NextResult();
        return new XlsSheet(reader);
    }

    /// <summary>Which sheet is meant: by name, else by number, else the first that is not hidden.</summary>
    private static int PlaceOf(Table table, List<string> names, List<bool> visible)
    {
        if (table.Sheet is not { } sheet)
            return visible.IndexOf(true) is >= 0 and var first ? first : throw new SetupException($"{table.File.Name} has only hidden sheets: {string.Join(", ", names)}. Name one with the setting Sheet.");
        if (names.IndexOf(sheet) is >= 0 and var named)
            return named;
        return int.TryParse(sheet, out var number) && number >= 1 && number <= names.Count
            ? number - 1
            : throw new SetupException($"{table.File.Name} has no sheet '{sheet}'.{Nearest.DidYouMean(sheet, names)} It has {string.Join(", ", names)}.");
    }

    private static bool IsText(ReadOnlySpan<byte> start) => start.Length > 0 && !start.ContainsAnyInRange((byte)0, (byte)8);
}
