using System.Net;
using System.Text.Json;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>Properties of objects, each object asked for once for as long as a target is open.</summary>
internal sealed class HubSpotProperties(HubSpotApi api)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, HubSpotProperty>?> _known = new(StringComparer.Ordinal);

    /// <summary>An object's; null when there is no such object, or the app may not see it.</summary>
    public async Task<IReadOnlyDictionary<string, HubSpotProperty>?> OfAsync(string entity, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(entity, out var known))
            return known;
        var answer = await api.LookAsync("properties of " + entity, $"/crm/v3/properties/{Uri.EscapeDataString(entity)}", cancellationToken);
        if (answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
            return _known[entity] = null;
        using var document = answer.Document();
        return _known[entity] = HubSpotApi.Items(answer, document.RootElement, "results").Select(property => new HubSpotProperty(property)).GroupBy(property => property.Name).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }

    /// <summary>Forgets what was asked for, since somebody is changing it.</summary>
    public void Forget() => _known.Clear();
}

/// <summary>A property of an object.</summary>
internal sealed class HubSpotProperty(JsonElement json)
{
    public string Name { get; } = HubSpotApi.Text(json, "name") ?? "";

    public string Type { get; } = HubSpotApi.Text(json, "type") ?? "";

    public string FieldType { get; } = HubSpotApi.Text(json, "fieldType") ?? "";

    public bool IsUnique { get; } = Is(json, "hasUniqueValue") || HubSpotApi.Text(json, "name") is "hs_object_id";

    public bool IsWritable { get; } = !Is(json, "calculated") && !(json.TryGetProperty("modificationMetadata", out var metadata) && Is(metadata, "readOnlyValue"));

    public IReadOnlyList<string>? Choices { get; } = HubSpotApi.Text(json, "type") != "enumeration" || !json.TryGetProperty("options", out var options) || options.ValueKind != JsonValueKind.Array || Is(json, "externalOptions") ? null
        : [.. options.EnumerateArray().Select(option => HubSpotApi.Text(option, "value") ?? "")];

    private static bool Is(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
