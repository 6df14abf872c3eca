using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Settings;

namespace IntegrationHub.Host.CommandLine;

/// <summary>The mapping or folder somebody names on the command line: <c>northwind/Orders</c>, <c>mappings/northwind/Orders.yaml</c>, <c>northwind</c>.</summary>
internal sealed class MappingChoice(string name)
{
    private readonly string _name = Bare(name);

    /// <summary>No mapping at all: for a verb that must work while mappings are broken.</summary>
    internal static MappingChoice None { get; } = new("");

    /// <summary>Whether a mapping file, named relative to the mappings folder, is meant.</summary>
    internal bool Matches(string file) => _name.Length > 0 && (Stem(file) == _name || file.StartsWith(_name + "/", StringComparison.Ordinal));

    /// <summary>What of all lints is its concern. An overlay is broken by its base, too: nothing is overlooked when what was asked for did not compile.</summary>
    internal IEnumerable<Lint> Concerns(MappingCatalog mappings, IReadOnlyList<Lint> lints) =>
        _name.Length > 0 && !mappings.Files.Any(file => Matches(file.Name)) ? lints : lints.Where(lint => Matches(lint.File));

    /// <exception cref="UsageException">No mapping is meant.</exception>
    internal IReadOnlyList<MappingFile> In(MappingCatalog mappings)
    {
        List<MappingFile> found = [.. mappings.Files.Where(file => Matches(file.Name))];
        if (found.Count > 0)
            return found;
        List<string> known = [.. mappings.Files.Select(file => Stem(file.Name)), .. mappings.Files.Select(file => file.Name.Split('/')[0]).Distinct()];
        throw new UsageException($"There is no mapping or folder '{_name}'{NearestName.Suggest(_name, known)}");
    }

    private static string Bare(string name)
    {
        var bare = name.Replace('\\', '/').TrimEnd('/');
        bare = bare.StartsWith("./", StringComparison.Ordinal) ? bare[2..] : bare;
        return Stem(bare.StartsWith("mappings/", StringComparison.Ordinal) ? bare["mappings/".Length..] : bare);
    }

    private static string Stem(string file)
    {
        foreach (var ending in (string[])[".cases.yaml", ".yaml"])
            if (file.EndsWith(ending, StringComparison.Ordinal))
                return file[..^ending.Length];
        return file;
    }
}
