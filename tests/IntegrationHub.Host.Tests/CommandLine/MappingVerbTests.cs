using System.Text.Json.Nodes;
using IntegrationHub.Host.Tests.Support;
using IntegrationHub.Testing;

namespace IntegrationHub.Host.Tests.CommandLine;

/// <summary>Changing a mapping on the command line: look, compare, replay, record.</summary>
public sealed class MappingVerbTests
{
    private const string AsShipped = """
        from: { connector: files, entity: Customers }
        to: customer
        fields:
          name: CompanyName
          email: { from: Email, as: lower }
        """;

    [Fact]
    public async Task A_preview_of_a_file_needs_no_database_and_shows_source_result_and_the_story_of_every_value()
    {
        var folder = new SettingsFolder($"Host=127.0.0.1;Port=1;Database=none;Username=none");
        await File.WriteAllTextAsync(folder.In("one.json"), """[{ "CustomerID": "X", "CompanyName": "株式会社テスト", "Email": " A@B.example " }, { "CompanyName": "", "Email": "x@y.example" }]""");
        var answer = await HubProcess.RunAsync(folder.Path, null, "preview", "northwind/Customers", "--file", "one.json");
        var json = await HubProcess.RunAsync(folder.Path, null, "preview", "northwind/Customers.yaml", "--file", "one.json", "--json");

        answer.ExitCode.ShouldBe(1, answer.Errors);   // the second one is refused
        var lines = answer.Output.ReplaceLineEndings("\n").Split('\n');
        lines.ShouldContain(line => line.StartsWith("field ") && line.Contains("from") && line.EndsWith("rule"));
        lines.ShouldContain(line => line.StartsWith("name ") && line.Contains("CompanyName") && line.Contains("\"株式会社テスト\"") && line.Contains("northwind/Customers.yaml("));
        lines.ShouldContain(line => line.StartsWith("email ") && line.Contains("trim > lower") && line.Contains("\"a@b.example\""));
        lines.ShouldContain(line => line.Contains("\"CompanyName\": \"株式会社テスト\"") && line.Contains("\"name\": ") || line.Contains("\"name\": \"株式会社テスト\""));
        answer.Output.ShouldContain("refused: name: required, but absent");
        var first = JsonNode.Parse(json.Output)!.AsArray()[0]!;
        first["document"]!["name"]!.GetValue<string>().ShouldBe("株式会社テスト");
        first["values"]!.AsArray().ShouldContain(value => value!["field"]!.GetValue<string>() == "email");
    }

    [Fact]
    public async Task A_mapping_is_changed_with_confidence()
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        var folder = new SettingsFolder(database.ConnectionString, settings => settings["Mappings"]!["Folder"] = "mappings");
        Directory.CreateDirectory(folder.In("mappings/northwind"));
        var mapping = folder.In("mappings/northwind/Customers.yaml");
        await File.WriteAllTextAsync(mapping, AsShipped);
        Task<HubAnswer> Hub(params string[] arguments) => HubProcess.RunAsync(folder.Path, null, arguments);
        (await Hub("sync", "--all")).ExitCode.ShouldBe(0);

        // nothing is changed yet
        var same = await Hub("mapping", "diff", "northwind/Customers");
        same.ExitCode.ShouldBe(0, same.Errors);
        same.Output.Trim().ShouldBe("northwind/Customers.yaml: 2 records: 2 the same");

        // the change, tried from a file that is not in force
        await File.WriteAllTextAsync(folder.In("new.yaml"), AsShipped.Replace("name: CompanyName", "name: { from: CompanyName, as: upper }"));
        var against = await Hub("mapping", "diff", "northwind/Customers", "--against", "new.yaml");
        against.ExitCode.ShouldBe(1, against.Errors);
        against.Output.ShouldContain("northwind/customer/ALFKI: \"Alfreds Futterkiste\" -> \"ALFREDS FUTTERKISTE\"");
        (await Hub("mapping", "diff", "northwind/Customers", "--against", "new.yaml", "--mask")).Output.ShouldNotContain("Alfreds");
        (await Hub("preview", "new.yaml", "--key", "ALFKI")).Output.ShouldContain("ALFREDS FUTTERKISTE");

        // put in force and replayed
        File.Copy(folder.In("new.yaml"), mapping, overwrite: true);
        (await Hub("preview", "northwind/Customers", "--key", "ALFKI")).Output.ShouldContain("another by this mapping");
        var one = await Hub("replay", "northwind/Customers", "--keys", "ALFKI", "--json");
        one.ExitCode.ShouldBe(0, one.Errors);
        JsonNode.Parse(one.Output)!["counts"]!["changed"]!.GetValue<int>().ShouldBe(1);
        (await Hub("replay", "northwind/Customers")).Output.Trim().ShouldBe("Replay 2 of northwind/Customers: 1 read, 1 changed");
        (await Hub("replay", "--list")).Output.ShouldContain("finished");
        (await Hub("mapping", "diff", "northwind/Customers")).ExitCode.ShouldBe(0);
        (await Hub("customer", "ALFKI")).Output.ShouldStartWith("ALFREDS FUTTERKISTE");
        (await Hub("replay", "--resume")).Errors.ShouldContain("No replay is unfinished.");

        // and a case for it, without the customer's name
        var record = await Hub("mapping", "record", "northwind/Customers", "--key", "ALFKI");
        record.ExitCode.ShouldBe(0, record.Errors);
        var cases = await File.ReadAllTextAsync(folder.In("mappings/northwind/Customers.cases.yaml"));
        cases.ShouldNotContain("Alfreds");
        cases.ShouldContain("key: ALFKI");
        (await Hub("mapping", "record", "northwind/Customers", "--last", "2")).Output.ShouldContain("There already: 1.");
        (await Hub("mapping", "record", "northwind/Customers", "--last", "1", "--out", "new.yaml")).Errors.ShouldContain("nothing is overwritten");
        (await File.ReadAllTextAsync(folder.In("mappings/northwind/Customers.cases.yaml"))).Split("- name: ").Length.ShouldBe(3);
        var check = await Hub("check", "northwind/Customers", "--offline");
        check.ExitCode.ShouldBe(0, check.Output + check.Errors);
    }

    [Theory]
    [InlineData("preview northwind/Customers", "Say which records")]
    [InlineData("preview northwind/Custmers --file x.json", "There is no mapping 'northwind/Custmers'")]
    [InlineData("replay", "Say whose records")]
    [InlineData("replay northwind/Customers --since yesterday", "is no time")]
    [InlineData("replay northwind/Customers --keys @nothing.txt", "There is no file nothing.txt")]
    public async Task What_cannot_be_done_is_said_in_a_sentence(string arguments, string sentence)
    {
        var answer = await HubProcess.RunAsync(new SettingsFolder("Host=127.0.0.1;Port=1;Database=none;Username=none").Path, null, arguments.Split(' '));

        answer.ExitCode.ShouldBe(2);
        answer.Errors.ShouldContain(sentence);
    }
}
