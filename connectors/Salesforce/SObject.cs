using System.Text.Json;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>What the org says of an object (REST API Developer Guide, "sObject Describe"), as far as it is needed.</summary>
internal sealed class SObject
{
    /// <exception cref="Sdk.ProtocolException">It is no description.</exception>
    public SObject(Sdk.Http.ApiAnswer answer)
    {
        var json = answer.Json();
        Name = SalesforceApi.Text(json, "name") ?? throw SalesforceApi.Odd(answer, "a description without a name");
        Fields = Items(json, "fields").Select(field => new SObjectField(field)).ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
        Children = Items(json, "childRelationships").Where(child => SalesforceApi.Text(child, "relationshipName") is not null)
            .GroupBy(child => SalesforceApi.Text(child, "relationshipName")!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => new SObjectChildren(SalesforceApi.Text(group.First(), "childSObject")!, SalesforceApi.Text(group.First(), "field")!), StringComparer.OrdinalIgnoreCase);
    }

    public string Name { get; }

    public IReadOnlyDictionary<string, SObjectField> Fields { get; }

    /// <summary>The lists of other objects' records that belong to this one, by relationship name.</summary>
    public IReadOnlyDictionary<string, SObjectChildren> Children { get; }

    private static IEnumerable<JsonElement> Items(JsonElement json, string name) => json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];
}

/// <summary>Records that belong to another: their object, and the field that says to which.</summary>
internal sealed record SObjectChildren(string Object, string ParentField);

/// <summary>A field of an object.</summary>
internal sealed class SObjectField(JsonElement json)
{
    public string Name { get; } = SalesforceApi.Text(json, "name") ?? "";

    public string Type { get; } = SalesforceApi.Text(json, "type") ?? "";

    public int Length { get; } = json.TryGetProperty("length", out var length) && length.TryGetInt32(out var letters) ? letters : 0;

    public bool IsUnique { get; } = Is(json, "unique") || SalesforceApi.Text(json, "type") == "id";

    public bool IsWritable { get; } = Is(json, "createable") && Is(json, "updateable");

    public bool IsRequired { get; } = Is(json, "createable") && !Is(json, "nillable") && !Is(json, "defaultedOnCreate");

    /// <summary>The values of a picklist that takes no others.</summary>
    public IReadOnlyList<string>? Choices { get; } = !Is(json, "restrictedPicklist") || !json.TryGetProperty("picklistValues", out var values) ? null
        : [.. values.EnumerateArray().Where(value => Is(value, "active")).Select(value => SalesforceApi.Text(value, "value") ?? "")];

    private static bool Is(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
