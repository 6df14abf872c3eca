using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>Reads entities from files: all records when a file changed, none when it did not.</summary>
internal sealed class FilesSource(FilesOptions options, ConnectorServices services) : ISource, ISourceSchema
{
    /// <summary>Opens every file of every entity, and tells everything that is wrong with the settings at once.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        List<string> problems = [];
        foreach (var entity in options.Entities.Keys)
        {
            try
            {
                await new EntityFiles(options, entity).CheckAsync(cancellationToken);
            }
            catch (SetupException problem)
            {
                problems.Add(problem.Message);
            }
        }

        if (problems.Count > 0)
            throw new SetupException(string.Join(Environment.NewLine, problems.Distinct()));
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Slice is not null)
            throw new SetupException($"{request.Entity}: a file cannot be read in part. Sync it as a whole; unchanged records cost nothing.");

        var files = new EntityFiles(options, request.Entity);
        var stamps = files.Stamps();
        var fingerprint = await files.FingerprintAsync(cancellationToken);
        var position = FilesPosition.Resume(request.After, fingerprint);
        var fromTheBeginning = position.Line == 0;
        Log.Starting(services.Log, request.Entity, position.Line, position.End);
        if (position.End)
            yield break;

        await using var rows = await files.OpenAsync(cancellationToken);
        var batch = new Batch(position.Line == 0 ? rows.BrokenChildren : []);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.Line <= position.Line)
                continue;
            if (batch.Count >= request.BatchSize)
            {
                files.EnsureUnchanged(stamps);
                yield return batch.Upto(position);
                batch = new([]);
            }

            batch.Add(rows);
            position = position with { Line = rows.Line };
        }

        batch.Broken.AddRange(rows.Orphans);
        files.EnsureUnchanged(stamps);
        if (await files.FingerprintAsync(cancellationToken) != fingerprint)
            throw EntityFiles.Changed(files.Files.Count == 1 ? files.Files[0].Name : $"A file of {files.Name}");
        yield return batch.Upto(position with { End = true }) with { ReadWhole = fromTheBeginning ? files.Names : [] };
    }

    /// <summary>The columns of the files' headers; every cell is a text. XML has no header.</summary>
    public async Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken) =>
        await new EntityFiles(options, entity).DescribeAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Batch(IEnumerable<BrokenRecord> broken)
    {
        private readonly JsonPages _pages = new();
        private readonly List<SourceRecord> _records = [];
        private int _rows;

        public List<BrokenRecord> Broken { get; } = [.. broken];

        /// <summary>The entity's rows or elements in it, good and bad.</summary>
        public int Count => _rows;

        public void Add(IEntityReader row)
        {
            _rows++;
            if (row.Broken is { } bad)
                Broken.Add(bad);
            else
                _records.Add(row.ToRecord(_pages));
        }

        public SourceBatch Upto(FilesPosition position) => new(_records, position.ToCheckpoint()) { Broken = Broken };
    }
}
