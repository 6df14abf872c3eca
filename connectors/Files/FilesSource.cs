using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>
/// Reads entities from files. Of files that stay: all records when one changed, none when it did not. Of files that come: each once, which then goes into the archive.
/// </summary>
internal sealed class FilesSource(FilesOptions options, ConnectorServices services) : ISource, ISourceSchema, ICommitAware, INewsSource, IKeyListing, ICountedSource
{
    private const int LongestRaw = 1024 * 1024;
    private const int KeysAtOnce = 2000;
    private readonly Dictionary<string, FolderNews> _news = [];
    private FileArchive? _archive;

    /// <summary>Opens every file of every entity, and tells everything that is wrong with the settings at once.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        List<string> problems = [];
        foreach (var entity in options.Entities.Keys)
        {
            try
            {
                if (FilesOf(entity) is { } files)
                    await files.CheckAsync(cancellationToken);
            }
            catch (Exception problem) when (problem is SetupException or UnreadableException)
            {
                problems.Add(problem.Message);
            }
        }

        if (problems.Count > 0)
            throw new SetupException(string.Join(Environment.NewLine, problems.Distinct()));
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = EntityFiles.Of(options, request.Entity);
        if (request.Slice is { } slice)
        {
            var sliced = new SlicedFiles(request.Entity, settings, slice);
            await foreach (var batch in ReadStandingAsync(request, sliced.Print, cancellationToken))
                yield return sliced.Of(batch);
            yield break;
        }

        var batches = settings.Incoming is { } incoming
            ? ReadIncomingAsync(request, incoming, cancellationToken)
            : ReadStandingAsync(request, slice: null, cancellationToken);
        await foreach (var batch in batches)
            yield return batch;
    }

    /// <summary>Puts the file that ends here into the archive.</summary>
    public async Task CommittedAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        if (_archive is not null && FilesPosition.Parse(checkpoint) is { End: true, File: not null } position)
            await _archive.TakeAsync(position, cancellationToken);
    }

    /// <summary>The keys of a file that stays. A line that cannot be read may be any record, so with one the list is not whole.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (EntityFiles.Of(options, entity).Incoming is not null)
            throw new SetupException($"{entity}: files that come hold changes and not all records, so what is not in them is not gone. Remove Snapshot from the sync.");
        var files = new EntityFiles(options, entity);
        if (files.Files.Count == 0)
            throw new ProtocolException($"{entity}: there is no file to look for deletes in.");
        var stamps = files.Stamps();
        var position = new FilesPosition(await files.FingerprintAsync(cancellationToken), 0, false);
        await using var batches = FilesReading.ReadAsync(files, position, stamps, KeysAtOnce, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(batches))
        {
            if (batches.Current.Broken is [var broken, ..])
                throw new ProtocolException($"{broken.Place} cannot be read, and nobody knows which record it was: {broken.Reason} Once it is mended, deletes are looked for again.");
            yield return [.. batches.Current.Records.Select(record => record.Key)];
        }
    }

    /// <summary>Looks into the folder until there is something new.</summary>
    public Task WaitForNewsAsync(string entity, CancellationToken cancellationToken)
    {
        if (!_news.TryGetValue(entity, out var news))
            _news.Add(entity, news = new FolderNews(options, entity, services.Time));
        return news.WaitAsync(cancellationToken);
    }

    /// <summary>The columns of the files' headers; every cell of a text file is a text. XML has no header.</summary>
    public async Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken)
    {
        try
        {
            return FilesOf(entity) is { } files ? await files.DescribeAsync(cancellationToken) : [];
        }
        catch (UnreadableException unreadable)
        {
            throw new ProtocolException(unreadable.Message, unreadable);
        }
    }

    public CountAbility CountsOf(string entity) => FilesCount.AbilityOf(EntityFiles.Of(options, entity));

    /// <summary>By reading the files, whole.</summary>
    public Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken)
    {
        var read = new ReadRequest(request.Entity, null, BatchSize: 1000, request.Slice ?? new Slice());
        return FilesCount.AddUpAsync(ReadAsync(read, cancellationToken), FilesCount.FieldsOf(EntityFiles.Of(options, request.Entity)), request.By, cancellationToken);
    }

    public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json) => FilesCount.FieldsOf(EntityFiles.Of(options, entity)).Of(json);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async IAsyncEnumerable<SourceBatch> ReadStandingAsync(ReadRequest request, string? slice, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = new EntityFiles(options, request.Entity);
        var stamps = files.Stamps();
        var position = FilesPosition.Resume(request.After, await files.FingerprintAsync(cancellationToken), slice);
        Log.Starting(services.Log, request.Entity, position.Line, position.End);
        if (position.End)
            yield break;
        await using var batches = FilesReading.ReadAsync(files, position, stamps, request.BatchSize, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(batches))
            yield return batches.Current;
    }

    private async IAsyncEnumerable<SourceBatch> ReadIncomingAsync(ReadRequest request, IncomingOptions incoming, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inbox = new Inbox(options, request.Entity, incoming, services.Time);
        _archive = new FileArchive(inbox, arrival => new EntityFiles(options, request.Entity, arrival), incoming.KeepArchiveDays, services.Time, services.Log);
        var last = FilesPosition.Parse(request.After);
        if (last is { End: true, File: not null })
            await _archive.TakeAsync(last, cancellationToken);   // the last run ended between storing it and this
        // A file that was begun comes first, whatever came in before it since.
        foreach (var arrival in inbox.Ready().OrderByDescending(arrival => arrival.Name == last?.File))
        {
            var files = new EntityFiles(options, request.Entity, arrival);
            var stamps = files.Stamps();
            var position = FilesPosition.Resume(arrival.Name == last?.File ? request.After : null, await files.FingerprintAsync(cancellationToken)) with
            {
                File = arrival.Name,
                Written = files.Files[0].Stamp().Written,
                FileSha256 = Convert.ToHexStringLower(await files.Files[0].HashAsync(cancellationToken)),
            };
            Log.StartingFile(services.Log, request.Entity, arrival.Name, position.Line);
            await using var batches = ReadArrivalAsync(files, position with { End = false }, stamps, request.BatchSize, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await batches.MoveNextAsync())
                yield return batches.Current;
        }
    }

    // A file of which nothing can be read is set aside as a whole, so that it does not keep back those behind it.
    private static async IAsyncEnumerable<SourceBatch> ReadArrivalAsync(
        EntityFiles files, FilesPosition position, IReadOnlyList<(string, (long, DateTime))> stamps, int batchSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var batches = FilesReading.ReadAsync(files, position, stamps, batchSize, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            BrokenRecord? broken = null;
            try
            {
                if (!await batches.MoveNextAsync())
                    yield break;
            }
            catch (UnreadableException unreadable)
            {
                broken = new(files.Files[0].Name, unreadable.Message, await files.Files[0].BeginningAsync(LongestRaw, cancellationToken));
            }

            yield return broken is null ? batches.Current : new SourceBatch([], (position with { End = true }).ToCheckpoint()) { Broken = [broken] };
            if (broken is not null)
                yield break;
        }
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SourceBatch> batches)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (UnreadableException unreadable)
        {
            throw new ProtocolException(unreadable.Message, unreadable);
        }
    }

    // Of incoming files the first one that is there; null when there is none.
    private EntityFiles? FilesOf(string entity) => EntityFiles.Of(options, entity).Incoming is not { } incoming ? new EntityFiles(options, entity)
        : new Inbox(options, entity, incoming, services.Time).Ready() is [var first, ..] ? new EntityFiles(options, entity, first)
        : null;
}
