using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// Holds a connector's <c>connector.yaml</c> against what the connector registers. Derive one sealed test class per connector; the
/// manifest is found beside the test, where the build puts it.
/// </summary>
public abstract class ManifestContract
{
    private readonly Lazy<ManifestFile> _manifest;
    private readonly Registered _registered = new();

    /// <param name="connector">The connector, made with its parameterless constructor.</param>
    protected ManifestContract(IConnector connector) : this(connector, ManifestFile.PathFor(connector.GetType())) { }

    /// <param name="connector">The connector.</param>
    /// <param name="path">Where the manifest is.</param>
    protected ManifestContract(IConnector connector, string path)
    {
        _manifest = new(() => ManifestFile.Read(path));
        connector.Register(_registered);
    }

    [Fact]
    public void The_connector_registers_something_under_the_id_of_its_manifest()
    {
        Assert.True(_registered.Sources.Count + _registered.Targets.Count > 0, "The connector registers neither a source nor a target.");
        Assert.All(_registered.Sources.Concat(_registered.Targets), id => Assert.Equal(_manifest.Value.Id, id));
    }

    [Fact]
    public void Each_side_is_registered_once()
    {
        Assert.True(_registered.Sources.Count <= 1, "The connector registers more than one source.");
        Assert.True(_registered.Targets.Count <= 1, "The connector registers more than one target.");
    }

    [Fact]
    public void The_manifest_has_a_title_and_an_id_fit_for_settings()
    {
        Assert.False(string.IsNullOrWhiteSpace(_manifest.Value.Title), "connector.yaml: title is missing.");
        Assert.Matches("^[a-z][a-z0-9-]*$", _manifest.Value.Id);
    }

    [Fact]
    public void The_manifest_says_what_a_source_reads_and_how_deletes_show()
    {
        var manifest = _manifest.Value;
        if (_registered.Sources.Count == 0)
        {
            Assert.True(!manifest.HasEntities && manifest.Deletes is null, "connector.yaml: entities and deletes are for connectors with a source; this one has none.");
            return;
        }

        Assert.True(manifest.HasEntities, "connector.yaml: entities is missing; list them with their key, or write 'by settings'.");
        Assert.All(manifest.DeletesShown, shown => Assert.True(
            shown is "reported" or "snapshot" or "none", $"connector.yaml: deletes must be reported, snapshot or none, was '{shown}'."));
    }

    [Fact]
    public void Converters_have_names_of_their_own_and_say_what_they_do()
    {
        Assert.All(_registered.Converters, converter =>
        {
            Assert.Matches($"^{_manifest.Value.Id}-[a-z0-9]+(-[a-z0-9]+)*$", converter.Name);
            Assert.False(string.IsNullOrWhiteSpace(converter.Summary), $"Converter {converter.Name} has no summary.");
        });
        Assert.Equal(_registered.Converters.Count, _registered.Converters.DistinctBy(converter => converter.Name).Count());
    }

    [Fact]
    public void Converters_keep_to_their_examples_each_time()
    {
        Assert.All(_registered.Converters, converter =>
        {
            Assert.True(converter.Examples.Count >= 2, $"Converter {converter.Name} has {converter.Examples.Count} examples; give two at least, among them what it refuses.");
            foreach (var example in converter.Examples.Concat(converter.Examples))
            {
                Assert.False(example.Input.Length == 0, $"Converter {converter.Name}: an empty text never comes to a converter.");
                Assert.True(converter.Convert(example.Input) == example.Output, $"Converter {converter.Name} makes of '{example.Input}' {converter.Convert(example.Input)}, but its example says {example.Output}.");
            }
        });
    }

    /// <summary>Odd texts: records hold them, and none of them may bring a run down.</summary>
    [Fact]
    public void Converters_refuse_odd_texts_and_never_throw()
    {
        string[] odd = [" ", "\0", "\ud800", "☃", "-1", "9999999999999999999999999999999", new string('x', 100_000), "{\"a\":[]}", "2026-02-30"];
        Assert.All(_registered.Converters, converter => Assert.All(odd, text => Assert.NotNull(converter.Convert(text))));
    }

    private sealed class Registered : IConnectorRegistry
    {
        public List<ConnectorConverter> Converters { get; } = [];
        public List<string> Sources { get; } = [];
        public List<string> Targets { get; } = [];

        public void AddSource<TOptions>(string id, Func<TOptions, ConnectorServices, ISource> open) where TOptions : class, new() => Sources.Add(id);

        public void AddTarget<TOptions>(string id, Func<TOptions, ConnectorServices, ITarget> open) where TOptions : class, new() => Targets.Add(id);

        public void AddHook<TOptions>(string id, Func<TOptions, ConnectorServices, IHook> open) where TOptions : class, new() => Assert.Contains(id, Sources.Concat(Targets));

        public void AddConverter(ConnectorConverter converter) => Converters.Add(converter);
    }
}
