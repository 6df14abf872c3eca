using System.Buffers;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>Walks through the table of an entity and makes its rows records, with their children.</summary>
internal sealed class RowEntityReader : IEntityReader
{
    private readonly EntityFiles _files;
    private readonly IRows _rows;
    private readonly int[] _keyColumns;
    private readonly IReadOnlyList<ChildIndex> _children;
    private readonly SeenKeys<int> _keys = new();
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;
    private string _key = "";

    private RowEntityReader(EntityFiles files, IRows rows, int[] keyColumns, IReadOnlyList<ChildIndex> children)
    {
        (_files, _rows, _keyColumns, _children) = (files, rows, keyColumns, children);
        _writer = new(_json, FilesJson.Options);
    }

    public int Line => _rows.Line;

    public BrokenRecord? Broken { get; private set; }

    public IEnumerable<BrokenRecord> BrokenChildren => _children.SelectMany(child => child.Broken);

    public IEnumerable<BrokenRecord> Orphans => _children.SelectMany(child => child.Orphans(_files.Files[0].Name));

    /// <summary>Opens the files, checks their headers against the settings, and loads the children.</summary>
    public static async Task<RowEntityReader> OpenAsync(EntityFiles files, CancellationToken cancellationToken)
    {
        var rows = await files.Tables[0].OpenAsync(cancellationToken);
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

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await _rows.ReadAsync(cancellationToken))
            return false;
        Broken = _rows.Broken ?? TakeKey();
        return true;
    }

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
        if (!_keys.TryTake(key, Line, out var first))
            return _rows.Break($"The key {key} is already on line {first}.");
        foreach (var child in _children)
            child.Take(key);
        _key = key;
        return null;
    }
}
