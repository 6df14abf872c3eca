using System.IO.Enumeration;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>The files of an entity that come to be read once: which are there, and which of them are complete.</summary>
internal sealed class Inbox
{
    private readonly FilesOptions _options;
    private readonly string _entity;
    private readonly EntityOptions _settings;
    private readonly IncomingOptions _incoming;
    private readonly TimeProvider _time;
    private readonly Regex _star;

    /// <exception cref="SetupException">A setting cannot work.</exception>
    public Inbox(FilesOptions options, string entity, IncomingOptions incoming, TimeProvider time)
    {
        (_options, _entity, _settings, _incoming, _time) = (options, entity, EntityFiles.Of(options, entity), incoming, time);
        Folder = Path.Combine(options.Folder, Path.GetDirectoryName(_settings.File) ?? "");
        Archive = Path.Combine(options.Folder, incoming.Archive);
        if (Path.GetFullPath(Archive) == Path.GetFullPath(Folder))
            throw new SetupException($"Entities:{entity}:Incoming:Archive: is the folder the files come into. Name another one, such as 'archive'.");
        if (_settings.Children.Values.FirstOrDefault(child => child.File.Contains('*') && !Pattern.Contains('*')) is { } stray)
            throw new SetupException($"Entities:{entity}:Children: the * in '{stray.File}' stands for what the * in File does, but '{_settings.File}' has none.");
        var parts = Regex.Escape(Pattern).Replace(@"\?", ".", StringComparison.Ordinal).Split(@"\*", 2);
        _star = new Regex($"^{(parts is [var before, var after] ? $"{before}(.*){after.Replace(@"\*", ".*", StringComparison.Ordinal)}" : parts[0])}$", RegexOptions.Singleline);
    }

    /// <summary>Where they come into.</summary>
    public string Folder { get; }

    /// <summary>Where they go when they are stored.</summary>
    public string Archive { get; }

    private string Pattern => Path.GetFileName(_settings.File);

    /// <summary>The complete files, in the order they are to be read in.</summary>
    /// <exception cref="SetupException">The folder is not there, or another entity reads one of the files, too.</exception>
    /// <exception cref="TransientException">The folder cannot be read just now.</exception>
    public IReadOnlyList<Arrival> Ready()
    {
        if (!Directory.Exists(Folder))
            throw FolderFile.NoFolder(Folder);
        try
        {
            var there = new DirectoryInfo(Folder).EnumerateFiles().Where(file => IsMine(file.Name)).ToList();
            foreach (var file in there)
                RefuseShared(file.Name);
            return [.. InOrder(there).Select(ArrivalOf).Where(IsComplete)];
        }
        catch (IOException gone)
        {
            throw new TransientException($"Folder: {Path.GetFullPath(Folder)} cannot be read: {gone.Message}", inner: gone);
        }
    }

    /// <summary>The file of this name, complete or not.</summary>
    public Arrival Named(string name) => ArrivalOf(new FileInfo(Path.Combine(_options.Folder, name)));

    /// <summary>All files that belong to an arrival and go with it into the archive: first those of its children, last its own.</summary>
    public IEnumerable<string> PathsOf(Arrival arrival) =>
        _settings.Children.Values.Where(child => child.File.Contains('*')).Select(child => arrival.NameOf(child.File))
            .Distinct().Where(file => file != arrival.Name).Append(arrival.Name).Select(file => Path.Combine(_options.Folder, file));

    /// <summary>The marker of a file, when there is one.</summary>
    public string? MarkerOf(Arrival arrival)
    {
        if (string.IsNullOrEmpty(_incoming.Marker))
            return null;
        var path = Path.Combine(_options.Folder, arrival.Name);
        return new[] { path + _incoming.Marker, Path.ChangeExtension(path, null) + _incoming.Marker }.FirstOrDefault(File.Exists);
    }

    // Names that begin so are being written, or are Excel's notes that somebody has a workbook open.
    private bool IsMine(string name) => !name.StartsWith('.') && !name.StartsWith("~$", StringComparison.Ordinal) && _star.IsMatch(name)
        && (string.IsNullOrEmpty(_incoming.Marker) || !name.EndsWith(_incoming.Marker, StringComparison.Ordinal));

    private Arrival ArrivalOf(FileInfo file) =>
        new(Path.Combine(Path.GetDirectoryName(_settings.File) ?? "", file.Name), _star.Match(file.Name) is { Groups: [_, var star] } ? star.Value : null);

    private IOrderedEnumerable<FileInfo> InOrder(List<FileInfo> files) => _incoming.Order == IncomingOrder.Time
        ? files.OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal)
        : files.OrderBy(file => file.Name, StringComparer.Ordinal);

    private bool IsComplete(Arrival arrival) => string.IsNullOrEmpty(_incoming.Marker)
        ? PathsOf(arrival).All(IsQuiet)
        : MarkerOf(arrival) is not null && PathsOf(arrival).All(File.Exists);

    private bool IsQuiet(string path)
    {
        var written = File.GetLastWriteTimeUtc(path);
        if (!File.Exists(path) || _time.GetUtcNow().UtcDateTime - written < TimeSpan.FromSeconds(_incoming.QuietSeconds))
            return false;
        try
        {
            // Where files are locked by who writes them (Windows, its shares, .NET), a lock says so for certain.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true;   // to be told by whoever reads it
        }
        catch (IOException)
        {
            return false;
        }
    }

    // What one entity puts into the archive is lost to another one.
    private void RefuseShared(string file)
    {
        var name = Path.Combine(Path.GetDirectoryName(_settings.File) ?? "", file);
        foreach (var (other, settings) in _options.Entities)
            if (other != _entity && settings.Children.Values.Select(child => child.File).Append(settings.File).Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name)))
                throw new SetupException($"Entities:{_entity}:Incoming: {name} is also read by the entity '{other}', to which it would be lost in the archive. Give each its own files, or leave Incoming out.");
    }
}
