using System.Text.Json.Nodes;
using IntegrationHub.Host.Tests.Support;

namespace IntegrationHub.Host.Tests.CommandLine;

/// <summary><c>hub check</c> without a database: what a build server runs.</summary>
public sealed class CheckTests
{
    private const string Mapping = "to: customer\nfields:\n  name: CompanyName\n  phone: Phone\n  status: { from: State, choose: { A: active } }\n";
    private const string Cases = "- { name: one, input: { CompanyName: A, State: A }, expect: { name: A, status: active } }\n";

    [Fact]
    public async Task Offline_it_opens_nothing_and_tells_the_coverage_of_every_mapping()
    {
        // neither this database nor the CRM of the settings is there
        var folder = Folder("Host=127.0.0.1;Port=1;Database=x;Username=x");

        var answer = await HubProcess.RunAsync(folder.Path, null, "check", "--offline", "--json");

        answer.ExitCode.ShouldBe(0, answer.Output + answer.Errors);
        var json = JsonNode.Parse(answer.Output)!;
        json["good"]!.GetValue<bool>().ShouldBeTrue();
        json["checks"]!.AsArray().Select(check => (string)check!["what"]!).ShouldBe(["settings", "mapping northwind/Customers.yaml"]);
        var coverage = json["mappings"]!.AsArray().Single()!;
        ((int)coverage["cases"]!, (int)coverage["covered"]!, (int)coverage["sites"]!).ShouldBe((1, 3, 5));
        coverage["uncovered"]!.AsArray().Select(lint => $"{lint!["line"]},{lint["column"]} {lint["message"]}").ShouldBe(
        [
            "4,10 no case fills 'phone'",
            "5,34 no case is refused for a value this 'choose' does not list",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task What_no_case_reaches_is_listed_when_asked_for_and_fails_a_strict_check()
    {
        var folder = Folder(connectionString: null);

        var plain = await HubProcess.RunAsync(folder.Path, null, "check", "--offline");
        var strict = await HubProcess.RunAsync(folder.Path, null, "check", "northwind/Customers", "--strict", "--verbose");

        plain.ExitCode.ShouldBe(0, plain.Errors);
        plain.Output.ShouldContain("warning mapping northwind/Customers.yaml (1 case, 3 of 5 covered)");
        plain.Output.ShouldContain("2 of 5 places in mappings are reached by no case; --verbose lists them.");
        strict.ExitCode.ShouldBe(1);
        strict.Output.ShouldContain("northwind/Customers.yaml(4,10): no case fills 'phone'");
    }

    [Fact]
    public async Task A_case_that_fails_and_a_mapping_that_is_broken_fail_it()
    {
        var folder = Folder(connectionString: null);
        Write(folder, "Customers.cases.yaml", Cases.Replace("status: active", "status: blocked", StringComparison.Ordinal));
        var failing = await HubProcess.RunAsync(folder.Path, null, "check", "--offline");
        Write(folder, "Customers.yaml", Mapping.Replace("phone:", "phon:", StringComparison.Ordinal));
        var broken = await HubProcess.RunAsync(folder.Path, null, "check", "--offline");

        failing.ExitCode.ShouldBe(1);
        failing.Output.ShouldContain("northwind/Customers.cases.yaml(1,3): 'one': status: expected \"blocked\", found \"active\"");
        broken.ExitCode.ShouldBe(2);
        broken.Errors.ShouldContain("mappings/northwind/Customers.yaml(4,3): unknown field of customer 'phon'; did you mean 'phone'?");
    }

    [Fact]
    public async Task One_mapping_or_folder_is_checked_while_another_is_broken()
    {
        var folder = Folder(connectionString: null);
        Write(folder, "Broken.yaml", "to: [");

        var one = await HubProcess.RunAsync(folder.Path, null, "check", "mappings/northwind/Customers.yaml");
        var broken = await HubProcess.RunAsync(folder.Path, null, "check", "northwind/Broken");
        var unknown = await HubProcess.RunAsync(folder.Path, null, "check", "northwind/Custmers");

        one.ExitCode.ShouldBe(0, one.Errors);
        one.Output.ShouldContain("mapping northwind/Customers.yaml");
        broken.ExitCode.ShouldBe(2);
        broken.Errors.ShouldContain("northwind/Broken.yaml(2,1): not valid YAML");
        unknown.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_mapping_nobody_knows_is_told_with_the_nearest()
    {
        var unknown = await HubProcess.RunAsync(Folder(connectionString: null).Path, null, "check", "northwind/Custmers");
        unknown.ExitCode.ShouldBe(2);
        unknown.Errors.Trim().ShouldBe("There is no mapping or folder 'northwind/Custmers'; did you mean 'northwind/Customers'?");
    }

    private static SettingsFolder Folder(string? connectionString)
    {
        var folder = new SettingsFolder(connectionString, settings => settings["Mappings"]!["Folder"] = "mappings");
        Directory.CreateDirectory(folder.In("mappings/northwind"));
        Write(folder, "Customers.yaml", Mapping);
        Write(folder, "Customers.cases.yaml", Cases);
        return folder;
    }

    private static void Write(SettingsFolder folder, string name, string text) => File.WriteAllText(folder.In($"mappings/northwind/{name}"), text);
}
