using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Host.CommandLine;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Settings;
using IntegrationHub.Host.Tests.Support;
using IntegrationHub.Testing;
using Json.Schema;

namespace IntegrationHub.Host.Tests.Settings;

/// <summary>What editors are told of settings and mappings is what the code takes.</summary>
public sealed class SchemaTests
{
    private static readonly JsonSchema Settings = JsonSchema.FromText(SettingsSchema.Of(InstalledConnectors.In(AppContext.BaseDirectory)).ToJsonString());

    [Theory]
    [InlineData("mapping")]
    [InlineData("cases")]
    [InlineData("appsettings")]
    public void The_schemas_of_the_repository_are_those_of_the_code(string name)
    {
        var file = Path.Combine(Checkout.Root, "docs", "schema", $"{name}.schema.json");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, SchemaVerb.All[name]());
        }

        (File.ReadAllText(file) == SchemaVerb.All[name]()).ShouldBeTrue($"docs/schema/{name}.schema.json is out of date: run the tests with UPDATE_DOCS=1, or ./hub schema --to docs/schema");
    }

    [Fact]
    public void The_settings_of_the_repository_are_valid() => Faults(JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "appsettings.json")))!).ShouldBeEmpty();

    [Fact]
    public async Task Settings_that_are_good_are_valid()
    {
        var settings = Good();
        settings["$schema"] = "docs/schema/appsettings.schema.json";
        settings["Web"] = new JsonObject { ["Port"] = "8484", ["BehindProxy"] = "true", ["Urls"] = new JsonArray("http://127.0.0.1:1") };
        settings["OpenTelemetry"] = new JsonObject { ["Endpoint"] = null };
        settings["AutoMapper"] = new JsonObject { ["LicenseKey"] = "k" };
        settings["Connections"]!["demo-crm"]!["Options"]!["Auth"] = new JsonObject { ["Kind"] = "Bearer", ["Secret"] = "s" };

        Faults(settings).ShouldBeEmpty();
        await using var session = HubSession.Read(new SettingsFolder(connectionString: null, changed =>
        {
            foreach (var key in (string[])["$schema", "Web", "OpenTelemetry", "AutoMapper"])
                changed[key] = settings[key]!.DeepClone();
        }).Path, quiet: true);
        session.Settings.Web.BehindProxy.ShouldBeTrue();
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "Webb", "{}" },
        { "Web:Port", "70000" },
        { "Web:Port", "\"many\"" },
        { "Web:Prot", "80" },
        { "Connections:northwind:Conector", "\"files\"" },
        { "Connections:northwind:Connector", "\"flies\"" },
        { "Connections:northwind:Options:Foldr", "\"x\"" },
        { "Connections:northwind:Options:Entities:Customers:Key", "null" },
        { "Connections:northwind:Syncs:Customers:BatchSize", "0" },
        { "Connections:demo-crm:Options:BaseUrl", "null" },
        { "Connections:demo-crm:Options:Auth:Kind", "\"Baerer\"" },
        { "Connections:demo-crm:Options:Objects:orders:Batch:MaxSize", "0" },
        { "Connections:Demo CRM", "{ \"Connector\": \"rest\" }" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Settings_that_are_broken_are_not(string path, string value)
    {
        var settings = Good();
        var (owner, keys) = (settings, path.Split(':'));
        foreach (var key in keys[..^1])
            owner = (owner[key] ??= new JsonObject()).AsObject();
        owner[keys[^1]] = JsonNode.Parse(value);

        Faults(settings).ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_option_says_what_it_is_for_in_the_words_of_its_docstring()
    {
        var schema = SettingsSchema.Of(InstalledConnectors.In(AppContext.BaseDirectory));
        ((string?)schema["properties"]!["Web"]!["properties"]!["Port"]!["description"]).ShouldBe("The port on this machine's loopback address; 0 takes a free one.");
        ((int?)schema["properties"]!["Web"]!["properties"]!["Port"]!["default"]).ShouldBe(8484);
    }

    private static JsonObject Good() => JsonNode.Parse(File.ReadAllText(new SettingsFolder(connectionString: null).In("appsettings.json")))!.AsObject();

    private static IReadOnlyList<string> Faults(JsonNode settings)
    {
        using var json = JsonDocument.Parse(settings.ToJsonString());
        var results = Settings.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? [] : [.. (results.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")).DefaultIfEmpty("not valid")];
    }
}
