using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>A table in a file: which file, and where in it the rows are.</summary>
/// <param name="File">A text file, or an Excel workbook.</param>
/// <param name="Key">The column or columns that its header must have.</param>
/// <param name="Sheet">Of a workbook: the sheet's name, or its number; null: the first that is not hidden.</param>
/// <param name="HeaderRow">The line or row of the header; null: the first one that has the key's columns.</param>
/// <param name="SkipHiddenRows">Of a workbook: whether rows that are hidden are left out.</param>
internal sealed record Table(FolderFile File, string Key, string? Sheet, int? HeaderRow, bool SkipHiddenRows)
{
    // Titles, dates and remarks stand above a header, but not more of them than this.
    private const int DeepestHeader = 50;

    /// <summary>The header is taken from where it should be, whatever it says.</summary>
    public bool Sure { get; init; }

    /// <summary>No header is looked for below this line.</summary>
    public int Deepest => HeaderRow ?? DeepestHeader;

    /// <summary>Opens the file and finds its header.</summary>
    /// <exception cref="SetupException">The file is not there, or has no such header.</exception>
    /// <exception cref="UnreadableException">It is no workbook, or one that cannot be read.</exception>
    public async Task<IRows> OpenAsync(CancellationToken cancellationToken) =>
        File.IsWorkbook ? await ExcelRows.OpenAsync(this, cancellationToken) : await CsvRows.OpenAsync(this, cancellationToken);

    /// <summary>Whether a row of these cells is the header.</summary>
    public bool IsHeader(int line, IReadOnlyCollection<string> cells) => line >= (HeaderRow ?? 1) && (Sure || Header.IsIn(cells, Key));
}
