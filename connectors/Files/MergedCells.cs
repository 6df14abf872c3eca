namespace IntegrationHub.Connectors.Files;

/// <summary>Gives the cells of merged ranges their range's value, which the file has in the first cell only. Rows come in order.</summary>
internal sealed class MergedCells(IEnumerable<MergedRange> ranges)
{
    private readonly Queue<MergedRange> _ahead = new(ranges.OrderBy(range => range.FromRow));
    private readonly List<(MergedRange Range, CellValue Value)> _open = [];

    /// <summary>Takes the values of the ranges that begin in the sheet's row at hand.</summary>
    public void Enter(ISheet sheet)
    {
        var row = sheet.Row - 1;
        _open.RemoveAll(open => open.Range.ToRow < row);
        while (_ahead.TryPeek(out var next) && next.FromRow <= row)
        {
            _ahead.Dequeue();
            if (next.FromRow == row)
                _open.Add((next, sheet.Cell(next.FromColumn)));
        }
    }

    /// <summary>The value at a column of the row at hand; in a merged range, its first cell's.</summary>
    public CellValue Of(int column, CellValue own)
    {
        if (own.IsEmpty)
            foreach (var (range, value) in _open)
                if (column >= range.FromColumn && column <= range.ToColumn)
                    return value;
        return own;
    }
}
