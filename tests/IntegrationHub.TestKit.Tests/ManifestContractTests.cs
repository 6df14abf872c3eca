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

    public static TheoryData<int, ConnectorConverter> BrokenConverters => new()
    {
        { 4, Good with { Name = "flag" } },
        { 4, Good with { Name = "things-Flag" } },
        { 4, Good with { Name = "other-flag" } },
        { 4, Good with { Summary = " " } },
        { 5, Good with { Examples = [Good.Examples[0]] } },
        { 5, Good with { Examples = [.. Good.Examples, new ConverterExample("Y", new Converted.Truth(false))] } },
        { 5, Good with { Examples = [.. Good.Examples, new ConverterExample("", new Converted.Nothing())] } },
        { 5, Good with { Convert = OnceTrue() } },
        { 6, Good with { Convert = text => text is "Y" or "N" ? Good.Convert(text) : throw new FormatException("odd") } },
        { 6, Good with { Convert = text => text is "Y" or "N" ? Good.Convert(text) : null! } },
    };

    [Theory]
    [MemberData(nameof(BrokenConverters))]
    public void A_converter_broken_on_purpose_fails(int fact, ConnectorConverter converter)
    {
        const string Yaml = "id: things\ntitle: Things\nentities: by settings\ndeletes: none\n";
        Should.Throw<XunitException>(() => Run(Facts[fact], Yaml, new Converting(converter)));
        Run(Facts[fact], Yaml, new Converting(Good));
    }

    [Fact]
    public void A_converter_registered_twice_fails() =>
        Should.Throw<XunitException>(() => Run(Facts[4], "id: things\ntitle: Things\nentities: by settings\ndeletes: none\n", new Converting(Good, Good)));

    private static readonly ConnectorConverter Good = new("things-flag", "Y and N.",
        text => text switch { "Y" => new Converted.Truth(true), "N" => new Converted.Truth(false), _ => new Converted.Refused("neither Y nor N") },
        [new("Y", new Converted.Truth(true)), new("?", new Converted.Refused("neither Y nor N"))]);

    /// <summary>Remembers what it was asked before.</summary>
    private static Func<string, Converted> OnceTrue()
    {
        var asked = 0;
        return text => text == "Y" && asked++ > 0 ? new Converted.Truth(false) : Good.Convert(text);
    }

    private sealed class Converting(params ConnectorConverter[] converters) : IConnector
    {
        public void Register(IConnectorRegistry registry)
        {
            new SourceOnly().Register(registry);
            foreach (var converter in converters)
                registry.AddConverter(converter);
        }
    }

    private static readonly IReadOnlyList<Action<ManifestContract>> Facts =
    [
        contract => contract.The_connector_registers_something_under_the_id_of_its_manifest(),
        contract => contract.Each_side_is_registered_once(),
        contract => contract.The_manifest_has_a_title_and_an_id_fit_for_settings(),
        contract => contract.The_manifest_says_what_a_source_reads_and_how_deletes_show(),
        contract => contract.Converters_have_names_of_their_own_and_say_what_they_do(),
        contract => contract.Converters_keep_to_their_examples_each_time(),
        contract => contract.Converters_refuse_odd_texts_and_never_throw(),
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
