using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>
/// Entities as the service takes them. What <c>$metadata</c> says cannot be created, or changed, is left out, since C4C refuses a request with it; what can be neither, or is not there at all, is a fault of the mapping.
/// </summary>
internal static class C4cBody
{
    public static JsonObject ForCreate(C4cCollection collection, JsonObject fields) => Of(collection, fields, only: null, property => property.IsCreatable, skipsNull: true);

    /// <summary>Of a new entity, what can only be set once it is there.</summary>
    public static JsonObject ForAfterwards(C4cCollection collection, JsonObject fields) => Of(collection, fields, only: null, property => !property.IsCreatable && property.IsUpdatable, skipsNull: true);

    public static JsonObject ForChange(C4cCollection collection, JsonObject fields, IReadOnlySet<string>? only) => Of(collection, fields, only, property => property.IsUpdatable, skipsNull: false);

    public static byte[] Bytes(JsonObject body) => JsonSerializer.SerializeToUtf8Bytes(body);

    private static JsonObject Of(C4cCollection collection, JsonObject fields, IReadOnlySet<string>? only, Predicate<ODataProperty> isTaken, bool skipsNull)
    {
        var body = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (collection.ItemsOf(name) is not null)
                continue;
            var property = collection.Property(name);
            if (property is { IsCreatable: false, IsUpdatable: false })
                throw new SetupException($"{collection.Name}: '{name}' can be neither created nor changed, says the service's $metadata. Take it out of the mapping.");
            if (only?.Contains(name) != false && isTaken(property) && (value is not null || (!skipsNull && property.IsNullable)))
                body[name] = C4cValues.Written(collection.Model, property, value);
        }

        return body;
    }
}
