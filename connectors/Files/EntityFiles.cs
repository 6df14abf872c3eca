using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>The files an entity is read from, and how: its settings, resolved.</summary>
internal sealed class EntityFiles
{
    private readonly string _reading;

    /// <exception cref="SetupException">There is no such entity, or a setting cannot work.</exception>
    public EntityFiles(FilesOptions options, string entity)
    {
        if (!options.Entities.TryGetValue(entity, out var settings))
            throw new SetupException($"There is no entity '{entity}' in the settings of this connection.{Nearest.DidYouMean(entity, options.Entities.Keys)} Add it under Entities.");

        var encoding = FileEncoding.Named(options.Encoding);
        Name = entity;
        File = new(options.Folder, settings.File, encoding, DelimiterOf(options));
        Key = settings.Key;
        Children = [.. settings.Children.OrderBy(child => child.Key, StringComparer.Ordinal).Select(child =>
            new Child(child.Key, new(options.Folder, child.Value.File, encoding, DelimiterOf(options)), child.Value.On, $"Entities:{entity}:Children:{child.Key}:On"))];
        _reading = string.Join('\n', [options.Encoding, options.Delimiter, File.Name, Key, .. Children.SelectMany(child => new[] { child.Name, child.File.Name, child.On })]);
    }

    public string Name { get; }
    public CsvFile File { get; }
    public string Key { get; }
    public IReadOnlyList<Child> Children { get; }
    private IEnumerable<CsvFile> AllFiles => [File, .. Children.Select(child => child.File)];

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

    /// <summary>Reads the headers and holds them against the settings.</summary>
    /// <exception cref="SetupException">A file or a column is missing, and the like.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var rows = await CsvRows.OpenAsync(File, cancellationToken);
        KeyColumns(rows.Header);
        foreach (var child in Children)
        {
            await using var childRows = await CsvRows.OpenAsync(child.File, cancellationToken);
            child.OnColumns(childRows.Header);
        }
    }

    /// <summary>The columns of all files as fields.</summary>
    /// <exception cref="SetupException">A file or a column is missing, and the like.</exception>
    public async Task<IReadOnlyList<SourceField>> DescribeAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken);
        var fields = await ColumnsAsync(File, "", cancellationToken);
        foreach (var child in Children)
        {
            fields.Add(new(SourceField.NameOf(child.Name), SourceFieldKind.List));
            fields.AddRange(await ColumnsAsync(child.File, $"{SourceField.NameOf(child.Name)}[].", cancellationToken));
        }

        return fields;
    }

    /// <summary>Where the key is.</summary>
    /// <exception cref="SetupException">It is not there, or a column has the name of the children.</exception>
    public int[] KeyColumns(CsvHeader header)
    {
        if (Children.FirstOrDefault(child => header.Has(child.Name)) is { } hidden)
            throw new SetupException($"Entities:{Name}:Children: {File.Name} has a column '{hidden.Name}' too. Give the children another name.");
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

    private static async Task<List<SourceField>> ColumnsAsync(CsvFile file, string prefix, CancellationToken cancellationToken)
    {
        await using var rows = await CsvRows.OpenAsync(file, cancellationToken);
        return [.. rows.Header.Names.Select(name => new SourceField(prefix + SourceField.NameOf(name), SourceFieldKind.Text))];
    }

    private static char? DelimiterOf(FilesOptions options) => options.Delimiter switch
    {
        null or "" => null,
        [var single] when char.IsAscii(single) && single is not ('"' or '\r' or '\n') => single,
        _ => throw new SetupException($"Delimiter: must be one ASCII character other than a quote or a line end, was '{options.Delimiter}'. Write a tab as \"\\t\"."),
    };

    /// <summary>A file whose rows go into an array of the entity's records.</summary>
    public sealed record Child(string Name, CsvFile File, string On, string OnSetting)
    {
        public int[] OnColumns(CsvHeader header) => header.KeyColumns(OnSetting, On);
    }
}
