using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Mapping.Discovery;
using IntegrationHub.Core.Mapping.Overlays;
using IntegrationHub.Core.Mapping.Tables;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping;

/// <summary>All mappings of one folder, compiled.</summary>
internal sealed class MappingFolder
{
    private readonly ConverterSet converters;
    private readonly List<MappingFile> files = [];
    private readonly List<LoadedMapping> loaded = [];
    private readonly List<Lint> lints = [];
    private readonly List<Lint> warnings = [];
    private readonly IBases bases;
    private readonly RecordedFolder recorded;

    /// <summary>Compiles every mapping of a folder. A folder that is not there has none.</summary>
    /// <param name="path">Where it is on disk.</param>
    /// <param name="name">What messages call it: <c>northwind</c>.</param>
    /// <param name="owner">What overlays call its mappings by: the connector's id, or the library's name.</param>
    /// <param name="after">The folders that come after it in the search order: there its overlays find their bases.</param>
    /// <param name="converters">What its mappings may name.</param>
    public MappingFolder(string path, string name, string owner, IReadOnlyList<MappingFolder> after, ConverterSet converters)
    {
        this.converters = converters;
        (Path, Name, Owner) = (path, name, owner);
        bases = new FolderBases(this, after);
        recorded = new RecordedFolder(path, name, lints.Add);
        if (!Directory.Exists(path))
            return;
        foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
        {
            var relative = $"{name}/{System.IO.Path.GetFileName(file)}";
            if (file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
                lints.Add(new Lint(relative, 0, 0, "mappings end in .yaml; rename it"));
            else if (file.EndsWith(".yaml", StringComparison.Ordinal) && !file.EndsWith(".cases.yaml", StringComparison.Ordinal))
                Load(file, relative);
        }

        foreach (var twice in files.GroupBy(file => file.Inward is { } inward ? $"the source entity {inward.SourceEntity}" : $"{Entities.NameOf(file.Outward!.From)} to target {file.Outward.Target ?? "(any)"}")
            .Where(group => group.Count() > 1))
        {
            lints.Add(new Lint(twice.Last().Name, 0, 0, $"maps {twice.Key}, and so does {twice.First().Name}; keep one"));
        }
    }

    private MappingFolder(string path, IReadOnlyList<MappingFolder> after, ConverterSet converters)
    {
        this.converters = converters;
        Path = path;
        Name = Owner = System.IO.Path.GetFileName(path);
        bases = new FolderBases(this, after);
        recorded = new RecordedFolder(path, Name, lints.Add);
    }

    /// <summary>One file, which need not be in force, with what it draws on beside it.</summary>
    /// <param name="path">Where it is on disk, in full.</param>
    /// <param name="after">Where an overlay finds its base besides.</param>
    /// <param name="converters">What it may name.</param>
    /// <exception cref="MappingException">It cannot be compiled; with all lints.</exception>
    public static MappingFile LoadOne(string path, IReadOnlyList<MappingFolder> after, ConverterSet converters)
    {
        var folder = new MappingFolder(System.IO.Path.GetDirectoryName(path)!, after, converters);
        folder.Load(path, $"{folder.Name}/{System.IO.Path.GetFileName(path)}");
        return folder.lints.Count == 0 ? folder.files.Single() : throw new MappingException(folder.lints);
    }

    public string Path { get; }

    public string Name { get; }

    public string Owner { get; }

    public IReadOnlyList<MappingFile> Files => files;

    /// <summary>The fields recorded beside its mappings.</summary>
    public RecordedFolder Recorded => recorded;

    /// <summary>What its files are compiled from, also of those that cannot be compiled.</summary>
    public IReadOnlyList<LoadedMapping> Loaded => loaded;

    public IReadOnlyList<Lint> Lints => lints;

    public IReadOnlyList<Lint> Warnings => warnings;

    /// <summary>A file of this folder, by its name as in <see cref="MappingPart.File"/>; null when there is none.</summary>
    public MappingPart? Read(string file)
    {
        var name = System.IO.Path.GetFileName(file);
        var path = System.IO.Path.Combine(Path, name);
        return file == $"{Name}/{name}" && File.Exists(path) ? new MappingPart(file, Content(path, TableFile.MaxBytes)) : null;
    }

    private void Load(string path, string name)
    {
        var own = new MappingPart(name, Content(path, YamlReader.MaxBytes));
        var found = new Lints(name);
        if (YamlReader.Read(own.Content, found) is { } root)
        {
            var mapping = OverlayLoader.Load(root, own, bases, found);
            loaded.Add(mapping);
            if (Compile(mapping, path, found) is { } file && !found.Any)
                files.Add(file);
        }

        lints.AddRange(found.Sorted);
        warnings.AddRange(found.Warnings);
    }

    /// <summary>Compiles mappings of this folder once more, for a connection that has recorded fields of its own; for the lints alone.</summary>
    /// <param name="recorded">The connection's folder.</param>
    /// <param name="inForce">The mappings the connection uses.</param>
    public IEnumerable<Lints> Against(RecordedFolder recorded, IReadOnlyCollection<Mapping> inForce)
    {
        foreach (var file in files.Where(file => file.Inward is { } inward && inForce.Contains(inward) && recorded.Has(inward.SourceEntity)))
        {
            var found = new Lints(file.Name);
            MappingCompiler.Inward(loaded.First(mapping => mapping.Name == file.Name), converters, found, recorded.Of);
            yield return found;
        }
    }

    private MappingFile? Compile(LoadedMapping mapping, string path, Lints lints)
    {
        if (MappingCompiler.IsOutward(mapping.Root))
            return MappingCompiler.Outward(mapping, converters, lints) is { } outward ? new MappingFile(mapping.Name, path, null, outward) : null;
        return MappingCompiler.Inward(mapping, converters, lints, recorded.Of) is { } inward ? new MappingFile(mapping.Name, path, inward, null) : null;
    }

    private static byte[] Content(string path, int most)
    {
        // One byte more than is read at most is enough to say that it is too much.
        using var stream = File.OpenRead(path);
        var content = new byte[Math.Min(stream.Length, most + 1)];
        stream.ReadExactly(content);
        return content;
    }
}
