namespace IntegrationHub.Connectors.Files;

/// <summary>A sheet of a workbook, walked from top to bottom. What damaged files make a reader throw is let out; <see cref="Workbooks"/> tells it apart.</summary>
internal interface ISheet : IDisposable
{
    string Name { get; }

    /// <summary>The row at hand, counted from 1.</summary>
    int Row { get; }

    bool IsRowHidden { get; }

    /// <summary>Cells of the row at hand; those behind them are empty.</summary>
    int Cells { get; }

    IReadOnlyList<MergedRange> Merged { get; }

    /// <summary>Moves to the next row; false at the end. Empty rows may be passed over.</summary>
    bool Read();

    /// <summary>A cell of the row at hand as it stands in the file, counted from 0.</summary>
    CellValue Cell(int column);
}

/// <summary>Cells that are shown as one; all counted from 0.</summary>
internal readonly record struct MergedRange(int FromRow, int FromColumn, int ToRow, int ToColumn);
