using Xunit;
using Xunit.Sdk;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace IntegrationHub.TestKit;

/// <summary>A <c>connector.yaml</c>, read strictly: an unknown key is an error.</summary>
internal sealed class ManifestFile
{
    public string Id { get; set; } = "";
    public string Title { get; set; } = "";

    /// <summary><c>by settings</c>, or a list of entities.</summary>
    public object? Entities { get; set; }

    /// <summary>How deletes show, for all entities that do not say it themselves.</summary>
    public string? Deletes { get; set; }

    /// <summary>How much the other side allows, in words for the operator.</summary>
    public Dictionary<string, string> Limits { get; set; } = [];

    [YamlIgnore]
    public bool HasEntities => Entities is "by settings" || Listed.Any();

    /// <summary>What is said about deletes, once per entity; empty texts where nothing is.</summary>
    [YamlIgnore]
    public IEnumerable<string> DeletesShown => Entities is string ? [Deletes ?? ""] : Listed.Select(entity => entity.GetValueOrDefault("deletes") as string ?? Deletes ?? "");

    private IEnumerable<Dictionary<object, object>> Listed => (Entities as IEnumerable<object> ?? []).OfType<Dictionary<object, object>>();

    /// <summary>Where the build puts the manifest of a connector: beside the test, under the connector's folder.</summary>
    public static string PathFor(Type connector) =>
        Path.Combine(AppContext.BaseDirectory, "connectors", connector.Assembly.GetName().Name!.Split('.')[^1], "connector.yaml");

    public static ManifestFile Read(string path)
    {
        Assert.True(File.Exists(path), $"There is no connector.yaml at {path}.");
        var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        try
        {
            var manifest = reader.Deserialize<ManifestFile>(File.ReadAllText(path));
            foreach (var entity in manifest.Listed)
                Assert.True(entity.ContainsKey("name") && entity.ContainsKey("key"), "connector.yaml: each entity needs a name and a key.");
            return manifest;
        }
        catch (YamlException broken)
        {
            throw FailException.ForFailure($"connector.yaml line {broken.Start.Line}, column {broken.Start.Column}: {broken.Message}");
        }
    }
}
