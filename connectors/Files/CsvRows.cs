using System.Text.Json;
using CsvHelper;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>
/// Walks through a file row by row. What is no proper row is given as <see cref="Broken"/> and the walk goes on with the next line.
/// </summary>
/// <remarks>
/// A quote that opens and does not close properly takes in the lines after it. Such a row is broken in its first line only:
/// reading goes on at its second line, so that the good rows behind the quote are not lost.
/// </remarks>
internal sealed class CsvRows : IRows
{
    private const int LongestRow = 1024 * 1024;
    private readonly FolderFile _file;
    private readonly char _delimiter;
    private FileEncoding _encoding;
    private CsvReader _reader;
    private CsvMalformedReason? _malformed;
    private long _readerAt;
    private int _readerLine;
    private long _rowEnd;

    private CsvRows(FolderFile file, char delimiter, Stream text, FileEncoding encoding)
    {
        _file = file;
        _delimiter = delimiter;
        _encoding = encoding;
        _reader = ReaderOver(text);
        _readerLine = 1;
    }

    public Header Header { get; private set; } = null!;

    public string Lines => $"{_file.Name} line";

    /// <summary>The line the row begins on, counted as an editor does.</summary>
    public int Line { get; private set; }

    /// <summary>Set when the lines at hand are no row.</summary>
    public BrokenRecord? Broken { get; private set; }

    /// <summary>Opens a file and finds its header; when nothing says what parts its cells, tries what usually does.</summary>
    public static async Task<CsvRows> OpenAsync(Table table, CancellationToken cancellationToken)
    {
        foreach (var delimiter in table.File.Delimiters)
            if (await TryOpenAsync(table, delimiter, cancellationToken) is { } found)
                return found;
        // Nothing looks like the header: then it is the line that should be, and whoever looks for a column in it says what is missing.
        return await TryOpenAsync(table with { Sure = true }, table.File.Delimiters[0], cancellationToken)
            ?? throw new SetupException($"{table.File.Name} has no line {table.HeaderRow}, where HeaderRow says that the columns are named. Correct the setting.");
    }

    private static async Task<CsvRows?> TryOpenAsync(Table table, char delimiter, CancellationToken cancellationToken)
    {
        var (text, encoding) = await table.File.OpenTextAsync(0, cancellationToken);
        var rows = new CsvRows(table.File, delimiter, text, encoding);
        try
        {
            if (await rows.FindHeaderAsync(table, cancellationToken))
                return rows;
        }
        catch
        {
            await rows.DisposeAsync();
            throw;
        }

        await rows.DisposeAsync();
        return null;
    }

    /// <summary>Moves to the next row, or to what should be one; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _malformed = null;
        Broken = null;
        try
        {
            if (!await _reader.ReadAsync(cancellationToken))
                return false;
        }
        catch (CsvFormatException tooLong)
        {
            await BreakFirstLineAsync(_rowEnd, _readerLine + (int)tooLong.LineNumber - 1, "The row is longer than 1 MiB; a quote that opens a cell and does not close makes it so.", cancellationToken);
            return true;
        }
        catch (IOException gone)
        {
            throw _file.Unreadable(gone);
        }

        Line = _readerLine + (int)_reader.LineNumber - 1;
        var rowAt = _readerAt + _reader.ByteOffset;
        _rowEnd = rowAt + _reader.RawRecord.Length;
        if (WhatIsWrong() is { } reason)
        {
            if (_malformed is not null && _reader.RawRecord.ContainsAny("\r\n"u8))
                await BreakFirstLineAsync(rowAt, Line, reason, cancellationToken);
            else
                Broken = Break(_reader.RawRecord, reason);
        }

