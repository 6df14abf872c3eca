using System.Text.Json.Nodes;
using IntegrationHub.Host.Tests.Support;

namespace IntegrationHub.Host.Tests.CommandLine;

/// <summary><c>hub discover</c> and <c>hub schema</c>.</summary>
public sealed class DiscoverTests
{
    [Fact]
    public async Task The_fields_of_an_entity_are_shown_and_recorded_and_then_held_against_the_mapping()
    {
        var folder = new SettingsFolder(connectionString: null, settings => settings["Mappings"]!["Folder"] = "mappings");
        Directory.CreateDirectory(folder.In("mappings/northwind"));
        await File.WriteAllTextAsync(folder.In("mappings/northwind/Customers.yaml"), "to: customer\nfields: { name: CompanyNam }\n");

        var shown = await HubProcess.RunAsync(folder.Path, null, "discover", "northwind", "Customers", "--json");
        var before = await HubProcess.RunAsync(folder.Path, null, "check", "--offline");
        var saved = await HubProcess.RunAsync(folder.Path, null, "discover", "northwind", "--save");
        var after = await HubProcess.RunAsync(folder.Path, null, "check", "--offline");
        var again = await HubProcess.RunAsync(folder.Path, null, "discover", "northwind", "--save");

        shown.ExitCode.ShouldBe(0, shown.Errors);
        var entity = JsonNode.Parse(shown.Output)!.AsArray().Single()!;
        entity["fields"]!.AsArray().Select(field => $"{field!["path"]} {field["kind"]}").ShouldContain("CompanyName text");
        before.ExitCode.ShouldBe(0, before.Errors);
        saved.Output.ShouldContain("recorded in mappings/northwind/Customers.fields.json");
        after.ExitCode.ShouldBe(2);
        after.Errors.ShouldContain("mappings/northwind/Customers.yaml(2,17): the source's Customers has no field 'CompanyNam'; did you mean 'CompanyName'?");
        again.ExitCode.ShouldBe(0, again.Errors);
        JsonNode.Parse(await File.ReadAllTextAsync(folder.In("mappings/northwind/Customers.fields.json")))!["fields"]!["City"]!.GetValue<string>().ShouldBe("text");
    }

    [Fact]
    public async Task An_entity_or_connection_that_is_not_there_is_a_sentence_and_exit_code_2()
    {
        var folder = new SettingsFolder(connectionString: null);
        var entity = await HubProcess.RunAsync(folder.Path, null, "discover", "northwind", "Custmers");
        var connection = await HubProcess.RunAsync(folder.Path, null, "discover", "northwnd");

        entity.ExitCode.ShouldBe(2);
        entity.Errors.ShouldContain("There is no entity 'Custmers' in the settings of this connection. Did you mean 'Customers'?");
        connection.ExitCode.ShouldBe(2);
        connection.Errors.Trim().ShouldBe("There is no connection 'northwnd' in the settings; did you mean 'northwind'?");
    }

    [Fact]
    public async Task Schemas_are_printed_and_written_without_any_settings()
    {
        var folder = Testing.TestFolders.Create("schema");
        var printed = await HubProcess.RunAsync(folder, null, "schema", "cases");
        var written = await HubProcess.RunAsync(folder, null, "schema", "--to", "out", "--json");
        var unclear = await HubProcess.RunAsync(folder, null, "schema");

        printed.ExitCode.ShouldBe(0, printed.Errors);
        ((string?)JsonNode.Parse(printed.Output)!["title"]).ShouldBe("IntegrationHub cases of a mapping");
        JsonNode.Parse(written.Output)!["written"]!.AsArray().Count.ShouldBe(3);
        Directory.GetFiles(Path.Combine(folder, "out")).Length.ShouldBe(3);
        unclear.ExitCode.ShouldBe(2);
        unclear.Errors.ShouldContain("hub schema --to docs/schema");
    }
}
