using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Tables;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping;

/// <summary>All mappings of one folder, compiled.</summary>
internal sealed class MappingFolder
{
    private readonly List<MappingFile> files = [];

    /// <summary>Compiles every mapping of a folder. A folder that is not there has none.</summary>
    /// <param name="path">Where it is on disk.</param>
    /// <param name="name">What messages call it: <c>northwind</c>.</param>
    /// <param name="lints">Gets everything that is wrong with its files.</param>
    public MappingFolder(string path, string name, List<Lint> lints)
    {
        Path = path;
        if (!Directory.Exists(path))
            return;
        foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
        {
            var relative = $"{name}/{System.IO.Path.GetFileName(file)}";
            if (file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
                lints.Add(new Lint(relative, 0, 0, "mappings end in .yaml; rename it"));
            else if (file.EndsWith(".yaml", StringComparison.Ordinal) && !file.EndsWith(".cases.yaml", StringComparison.Ordinal))
                Load(file, relative, lints);
        }

        foreach (var twice in files.GroupBy(file => file.Inward is { } inward ? $"the source entity {inward.SourceEntity}" : $"{Entities.NameOf(file.Outward!.From)} to target {file.Outward.Target ?? "(any)"}")
            .Where(group => group.Count() > 1))
        {
            lints.Add(new Lint(twice.Last().Name, 0, 0, $"maps {twice.Key}, and so does {twice.First().Name}; keep one"));
        }
    }

    private MappingFolder(string path) => Path = path;

    /// <summary>One file, with what it draws on beside it.</summary>
    public static MappingFile LoadOne(string path)
    {
        var folder = new MappingFolder(System.IO.Path.GetDirectoryName(path)!);
        var lints = new List<Lint>();
        folder.Load(path, $"{System.IO.Path.GetFileName(folder.Path)}/{System.IO.Path.GetFileName(path)}", lints);
        return lints.Count == 0 ? folder.files.Single() : throw new MappingException(lints);
    }

    public string Path { get; }

    public IReadOnlyList<MappingFile> Files => files;

    private void Load(string path, string name, List<Lint> found)
    {
        var own = new MappingPart(name, Content(path, YamlReader.MaxBytes));
        var lints = new Lints(name);
        if (YamlReader.Read(own.Content, lints) is { } root)
        {
            var outward = MappingCompiler.IsOutward(root);
            var parts = new MappingParts(own, Beside);
            files.Add(new MappingFile(name, path,
                outward ? null : MappingCompiler.Inward(root, parts, lints),
                outward ? MappingCompiler.Outward(root, parts, lints) : null));
        }

        if (!lints.Any)
            return;
        files.RemoveAll(file => file.Name == name);
        found.AddRange(lints.Sorted);
    }

    /// <summary>A file of this folder that a mapping names.</summary>
    private MappingPart? Beside(string name)
    {
        var path = System.IO.Path.Combine(Path, System.IO.Path.GetFileName(name));
        return File.Exists(path) ? new MappingPart(name, Content(path, TableFile.MaxBytes)) : null;
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
