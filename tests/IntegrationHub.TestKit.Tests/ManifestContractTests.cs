using IntegrationHub.Sdk;
using Xunit.Sdk;

namespace IntegrationHub.TestKit.Tests;

public sealed class ManifestContractTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_manifest_that_says_what_the_connector_does_passes()
    {
        foreach (var yaml in new[]
        {
            "id: things\ntitle: Things\nentities: by settings\ndeletes: none\n",
            "id: things\ntitle: Things\ndeletes: snapshot\nentities:\n- name: Orders\n  key: ID\n- name: Lines\n  key: ID\n  deletes: reported\n",
        })
            foreach (var fact in Facts)
                Run(fact, yaml, new SourceOnly());
    }

    [Theory]
    [InlineData(0, "id: other\ntitle: Things\nentities: by settings\ndeletes: none\n")]
    [InlineData(2, "id: things\nentities: by settings\ndeletes: none\n")]
    [InlineData(3, "id: things\ntitle: Things\ndeletes: none\n")]
    [InlineData(3, "id: things\ntitle: Things\nentities: by settings\n")]
    [InlineData(3, "id: things\ntitle: Things\nentities: by settings\ndeletes: sometimes\n")]
    [InlineData(3, "id: things\ntitle: Things\nentities:\n- name: Orders\n  key: ID\n")]
    [InlineData(3, "id: things\ntitle: Things\ndeletes: none\nentities:\n- name: Orders\n")]
    [InlineData(2, "id: things\ntitle: Things\nentities: by settings\ndeletes: none\nentitites: x\n")]
    public void A_manifest_that_says_something_else_fails(int fact, string yaml) =>
        Should.Throw<XunitException>(() => Run(Facts[fact], yaml, new SourceOnly()));

    [Theory]
    [InlineData(0, typeof(Nothing))]
    [InlineData(1, typeof(SourceTwice))]
    [InlineData(3, typeof(TargetOnly))]
    public void A_connector_that_does_something_else_fails(int fact, Type connector) =>
        Should.Throw<XunitException>(() => Run(Facts[fact], "id: things\ntitle: Things\nentities: by settings\ndeletes: none\n", (IConnector)Activator.CreateInstance(connector)!));

    private static readonly IReadOnlyList<Action<ManifestContract>> Facts =
    [
        contract => contract.The_connector_registers_something_under_the_id_of_its_manifest(),
        contract => contract.Each_side_is_registered_once(),
        contract => contract.The_manifest_has_a_title_and_an_id_fit_for_settings(),
        contract => contract.The_manifest_says_what_a_source_reads_and_how_deletes_show(),
    ];

    private void Run(Action<ManifestContract> fact, string yaml, IConnector connector)
    {
        File.WriteAllText(_path, yaml);
        fact(new Contract(connector, _path));
    }

    private sealed class Contract(IConnector connector, string path) : ManifestContract(connector, path);

    private sealed class SourceOnly : IConnector
    {
        public void Register(IConnectorRegistry registry) => registry.AddSource<object>("things", (_, _) => throw new NotSupportedException("Never opened here."));
    }

    private sealed class TargetOnly : IConnector
    {
        public void Register(IConnectorRegistry registry) => registry.AddTarget<object>("things", (_, _) => throw new NotSupportedException("Never opened here."));
    }

    private sealed class SourceTwice : IConnector
    {
        public void Register(IConnectorRegistry registry)
        {
            new SourceOnly().Register(registry);
            new SourceOnly().Register(registry);
        }
    }

    private sealed class Nothing : IConnector
    {
        public void Register(IConnectorRegistry registry) { }
    }
}
