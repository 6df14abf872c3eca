using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>Reads an entity's files from a position to their end, as long as they stay as they are.</summary>
internal static class FilesReading
{
    /// <param name="files">Which.</param>
    /// <param name="position">Behind what; with the files' fingerprint.</param>
    /// <param name="stamps">What the folder said of them before the fingerprint was taken.</param>
    /// <param name="batchSize">At most so many records in a batch.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="TransientException">A file has changed.</exception>
    public static async IAsyncEnumerable<SourceBatch> ReadAsync(
        EntityFiles files, FilesPosition position, IReadOnlyList<(string, (long, DateTime))> stamps, int batchSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var fromTheBeginning = position.Line == 0;
        FileBatch batch;
        await using (var rows = await files.OpenAsync(cancellationToken))
        {
            batch = new FileBatch(position.Line == 0 ? rows.BrokenChildren : []);
            while (await rows.ReadAsync(cancellationToken))
            {
                if (rows.Line <= position.Line)
                    continue;
                if (batch.Count >= batchSize)
                {
                    files.EnsureUnchanged(stamps);
                    yield return batch.Upto(position);
                    batch = new([]);
                }

                batch.Add(rows);
                position = position with { Line = rows.Line };
            }

            batch.Broken.AddRange(rows.Orphans);
        }

        files.EnsureUnchanged(stamps);
        if (await files.FingerprintAsync(cancellationToken) != position.Sha256)
            throw EntityFiles.Changed(files.Files.Count == 1 ? files.Files[0].Name : $"A file of {files.Name}");
        yield return batch.Upto(position with { End = true }) with { ReadWhole = fromTheBeginning ? files.Names : [] };
    }
}
