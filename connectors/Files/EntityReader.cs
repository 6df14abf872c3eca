using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>Walks through an entity's file and makes its rows records, with their children.</summary>
internal sealed class EntityReader : IAsyncDisposable
{
    private readonly EntityFiles _files;
    private readonly CsvRows _rows;
    private readonly int[] _keyColumns;
    private readonly IReadOnlyList<ChildIndex> _children;
    private readonly Dictionary<UInt128, int> _lineOfKey = [];
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;
    private string _key = "";

    private EntityReader(EntityFiles files, CsvRows rows, int[] keyColumns, IReadOnlyList<ChildIndex> children)
    {
        (_files, _rows, _keyColumns, _children) = (files, rows, keyColumns, children);
        _writer = new(_json, FilesJson.Options);
    }

    /// <summary>The line the row at hand begins on.</summary>
    public int Line => _rows.Line;

    /// <summary>Set when the row at hand is no record.</summary>
    public BrokenRecord? Broken { get; private set; }

    /// <summary>The lines of child files that are no rows.</summary>
    public IEnumerable<BrokenRecord> BrokenChildren => _children.SelectMany(child => child.Broken);

    /// <summary>At the end: the rows of child files that belong to no record.</summary>
    public IEnumerable<BrokenRecord> Orphans => _children.SelectMany(child => child.Orphans(_files.File.Name));

    /// <summary>Opens the files, checks their headers against the settings, and loads the children.</summary>
    public static async Task<EntityReader> OpenAsync(EntityFiles files, CancellationToken cancellationToken)
    {
        var rows = await CsvRows.OpenAsync(files.File, cancellationToken);
        try
        {
            var key = files.KeyColumns(rows.Header);
            List<ChildIndex> children = [];
            foreach (var child in files.Children)
                children.Add(await ChildIndex.LoadAsync(child, cancellationToken));
            return new(files, rows, key, children);
        }
        catch
        {
            await rows.DisposeAsync();
            throw;
        }
    }

    /// <summary>Moves to the next row; false at the end. Rows passed over count as seen: their keys are taken.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await _rows.ReadAsync(cancellationToken))
            return false;
        Broken = _rows.Broken ?? TakeKey();
        return true;
    }

    /// <summary>The row at hand as a record, its JSON kept in the given pages.</summary>
    public SourceRecord ToRecord(JsonPages pages)
    {
        _json.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        _rows.WriteCells(_writer);
        foreach (var child in _children)
            child.Write(_writer, _key);
        _writer.WriteEndObject();
        _writer.Flush();
        return new(_key, ChangeKind.Upserted, pages.Keep(_json.WrittenSpan));
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _rows.DisposeAsync();
    }

    private BrokenRecord? TakeKey()
    {
        if (_rows.Key(_keyColumns) is not { } key)
            return _rows.Break($"{_files.Key} is empty, but it is the key.");
        if (!_lineOfKey.TryAdd(Digest(key), Line))
            return _rows.Break($"The key {key} is already on line {_lineOfKey[Digest(key)]}.");
        foreach (var child in _children)
            child.Take(key);
        _key = key;
        return null;
    }

    // Every key of the file has to be remembered to find a second one; 16 bytes each do.
    private static UInt128 Digest(string key) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