        return true;
    }

    /// <summary>The cells of a key joined by slashes; null when one of them is empty.</summary>
    public string? Key(ReadOnlySpan<int> columns)
    {
        var key = "";
        foreach (var column in columns)
        {
            var cell = _reader.GetString(column);
            if (string.IsNullOrWhiteSpace(cell))
                return null;
            key = key.Length == 0 ? cell : $"{key}/{cell}";
        }

        return key;
    }

    /// <summary>Writes the cells as properties: texts as they are, also when empty.</summary>
    public void WriteCells(Utf8JsonWriter writer)
    {
        for (var column = 0; column < Header.Properties.Count; column++)
            writer.WriteString(Header.Properties[column], _reader.GetSpan(column));
    }

    /// <summary>The row at hand as broken, for a reason found by the caller.</summary>
    public BrokenRecord Break(string reason) => Break(_reader.RawRecord, reason);

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private async Task<bool> FindHeaderAsync(Table table, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(cancellationToken))
            throw new SetupException($"{_file.Name} is empty. Its first line must name the columns.");
        if (!_encoding.IsDecoded(_reader.RawRecord) || _reader.RawRecord.Contains((byte)0))
            throw new SetupException($"{_file.Name} line {Line} is not {_encoding.Name} text. Set Encoding to the encoding of the file (Japanese Excel writes shift_jis), or save the file as {_encoding.Name}.");
        do
        {
            string[] cells = Broken is null ? [.. Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetString)] : [];
            if (!table.IsHeader(Line, cells))
                continue;
            if (Broken is not null)
                throw new SetupException($"{_file.Name} line {Line}: {Broken.Reason} This line must name the columns.");
            Header = new(_file.Name, $"{Lines} {Line}", cells);
            return true;
        }
        while (Line < table.Deepest && await ReadAsync(cancellationToken));
        return false;
    }

    private string? WhatIsWrong()
    {
        var row = _reader.RawRecord;
        if (!_encoding.IsDecoded(row))
            return $"Bytes that are not {_encoding.Name}. Correct them in the file, or the setting Encoding.";
        if (row.Contains((byte)0))
            return "A NUL byte. Remove it from the file.";
        if (_malformed is { } malformed)
            return malformed switch
            {
                CsvMalformedReason.StrayQuote => "A quote inside a cell that is not quoted. Quote the cell and double the quotes in it.",
                CsvMalformedReason.TextAfterClosingQuote => "Text after a closing quote. Double the quotes inside a quoted cell.",
                _ => "A quote opens a cell and never closes.",
            };
        if (Header is not null && _reader.FieldCount != Header.Properties.Count)
            return $"{_reader.FieldCount} cells, but the header has {Header.Properties.Count}.";
        return null;
    }

    private BrokenRecord Break(ReadOnlySpan<byte> text, string reason) => new($"{_file.Name} line {Line}", reason, _encoding.InFile(text));

    // Takes the one line at the offset out as broken, and begins anew behind it.
    private async Task BreakFirstLineAsync(long offset, int line, string reason, CancellationToken cancellationToken)
    {
        await _reader.DisposeAsync();
        (var text, _encoding) = await _file.OpenTextAsync(offset, cancellationToken);
        (var first, offset) = ReadLine(text, offset);
        Line = line;
        Broken = Break(first, reason);

        (text, _encoding) = await _file.OpenTextAsync(offset, cancellationToken);
        _reader = ReaderOver(text);
        (_readerAt, _readerLine, _rowEnd) = (offset, line + 1, offset);
    }

    // The next line that is not empty, without its end (of one longer than a row may be, the beginning), and the offset behind it.
    private static (byte[] Line, long Next) ReadLine(Stream text, long offset)
    {
        using var bytes = new BufferedStream(text);
        using var line = new MemoryStream();
        var next = bytes.ReadByte();
        for (; next is '\r' or '\n'; offset++)
            next = bytes.ReadByte();
        for (; next is not (-1 or '\r' or '\n'); offset++)
        {
            if (line.Length < LongestRow)
                line.WriteByte((byte)next);
            next = bytes.ReadByte();
        }

        var end = next == -1 ? 0 : next == '\r' && bytes.ReadByte() == '\n' ? 2 : 1;
        return (line.ToArray(), offset + end);
    }

    private CsvReader ReaderOver(Stream text) => CsvReader.Create(text, new()
    {
        HasHeader = false,
        Separator = _delimiter,
        TrackLineNumbers = true,
        MaxRecordSize = LongestRow,
        OnMalformedRecord = malformed => _malformed = malformed.Reason,
    });
}
