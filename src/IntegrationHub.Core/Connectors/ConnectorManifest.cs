using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace IntegrationHub.Core.Connectors;

/// <summary>What the hub reads of a <c>connector.yaml</c> before any code runs. The TestKit checks the rest against the code.</summary>
internal sealed class ConnectorManifest
{
    public string Id { get; set; } = "";
    public string Title { get; set; } = "";

    /// <exception cref="FormatException">The file is no YAML, or names no id.</exception>
    internal static ConnectorManifest Read(string file)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build();
        try
        {
            var manifest = reader.Deserialize<ConnectorManifest?>(File.ReadAllText(file));
            return manifest is { Id.Length: > 0 } ? manifest : throw new FormatException("names no id; add a line such as 'id: acme'");
        }
        catch (YamlException broken)
        {
            throw new FormatException($"line {broken.Start.Line}, column {broken.Start.Column}: {broken.Message}", broken);
        }
    }
}
