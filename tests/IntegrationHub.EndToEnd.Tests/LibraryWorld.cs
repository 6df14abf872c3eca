using System.IO.Compression;
using System.Text.Json.Nodes;

namespace IntegrationHub.EndToEnd.Tests;

[CollectionDefinition(nameof(LibraryWorld))]
public sealed class LibraryWorldCollection : ICollectionFixture<LibraryWorld>;

/// <summary>A hub over the samples that others wrote, each connection with the mappings of a library; everything was synced once.</summary>
public sealed class LibraryWorld : IAsyncLifetime
{
    private HubWorld _hub = null!;

    internal HubWorld Hub => _hub;

    /// <summary>The AdventureWorks tables as CSV, unpacked.</summary>
    public string AdventureWorks => Path.Combine(_hub.Erp, "adventure-works");

    public async Task InitializeAsync()
    {
        _hub = await HubWorld.WithConnectionsAsync(erp => new JsonObject
        {
            ["adventure-works"] = Connection("adventure-works", Path.Combine(erp, "adventure-works"), new JsonObject
            {
                ["Customers"] = new JsonObject { ["File"] = "customers.csv", ["Key"] = "customerid" },
                ["Products"] = new JsonObject { ["File"] = "products.csv", ["Key"] = "productid" },
                ["Orders"] = new JsonObject
                {
                    ["File"] = "orders.csv",
                    ["Key"] = "salesorderid",
                    ["Children"] = new JsonObject { ["lines"] = new JsonObject { ["File"] = "order-lines.csv", ["On"] = "salesorderid" } },
                },
            }),
            ["ubl"] = Connection("ubl", Documents("ubl"), new JsonObject { ["Order"] = Xml("Order", "ID"), ["DespatchAdvice"] = Xml("DespatchAdvice", "ID"), ["Invoice"] = Xml("Invoice", "ID") }),
            ["ubl-credit"] = Connection("ubl", Documents("ubl"), new JsonObject { ["CreditNote"] = Xml("CreditNote", "ID") }),   // the example has its invoice's number
            ["sap-idoc"] = Connection("sap-idoc", Documents("sap-idoc"), new JsonObject { ["DELVRY03"] = Xml("IDOC", "E1EDL20.VBELN") }),
        });
        Directory.CreateDirectory(AdventureWorks);
        foreach (var packed in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "adventure-works"), "*.csv.gz"))
        {
            await using var csv = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
            await using var file = File.Create(Path.Combine(AdventureWorks, Path.GetFileNameWithoutExtension(packed)));
            await csv.CopyToAsync(file);
        }

        await _hub.RunAsync(1, "sync", "--all");   // 1: something was parked, and has to be (AdventureWorksTests)
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    private static JsonObject Connection(string library, string folder, JsonObject entities) => new()
    {
        ["Connector"] = "files",
        ["Library"] = library,
        ["Options"] = new JsonObject { ["Folder"] = folder, ["Entities"] = entities },
        ["Syncs"] = new JsonObject(entities.Select(entity => KeyValuePair.Create<string, JsonNode?>(entity.Key, new JsonObject()))),
    };

    private static string Documents(string format) => Path.Combine(AppContext.BaseDirectory, "documents", format);

    private static JsonObject Xml(string element, string key) => new() { ["File"] = "*.xml", ["Element"] = element, ["Key"] = key };
}
