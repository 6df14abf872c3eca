using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>The files an entity is read from, and how: its settings, resolved.</summary>
internal sealed class EntityFiles
{
    private readonly string _reading;

    /// <param name="options">The connection's settings.</param>
    /// <param name="entity">Which entity.</param>
    /// <param name="arrival">For incoming files: which.</param>
    /// <exception cref="SetupException">There is no such entity, or a setting cannot work.</exception>
    public EntityFiles(FilesOptions options, string entity, Arrival? arrival = null)
    {
        var settings = Of(options, entity);
        var encoding = FileEncoding.Named(options.Encoding);
        FolderFile In(string name) => new(options.Folder, name, encoding, DelimiterOf(options));
        Name = entity;
        Element = string.IsNullOrWhiteSpace(settings.Element) ? null : settings.Element;
        IsXml = Element is not null || Path.GetExtension(settings.File).Equals(".xml", StringComparison.OrdinalIgnoreCase);
        Files = [.. (arrival is null ? NamesOf(options.Folder, settings.File) : [arrival.Name]).Select(In)];
        Key = settings.Key;
        if (IsXml && settings.Children.Count > 0)
            throw new SetupException($"Entities:{entity}:Children: XML files have no child files; lines stand in the record itself. Remove the setting.");
        Tables = IsXml ? [] : [.. Files.Select(file => new Table(file, Key, settings.Sheet, settings.HeaderRow, settings.SkipHiddenRows))];
        Children = [.. settings.Children.OrderBy(child => child.Key, StringComparer.Ordinal).Select(child => new Child(
            child.Key,
            new(In(arrival?.NameOf(child.Value.File) ?? child.Value.File), child.Value.On, child.Value.Sheet, child.Value.HeaderRow, settings.SkipHiddenRows),
            child.Value.On, $"Entities:{entity}:Children:{child.Key}:On"))];
        _reading = string.Join('\n', [options.Encoding, options.Delimiter, .. Files.Select(file => file.Name), Key, .. Element is null ? Array.Empty<string>() : [Element],
            .. Children.SelectMany(child => new[] { child.Name, child.Table.File.Name, child.On }),
            .. Tables.Concat(Children.Select(child => child.Table)).Where(table => table is not { Sheet: null, HeaderRow: null, SkipHiddenRows: false }).Select(table => $"{table.Sheet}/{table.HeaderRow}/{table.SkipHiddenRows}")]);
    }

    /// <summary>The settings of an entity.</summary>
    /// <exception cref="SetupException">There is no such entity.</exception>
    public static EntityOptions Of(FilesOptions options, string entity) => options.Entities.TryGetValue(entity, out var settings)
        ? settings
        : throw new SetupException($"There is no entity '{entity}' in the settings of this connection.{Nearest.DidYouMean(entity, options.Entities.Keys)} Add it under Entities.");

    public string Name { get; }
    private bool IsXml { get; }

    /// <summary>One, but for a pattern, which may also find several or none.</summary>
    public IReadOnlyList<FolderFile> Files { get; }

    /// <summary>The same as tables; none for XML.</summary>
    public IReadOnlyList<Table> Tables { get; }

    /// <summary>The element that is a record; null for the root of the file.</summary>
    public string? Element { get; }

    public string Key { get; }

    /// <summary>The paths of an XML record's key.</summary>
    public string[] KeyParts => Key.Split('/', StringSplitOptions.TrimEntries);

    public IReadOnlyList<Child> Children { get; }

    /// <summary>The names of its files and of its children's.</summary>
    public IReadOnlyList<string> Names => [.. AllFiles.Select(file => file.Name).Distinct()];

    private IEnumerable<FolderFile> AllFiles => [.. Files, .. Children.Select(child => child.Table.File)];

    /// <summary>Opens the files to be read record by record.</summary>
    /// <exception cref="SetupException">A file or a column is missing, and the like.</exception>
    public async Task<IEntityReader> OpenAsync(CancellationToken cancellationToken) =>
        IsXml ? new XmlEntityReader(this) : await RowEntityReader.OpenAsync(this, cancellationToken);

