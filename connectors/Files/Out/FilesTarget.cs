using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files.Out;

/// <summary>
/// Writes each batch as a new file of its object, numbered upwards. The state of a record is what the file with the highest number says of it: a batch that comes again, because nobody knows whether its file was
/// finished, says the same once more.
/// </summary>
internal sealed class FilesTarget(FilesTargetOptions options, ConnectorServices services) : ITarget
{
    private readonly string _folder = Path.GetFullPath(options.Folder);
    private readonly Encoding _encoding = options.Format == OutgoingFormat.JsonLines
        ? new UTF8Encoding(options.ByteOrderMark, throwOnInvalidBytes: true)
        : FileEncoding.Writing(options.Encoding, options.ByteOrderMark);

    public Task CheckAsync(CancellationToken cancellationToken) => InFolderAsync(async () =>
    {
        Directory.CreateDirectory(_folder);
        var probe = Path.Combine(_folder, $".check-{Guid.NewGuid():N}.tmp");
        await File.WriteAllBytesAsync(probe, [], cancellationToken);
        File.Delete(probe);
        return true;
    });

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken)
    {
        var results = new DeliveryResult[batch.Count];
        var written = new List<Delivery>(batch.Count);
        for (var at = 0; at < batch.Count; at++)
        {
            if (OutgoingFiles.Unwritable(batch[at], _encoding) is { } field)
            {
                results[at] = new DeliveryResult.Rejected($"{batch[at].Entity} {batch[at].ExternalKey}: '{field}' has a character that {options.Encoding} does not have. Change it, or set Encoding to utf-8.");
                continue;
            }

            written.Add(batch[at]);
            results[at] = new DeliveryResult.Delivered(batch[at].ExternalKey);
        }

        if (written.Count > 0)
            await InFolderAsync(() => WriteAsync(FileName(batch[0].Entity), written, cancellationToken));
        return results;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<bool> WriteAsync(string entity, IReadOnlyList<Delivery> batch, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        using var sequence = await FileSequence.OpenAsync(_folder, entity, services.Time, cancellationToken);
        var number = sequence.Next();
        var ending = options.Format == OutgoingFormat.Csv ? "csv" : "jsonl";
        var files = OutgoingFiles.Of(entity, batch, options).Select(file => (Temporary: Path.Combine(_folder, $".{file.Name}-{number:D10}.tmp"), Final: Path.Combine(_folder, $"{file.Name}-{number:D10}.{ending}"), file.WriteAsync)).ToList();
        foreach (var file in files)
            await WriteAsync(file.Temporary, file.WriteAsync);
        foreach (var (temporary, final, _) in files)   // the batch's own file last: when it is there, all are
            File.Move(temporary, final, overwrite: false);
        if (options.Marker is { Length: > 0 } marker)
            await File.WriteAllBytesAsync($"{files[^1].Final}{marker}", [], CancellationToken.None);
        return true;
    }

    private async Task WriteAsync(string path, Func<TextWriter, Task> writeAsync)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        await using (var writer = new StreamWriter(file, _encoding, leaveOpen: true))
            await writeAsync(writer);
        file.Flush(flushToDisk: true);
    }

    private async Task<bool> InFolderAsync(Func<Task<bool>> action)
    {
        try
        {
            if (Path.GetDirectoryName(_folder) is { } above && !Directory.Exists(above))
                throw new SetupException($"Folder: {above} is not there. Make it, or set Folder.");
            return await action();
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new AccessException($"Folder: {_folder} may not be written to by the user the hub runs as.", refused);
        }
        catch (IOException failed)
        {
            throw new TransientException($"Folder: {_folder} cannot be written to now: is the disk full, or the share gone?", inner: failed);
        }
    }

    private static string FileName(string entity) => entity.Length > 0 && entity.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && entity[0] != '.'
        ? entity
        : throw new SetupException($"'{entity}' cannot be the name of a file. Mend to.object in the mapping.");
}
