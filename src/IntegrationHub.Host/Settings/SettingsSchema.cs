using System.Text.Json.Nodes;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Settings;

namespace IntegrationHub.Host.Settings;

/// <summary>JSON Schema of <c>appsettings.json</c>, made from the options classes of the hub and of the connectors that are installed.</summary>
internal static class SettingsSchema
{
    internal static JsonObject Of(InstalledConnectors installed)
    {
        var sections = new JsonObject { [HubSettings.Schema] = new JsonObject { ["type"] = "string" } };
        foreach (var section in typeof(HubSettings).GetProperties().Where(property => property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)))
            sections.Add(section.Name, OptionsSchema.Of(section.PropertyType));
        sections.Add("Serilog", new JsonObject { ["type"] = "object", ["description"] = "As Serilog.Settings.Configuration reads it." });
        sections.Add("Connections", new JsonObject
        {
            ["description"] = "One per outside system, by its name: small letters, digits and hyphens.",
            ["type"] = "object",
            ["propertyNames"] = new JsonObject { ["pattern"] = "^[a-z0-9-]+$" },
            ["additionalProperties"] = Connection(installed),
        });
        return new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "IntegrationHub settings",
            ["type"] = "object",
            ["properties"] = sections,
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Connection(InstalledConnectors installed)
    {
        var connectors = installed.ById.Values.OrderBy(connector => connector.Id, StringComparer.Ordinal).ToList();
        var schema = OptionsSchema.Of(typeof(ConnectionOptions), new KeyValuePair<string, JsonNode>("Options", new JsonObject { ["description"] = "The connector's own.", ["type"] = "object" }));
        schema["properties"]!["Connector"]!["enum"] = new JsonArray([.. connectors.Select(connector => JsonValue.Create(connector.Id))]);
        schema["allOf"] = new JsonArray([.. connectors.Select(connector => new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["Connector"] = new JsonObject { ["const"] = connector.Id } }, ["required"] = new JsonArray("Connector") },
            ["then"] = new JsonObject { ["properties"] = new JsonObject { ["Options"] = Options(connector) } },
        })]);
        return schema;
    }

    /// <summary>Both sides share the section.</summary>
    private static JsonObject Options(InstalledConnector connector)
    {
        var schemas = connector.OptionsTypes.Select(type => OptionsSchema.Of(type)).ToList();
        var shared = schemas[0];
        foreach (var (name, schema) in schemas.Skip(1).SelectMany(other => other["properties"]!.AsObject()))
            if (!shared["properties"]!.AsObject().ContainsKey(name))
                shared["properties"]![name] = schema?.DeepClone();
        if (schemas.Count > 1)
            shared.Remove("required");   // each side needs its own
        return shared;
    }
}
