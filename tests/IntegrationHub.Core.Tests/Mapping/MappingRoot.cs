using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>A folder of mappings for the connection <c>acme</c> of the connector <c>files</c>, which came with mappings of its own, and the target <c>crm</c>.</summary>
internal sealed class MappingRoot : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mappings").FullName;

    public IReadOnlyCollection<MappedConnection> Connections =>
        [new("acme", "files", System.IO.Path.Combine(Path, "shipped")), new("crm", "rest", System.IO.Path.Combine(Path, "rest-shipped"))];

    public MappingRoot With(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return this;
    }

    public MappingCatalog Catalog() => new(Path, Connections);

    /// <summary>All lints; none when everything compiles.</summary>
    public IReadOnlyList<string> Lints()
    {
        MappingCatalog.Load(Path, Connections, out var lints);
        return [.. lints.Select(lint => lint.ToString())];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
