using System.Text.Json.Nodes;
using IntegrationHub.Testing;

namespace IntegrationHub.Host.Tests.Support;

/// <summary>A folder with an appsettings.json and a small ERP export: two customers.</summary>
internal sealed class SettingsFolder
{
    internal SettingsFolder(string? connectionString, Action<JsonObject>? change = null)
    {
        File.WriteAllText(In("Customers.csv"), """
            CustomerID,CompanyName,ContactName,ContactTitle,Address,City,Region,PostalCode,Country,Phone,Fax,Email
            ALFKI,Alfreds Futterkiste,Maria Anders,Sales Representative,Obere Str. 57,Berlin,,12209,Germany,030-0074321,,maria@alfki.example
            ANATR,Ana Trujillo,Ana Trujillo,Owner,Avda. 2222,México D.F.,,05021,Mexico,(5) 555-4729,,ana@anatr.example

            """);
        var settings = JsonNode.Parse($$"""
            {
              "Database": { "DataFolder": "data" },
              "Mappings": { "Folder": {{JsonValue.Create(System.IO.Path.Combine(AppContext.BaseDirectory, "mappings")).ToJsonString()}} },
              "Connections": {
                "northwind": {
                  "Connector": "files",
                  "Options": {
                    "Folder": {{JsonValue.Create(Path).ToJsonString()}},
                    "Entities": { "Customers": { "File": "Customers.csv", "Key": "CustomerID" } }
                  },
                  "Syncs": { "Customers": { "Schedule": "0 0 3 1 1 ?" } }
                },
                "demo-crm": {
                  "Connector": "rest",
                  "Options": { "BaseUrl": "http://127.0.0.1:1" },
                  "Deliver": { "Schedule": "0 0 3 1 1 ?" }
                }
              }
            }
            """)!.AsObject();
        settings["Database"]!["ConnectionString"] = connectionString;
        change?.Invoke(settings);
        File.WriteAllText(In("appsettings.json"), settings.ToJsonString());
    }

    internal string Path { get; } = TestFolders.Create("settings");

    internal string In(string file) => System.IO.Path.Combine(Path, file);
}
