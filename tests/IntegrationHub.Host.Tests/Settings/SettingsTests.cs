using System.Text.Json.Nodes;
using IntegrationHub.Core.Settings;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Tests.Support;

namespace IntegrationHub.Host.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public async Task Good_settings_give_the_connections()
    {
        await using var session = HubSession.Read(new SettingsFolder(connectionString: null).Path, quiet: true);
        session.Catalog.Connections.Keys.ShouldBe(["demo-crm", "northwind"], ignoreOrder: true);
        session.Catalog.Connections["northwind"].Syncs["Customers"].BatchSize.ShouldBe(1000);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_place_and_the_nearest_name()
    {
        var problems = ProblemsOf(settings =>
        {
            settings["Webb"] = new JsonObject();
            settings["Web"] = new JsonObject { ["Prot"] = 80, ["Port"] = "many" };
            settings["Database"]!["DataFolder"] = null;
            var northwind = settings["Connections"]!["northwind"]!;
            northwind["Conector"] = "files";
            northwind["Options"]!["Folders"] = "x";
            northwind["Syncs"]!["Customers"]!["BatchSize"] = 0;
            northwind["Syncs"]!["Customers"]!["Schedule"] = "every day";
            northwind["Syncs"]!["Customers"]!["TimeZone"] = "Europe/Berlln";
            settings["Connections"]!["demo-crm"]!["Connector"] = "rset";
        });

        problems.ShouldBe(
        [
            "appsettings.json Webb: is not known; did you mean 'Web'?",
            "appsettings.json Web:Port: must be a whole number, was 'many'",
            "appsettings.json Web:Prot: is not known; did you mean 'Port'?",
            "appsettings.json Database:DataFolder: must have a value",
            "appsettings.json Connections:northwind:Conector: is not known; did you mean 'Connector'?",
            "appsettings.json Connections:northwind:Options:Folders: is not known; did you mean 'Folder'?",
            "appsettings.json Connections:northwind:Syncs:Customers:BatchSize: must be 1 to 100000, was 0",
            "appsettings.json Connections:northwind:Syncs:Customers:Schedule: 'every day' is no cron expression; it has six fields, seconds first, such as '0 0/5 * * * ?' for every five minutes",
            "appsettings.json Connections:northwind:Syncs:Customers:TimeZone: there is no time zone 'Europe/Berlln' on this machine; use an IANA name such as Europe/Berlin, Asia/Tokyo or UTC",
            "appsettings.json Connections:demo-crm:Connector: there is no connector 'rset'; did you mean 'rest'?",
        ], ignoreOrder: true);
    }

    [Fact]
    public void What_a_connector_requires_is_required() =>
        ProblemsOf(settings => settings["Connections"]!["demo-crm"]!["Options"] = new JsonObject())
            .ShouldBe(["appsettings.json Connections:demo-crm:Options:BaseUrl: is missing"]);

    [Fact]
    public void A_source_is_not_delivered_to_and_what_is_synced_from_says_what_it_has()
    {
        var problems = ProblemsOf(settings =>
        {
            settings["Connections"]!["northwind"]!["Connector"] = "odata";
            settings["Connections"]!["northwind"]!["Deliver"] = new JsonObject { ["BatchSize"] = 10 };
            settings["Connections"]!["demo-crm"]!["Syncs"] = new JsonObject { ["Things"] = new JsonObject { ["BatchSize"] = 10 } };
        });

        problems.ShouldContain("appsettings.json Connections:northwind:Deliver: the connector 'odata' has no target to deliver to; remove Deliver");
        problems.ShouldContain("appsettings.json Connections:demo-crm:Options:Entities: must name at least one entity");
    }

    [Fact]
    public void What_only_takes_calls_needs_no_address_to_deliver_to()
    {
        var folder = new SettingsFolder(connectionString: null, settings => settings["Connections"]!["calls"] = new JsonObject
        {
            ["Connector"] = "webhook",
            ["Options"] = new JsonObject
            {
                ["Auth"] = new JsonObject { ["Secret"] = "at least sixteen characters" },
                ["Entities"] = new JsonObject { ["Changed"] = new JsonObject { ["Mode"] = "Trigger", ["Triggers"] = new JsonArray("northwind/Customers") } },
            },
        });

        Should.NotThrow(() => HubSession.Read(folder.Path, quiet: true));
    }

    [Fact]
    public void A_sync_without_a_mapping_is_told_with_the_place_to_put_it() =>
        ProblemsOf(settings => settings["Connections"]!["northwind"]!["Syncs"]!["Custmers"] = new JsonObject { ["BatchSize"] = 10 })
            .Single().ShouldStartWith("appsettings.json Connections:northwind:Syncs:Custmers: No mapping for entity 'Custmers' of connection 'northwind'.");

    [Fact]
    public async Task What_a_connector_sets_by_default_within_an_object_stays_when_only_other_keys_of_it_are_given()
    {
        // as business-central's README shows it: the kind of login is not written there
        await using var session = HubSession.Read(new SettingsFolder(connectionString: null, settings => settings["Connections"]!["bc"] = new JsonObject
        {
            ["Connector"] = "business-central",
            ["Options"] = new JsonObject { ["Tenant"] = "contoso.onmicrosoft.com", ["Auth"] = new JsonObject { ["ClientId"] = "app", ["ClientSecret"] = "s" } },
        }).Path, quiet: true);
        session.Catalog.Connections.Keys.ShouldContain("bc");
    }

    [Fact]
    public void A_broken_file_is_told_with_its_line()
    {
        var folder = new SettingsFolder(connectionString: null);
        File.WriteAllText(folder.In("appsettings.json"), "{\n  \"Web\": { \"Port\": 8484,, }\n}");
        var broken = Should.Throw<SettingsException>(() => HubSession.Read(folder.Path, quiet: true));
        broken.Problems.Single().ToString().ShouldStartWith("appsettings.json: is not JSON: ");
        broken.Message.ShouldContain("LineNumber: 1");
    }

    [Fact]
    public void A_missing_file_is_told_with_the_folder()
    {
        var folder = new SettingsFolder(connectionString: null);
        File.Delete(folder.In("appsettings.json"));
        Should.Throw<SettingsException>(() => HubSession.Read(folder.Path, quiet: true)).Message
            .ShouldBe($"appsettings.json: is not in {folder.Path}; start hub in the folder that has it");
    }

    [Fact]
    public void A_log_sink_that_is_not_there_is_told_too() =>
        ProblemsOf(settings =>
        {
            settings["Serilog"] = new JsonObject { ["MinimumLevel"] = "Loud" };
            settings["Web"] = new JsonObject { ["Port"] = -1 };
        }, quiet: false).Select(problem => problem.Split(": ")[0]).ShouldBe(["appsettings.json Web:Port", "appsettings.json Serilog"], ignoreOrder: true);

    private static IEnumerable<string> ProblemsOf(Action<JsonObject> change, bool quiet = true) =>
        Should.Throw<SettingsException>(() => HubSession.Read(new SettingsFolder(connectionString: null, change).Path, quiet)).Problems.Select(problem => problem.ToString());
}
