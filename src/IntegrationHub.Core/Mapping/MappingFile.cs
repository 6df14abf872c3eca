namespace IntegrationHub.Core.Mapping;

/// <summary>A mapping file that was loaded, with the compiled mapping in one direction.</summary>
/// <param name="Name">Relative to the mappings folder, with slashes: <c>northwind/Orders.yaml</c>.</param>
/// <param name="Path">Where it is on disk.</param>
/// <param name="Inward">The mapping when it maps source records; else null.</param>
/// <param name="Outward">The mapping when it maps to a target's objects; else null.</param>
public sealed record MappingFile(string Name, string Path, Mapping? Inward, OutwardMapping? Outward)
{
    /// <summary>Loads one file, which need not be in force: its name is that of its folder and its own.</summary>
    /// <param name="path">Where it is on disk.</param>
    /// <exception cref="MappingException">It cannot be compiled; with all lints.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static MappingFile Load(string path) => MappingFolder.LoadOne(path);

    /// <summary>The cases beside it, whether they exist or not: <c>northwind/Orders.cases.yaml</c>.</summary>
    public string CasesName => System.IO.Path.ChangeExtension(Name, ".cases.yaml");

    public string CasesPath => System.IO.Path.ChangeExtension(Path, ".cases.yaml");
}