    /// <summary>
    /// SHA-256 over the contents of the files and over the settings that say how to read them: the same means the same records.
    /// </summary>
    public async Task<string> FingerprintAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(_reading));
        foreach (var file in AllFiles)
            hash.AppendData(await file.HashAsync(cancellationToken));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads the headers, of XML the first record, and holds them against the settings.</summary>
    /// <exception cref="SetupException">A file or a column is missing, and the like.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (IsXml)
        {
            await using var elements = new XmlEntityReader(this);
            await elements.CheckAsync(cancellationToken);
            return;
        }

        await using var rows = await Tables[0].OpenAsync(cancellationToken);
        KeyColumns(rows.Header);
        foreach (var child in Children)
        {
            await using var childRows = await child.Table.OpenAsync(cancellationToken);
            child.OnColumns(childRows.Header);
        }
    }

    /// <summary>The columns of all files as fields; none for XML.</summary>
    /// <exception cref="SetupException">A file or a column is missing, and the like.</exception>
    public async Task<IReadOnlyList<SourceField>> DescribeAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken);
        if (IsXml)
            return [];
        var fields = await ColumnsAsync(Tables[0], "", cancellationToken);
        foreach (var child in Children)
        {
            fields.Add(new(SourceField.NameOf(child.Name), SourceFieldKind.List));
            fields.AddRange(await ColumnsAsync(child.Table, $"{SourceField.NameOf(child.Name)}[].", cancellationToken));
        }

        return fields;
    }

    /// <summary>Where the key is.</summary>
    /// <exception cref="SetupException">It is not there, or a column has the name of the children.</exception>
    public int[] KeyColumns(Header header)
    {
        if (Children.FirstOrDefault(child => header.Has(child.Name)) is { } hidden)
            throw new SetupException($"Entities:{Name}:Children: {Files[0].Name} has a column '{hidden.Name}' too. Give the children another name.");
        return header.KeyColumns($"Entities:{Name}:Key", Key);
    }

    /// <summary>What the folder says about the files, to be held against <see cref="EnsureUnchanged"/>.</summary>
    public IReadOnlyList<(string Name, (long, DateTime) Stamp)> Stamps() => [.. AllFiles.Select(file => (file.Name, file.Stamp()))];

    /// <exception cref="TransientException">A file has changed.</exception>
    public void EnsureUnchanged(IReadOnlyList<(string Name, (long, DateTime) Stamp)> before)
    {
        foreach (var (was, now) in before.Zip(Stamps()))
            if (was != now)
                throw Changed(was.Name);
    }

    public static TransientException Changed(string file) =>
        new($"{file} changed while it was read. The next run reads it again. Write exports under another name and rename them when they are complete.");

    private static async Task<List<SourceField>> ColumnsAsync(Table table, string prefix, CancellationToken cancellationToken)
    {
        await using var rows = await table.OpenAsync(cancellationToken);
        var kind = table.File.IsWorkbook ? SourceFieldKind.Any : SourceFieldKind.Text;
        return [.. rows.Header.Names.Select(name => new SourceField(prefix + SourceField.NameOf(name), kind))];
    }

    // In the order of their names, which is the order of reading.
    private static IEnumerable<string> NamesOf(string folder, string file)
    {
        var (within, pattern) = (Path.GetDirectoryName(file) ?? "", Path.GetFileName(file));
        if (!pattern.AsSpan().ContainsAny('*', '?'))
            return [file];
        if (!Path.GetExtension(pattern).Equals(".xml", StringComparison.OrdinalIgnoreCase))
            throw new SetupException($"File: a pattern such as '{file}' is for XML files, and for files that are archived when they are read. Name one file, or add Incoming.");
        var searched = Path.Combine(folder, within);
        if (!Directory.Exists(searched))
            throw FolderFile.NoFolder(searched);
        return Directory.EnumerateFiles(searched, pattern).Select(path => Path.Combine(within, Path.GetFileName(path))).Order(StringComparer.Ordinal);
    }

    private static char? DelimiterOf(FilesOptions options) => options.Delimiter switch
    {
        null or "" => null,
        [var single] when char.IsAscii(single) && single is not ('"' or '\r' or '\n') => single,
        _ => throw new SetupException($"Delimiter: must be one ASCII character other than a quote or a line end, was '{options.Delimiter}'. Write a tab as \"\\t\"."),
    };

    /// <summary>A file whose rows go into an array of the entity's records.</summary>
    public sealed record Child(string Name, Table Table, string On, string OnSetting)
    {
        public int[] OnColumns(Header header) => header.KeyColumns(OnSetting, On);
    }
}
