using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Overlays;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping;

/// <summary>All mappings of one folder, compiled.</summary>
internal sealed class MappingFolder
{
    private readonly List<MappingFile> files = [];
    private readonly List<MappingText> texts = [];
    private readonly List<Lint> lints = [];
    private readonly List<Lint> warnings = [];
    private readonly Bases bases;

    /// <summary>Compiles every mapping of a folder. A folder that is not there has none.</summary>
    /// <param name="path">Where it is on disk.</param>
    /// <param name="name">What messages call it: <c>northwind</c>.</param>
    /// <param name="bases">What its overlays extend.</param>
    public MappingFolder(string path, string name, Bases bases)
    {
        (Path, Name, this.bases) = (path, name, bases);
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

    public string Path { get; }

    public string Name { get; }

    public IReadOnlyList<MappingFile> Files => files;

    /// <summary>What its files are compiled from, also of those that cannot be compiled.</summary>
    public IReadOnlyList<MappingText> Texts => texts;

    public IReadOnlyList<Lint> Lints => lints;

    public IReadOnlyList<Lint> Warnings => warnings;

    private void Load(string path, string name)
    {
        // One byte more than is read at most is enough to say that it is too much.
        using var stream = File.OpenRead(path);
        var content = new byte[Math.Min(stream.Length, YamlReader.MaxBytes + 1)];
        stream.ReadExactly(content);

        var found = new Lints(name);
        if (YamlReader.Read(content, found) is { } root
            && bases.Resolve(new MappingText(name, path, root, MappingCompiler.VersionOf(content), Base: null), found) is { } text)
        {
            texts.Add(text);
            if (Compile(text, found) is { } file && !found.Any)
                files.Add(file);
        }

        lints.AddRange(found.Sorted);
        warnings.AddRange(found.Warnings);
    }

    private static MappingFile? Compile(MappingText text, Lints lints)
    {
        if (MappingCompiler.IsOutward(text.Root))
            return MappingCompiler.Outward(text.Root, text.Version, lints) is { } outward ? new MappingFile(text.Name, text.Path, null, outward) : null;
        return MappingCompiler.Inward(text.Root, text.Version, lints) is { } inward ? new MappingFile(text.Name, text.Path, inward, null) : null;
    }
}
