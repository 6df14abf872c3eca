using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>A batch while it fills.</summary>
internal sealed class FileBatch(IEnumerable<BrokenRecord> broken)
{
    private readonly JsonPages _pages = new();
    private readonly List<SourceRecord> _records = [];

    public List<BrokenRecord> Broken { get; } = [.. broken];

    /// <summary>The entity's rows or elements in it, good and bad.</summary>
    public int Count { get; private set; }

    public void Add(IEntityReader row)
    {
        Count++;
        if (row.Broken is { } bad)
            Broken.Add(bad);
        else
            _records.Add(row.ToRecord(_pages));
    }

    public SourceBatch Upto(FilesPosition position) => new(_records, position.ToCheckpoint()) { Broken = Broken };
}
