namespace IntegrationHub.Core.Mapping;

/// <summary>A mapping file that was loaded, with the compiled mapping in one direction.</summary>
/// <param name="Name">Relative to the mappings folder, with slashes: <c>northwind/Orders.yaml</c>.</param>
/// <param name="Path">Where it is on disk.</param>
/// <param name="Inward">The mapping when it maps source records; else null.</param>
/// <param name="Outward">The mapping when it maps to a target's objects; else null.</param>
public sealed record MappingFile(string Name, string Path, Mapping? Inward, OutwardMapping? Outward)
{
    /// <summary>The cases beside it, whether they exist or not: <c>northwind/Orders.cases.yaml</c>.</summary>
    public string CasesName => System.IO.Path.ChangeExtension(Name, ".cases.yaml");

    public string CasesPath => System.IO.Path.ChangeExtension(Path, ".cases.yaml");
}
