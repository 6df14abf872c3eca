using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Settings;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Host.Tests.Connectors;

public sealed class CatalogTests
{
    [Fact]
    public void The_connectors_of_this_build_are_found_by_their_folders()
    {
        var installed = InstalledConnectors.In(AppContext.BaseDirectory);
        installed.Problems.ShouldBeEmpty();
        installed.ById.Keys.ShouldBe(Directory.EnumerateFiles(Path.Combine(Checkout.Root, "connectors"), "connector.yaml", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Select(manifest => File.ReadLines(manifest).Single(line => line.StartsWith("id: ", StringComparison.Ordinal))["id: ".Length..]), ignoreOrder: true);
        installed.ById["files"].HasSource.ShouldBeTrue();
        installed.ById["odata"].HasTarget.ShouldBeFalse();
    }

    [Theory]
    [InlineData("id: acme", "its assembly IntegrationHub.Connectors.Acme.dll is not in")]
    [InlineData("title: Acme", "names no id; add a line such as 'id: acme'")]
    [InlineData("", "names no id; add a line such as 'id: acme'")]
    [InlineData("id: [acme", "line 1, column")]
    public void A_folder_that_is_no_connector_is_told(string manifest, string reason)
    {
        var problem = InstalledConnectors.In(FolderWith("Acme", manifest)).Problems.Single();
        problem.Place.ShouldBe("connectors/Acme/connector.yaml");
        problem.What.ShouldStartWith(reason);
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_told()
    {
        var folder = FolderWith("Empty", "id: empty");
        File.WriteAllText(Path.Combine(folder, "IntegrationHub.Connectors.Empty.dll"), "not an assembly");
        InstalledConnectors.In(folder).Problems.Single().Place.ShouldBe("connectors/Empty/connector.yaml");
    }

    [Fact]
    public void Two_connectors_of_one_id_are_told_and_the_first_stays()
    {
        var installed = InstalledConnectors.Of(new Dictionary<string, IConnector> { ["acme"] = new Pretended("acme"), ["ACME"] = new Pretended("ACME") });
        installed.ById.Keys.ShouldBe(["acme"]);
        installed.Problems.Single().ToString().ShouldBe("ACME: claims the id 'ACME', which acme has already; give one of them another id");
    }

    [Fact]
    public void A_connector_that_registers_another_id_than_its_manifest_says_is_told() =>
        InstalledConnectors.Of(new Dictionary<string, IConnector> { ["acme"] = new Pretended("acne") })
            .Problems.Single().ToString().ShouldBe("acme: says id 'acme', but Pretended registers 'acne'; make them equal");

    [Fact]
    public async Task A_connection_is_opened_with_its_options_and_its_secret_is_bound_but_never_shown()
    {
        using var catalog = Catalog(out _, ("Connections:erp:Connector", "acme"), ("Connections:erp:Options:Url", "https://erp.example"),
            ("Connections:erp:Options:Token", "geheim"), ("Connections:erp:Syncs:Orders:BatchSize", "7"));

        await using var opened = catalog.OpenSource("erp");

        var options = opened.ShouldBeOfType<PretendedSource>().Options;
        options.Token!.Reveal().ShouldBe("geheim");
        options.Token.ToString().ShouldBe("***");
        options.Url.ShouldBe(new Uri("https://erp.example"));
        catalog.Connections["erp"].Syncs["Orders"].BatchSize.ShouldBe(7);
    }

    [Fact]
    public void Opening_what_is_not_there_says_what_is()
    {
        using var catalog = Catalog(out _, ("Connections:erp:Connector", "acme"), ("Connections:erp:Syncs:Orders:BatchSize", "7"));
        Should.Throw<SetupException>(() => catalog.OpenSource("epr")).Message.ShouldBe("There is no connection 'epr' in the settings; did you mean 'erp'?");
        Should.Throw<SetupException>(() => catalog.OpenTarget("erp")).Message.ShouldBe("The connection 'erp' is no target: its connector 'acme' has no target.");
    }

    [Fact]
    public async Task A_check_reaches_the_other_side()
    {
        using var catalog = Catalog(out _, ("Connections:erp:Connector", "acme"), ("Connections:erp:Options:Url", "https://refuses.example"));
        (await Should.ThrowAsync<AccessException>(() => catalog.CheckAsync("erp", CancellationToken.None))).Message.ShouldBe("refused");
    }

    [Fact]
    public void A_name_that_would_break_record_keys_is_told()
    {
        Catalog(out var binder, ("Connections:My ERP:Connector", "acme")).Dispose();
        binder.Problems.Single().What.ShouldBe("'My ERP' is no name for a connection; use small letters, digits and hyphens, as in 'northwind'");
    }

    [Theory]
    [InlineData("thing")]
    [InlineData("other-thing")]
    [InlineData("acme-thing", "acme-thing")]
    public void A_connectors_converters_begin_with_its_id_and_come_once(params string[] names) =>
        InstalledConnectors.Of(new Dictionary<string, IConnector> { ["acme"] = new Pretended("acme", names) }).Problems.ShouldHaveSingleItem().What.ShouldBe(
            $"Pretended registers the converter '{names[^1]}'; the name must begin with 'acme-' and come once");

    [Fact]
    public void The_converters_of_all_connectors_are_known() =>
        InstalledConnectors.Of(new Dictionary<string, IConnector> { ["acme"] = new Pretended("acme", "acme-a"), ["other"] = new Pretended("other", "other-b") })
            .Converters.Select(converter => converter.Name).ShouldBe(["acme-a", "other-b"]);

    private static string FolderWith(string connector, string manifest)
    {
        var folder = TestFolders.Create("connectors");
        Directory.CreateDirectory(Path.Combine(folder, "connectors", connector));
        File.WriteAllText(Path.Combine(folder, "connectors", connector, "connector.yaml"), manifest);
        return folder;
    }

    private static ConnectorCatalog Catalog(out SettingsBinder binder, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        binder = new SettingsBinder(configuration);
        return ConnectorCatalog.Bind(
            InstalledConnectors.Of(new Dictionary<string, IConnector> { ["acme"] = new Pretended("acme") }), configuration, binder, TimeProvider.System, NullLoggerFactory.Instance);
    }

    private sealed class Pretended(string id, params string[] converters) : IConnector
    {
        public void Register(IConnectorRegistry registry)
        {
            registry.AddSource<PretendedOptions>(id, (options, _) => new PretendedSource(options));
            foreach (var name in converters)
                registry.AddConverter(new ConnectorConverter(name, "Says what it got.", text => new Converted.Text(text), []));
        }
    }

    private sealed class PretendedOptions
    {
        public Uri? Url { get; set; }
        public Secret? Token { get; set; }
    }

    private sealed class PretendedSource(PretendedOptions options) : ISource
    {
        public PretendedOptions Options => options;

        public Task CheckAsync(CancellationToken cancellationToken) =>
            options.Url?.Host == "refuses.example" ? throw new AccessException("refused") : Task.CompletedTask;

        public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("Nothing is read here.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
