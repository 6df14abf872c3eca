namespace IntegrationHub.Connectors.Files;

/// <summary>
/// Looks into the folder every few seconds, and tells when a file is there that was not there so before. Looking is the same on every file system; notices of a kernel do not
/// come from network shares, and would have to be backed by looking anyway.
/// </summary>
internal sealed class FolderNews(FilesOptions options, string entity, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private HashSet<string> _told = [];
    private HashSet<string> _last = [];

    /// <summary>Returns when there is something new that is no longer being written.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (!HasNews())
            await Task.Delay(Every, time, cancellationToken);
    }

    private bool HasNews()
    {
        var there = There();
        // A file that stays is told when it looks the same twice; one that comes is only in the list when it is complete.
        string[] news = [.. there.Where(file => !_told.Contains(file) && (IsIncoming || _last.Contains(file)))];
        _last = there;
        _told = [.. _told.Where(there.Contains), .. news];
        return news.Length > 0;
    }

    private bool IsIncoming => EntityFiles.Of(options, entity).Incoming is not null;

    private HashSet<string> There() => EntityFiles.Of(options, entity).Incoming is { } incoming
        ? [.. new Inbox(options, entity, incoming, time).Ready().SelectMany(arrival => Stamps(new EntityFiles(options, entity, arrival)))]
        : [.. Stamps(new EntityFiles(options, entity))];

    private static IEnumerable<string> Stamps(EntityFiles files) => files.Stamps().Select(file => $"{file.Name} {file.Stamp}");
}
