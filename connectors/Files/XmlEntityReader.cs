using System.Buffers;
using System.Text.Json;
using System.Xml;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>Walks through the XML files of an entity and makes their elements records.</summary>
internal sealed class XmlEntityReader(EntityFiles files) : IEntityReader
{
    private const int LongestRaw = 1024 * 1024;
    private readonly Queue<FolderFile> _left = new(files.Files);
    private readonly SeenKeys<(FolderFile File, int Line)> _keys = new();
    private readonly ArrayBufferWriter<byte> _json = new();
    private FolderFile _file = null!;
    private XmlElements? _elements;
    private XmlTree? _tree;
    private string _key = "";

    public int Line { get; private set; }
    public BrokenRecord? Broken { get; private set; }
    public IEnumerable<BrokenRecord> BrokenChildren => [];
    public IEnumerable<BrokenRecord> Orphans => [];

    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (_elements is not null || Open())
        {
            Broken = null;
            try
            {
                _tree = await _elements!.NextAsync(cancellationToken);
                if (_tree is not null)
                    Broken = TakeKey(_tree);
            }
            catch (Exception bad) when (bad is XmlException or InvalidDataException)
            {
                _tree = null;
                Broken = await BreakAsync(bad, cancellationToken);
            }
            catch (IOException gone)
            {
                throw _file.Unreadable(gone);
            }

            if (_tree is null)
                await CloseAsync();
            if (_tree is not null || Broken is not null)
            {
                Line++;
                return true;
            }
        }

        return false;
    }

    public SourceRecord ToRecord(JsonPages pages) => new(_key, ChangeKind.Upserted, pages.Keep(Json().Span));

    /// <summary>Reads the first record and holds it against the settings.</summary>
    /// <exception cref="SetupException">It has nothing where the key should be.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (!await ReadAsync(cancellationToken) || _tree is null || _key.Length > 0)
            return;
        var missing = files.KeyParts.First(part => string.IsNullOrWhiteSpace(_tree.TextAt(part)));
        throw new SetupException($"Entities:{files.Name}:Key: {_file.Name} line {_tree.Line} has nothing at '{missing}'."
            + $"{Nearest.DidYouMean(missing.Split('.')[0], _tree.Members)} In {_tree.Name} there are {string.Join(", ", _tree.Members)}.");
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private bool Open()
    {
        if (!_left.TryDequeue(out var next))
            return false;
        _elements = XmlElements.In(next.Open(), files.Element);
        _file = next;
        return true;
    }

    private async ValueTask CloseAsync()
    {
        if (_elements is not null)
            await _elements.DisposeAsync();
        _elements = null;
    }

    private BrokenRecord? TakeKey(XmlTree tree)
    {
        _key = "";
        var parts = files.KeyParts.Select(part => tree.TextAt(part)?.Trim()).ToList();
        if (parts.Exists(string.IsNullOrEmpty))
            return new($"{_file.Name} line {tree.Line}", $"{files.Key} is empty, but it is the key.", Json().ToArray());
        var key = string.Join('/', parts);
        if (!_keys.TryTake(key, (_file, tree.Line), out var first))
            return new($"{_file.Name} line {tree.Line}", $"The key {key} is already in {first.File.Name} line {first.Line}.", Json().ToArray());
        _key = key;
        return null;
    }

    private ReadOnlyMemory<byte> Json()
    {
        _json.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_json, FilesJson.Options);
        _tree!.WriteObject(writer);
        writer.Flush();
        return _json.WrittenMemory;
    }

    private async Task<BrokenRecord> BreakAsync(Exception bad, CancellationToken cancellationToken)
    {
        var line = bad is XmlException { LineNumber: > 0 } xml ? xml.LineNumber : _elements!.Line;
        var reason = bad switch
        {
            XmlException when bad.Message.Contains("DTD", StringComparison.Ordinal) => "A document type declaration. The hub reads none, nor the entities in it; have the file written without.",
            XmlException => $"No well-formed XML: {bad.Message} Correct the file; nothing behind this line could be read.",
            _ => $"{bad.Message} Split the file, or name the repeated element in the setting Element; nothing behind this line could be read.",
        };
        return new($"{_file.Name} line {line}", reason, await _file.BeginningAsync(LongestRaw, cancellationToken));
    }
}
