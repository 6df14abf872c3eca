namespace SapStandIn.Metadata;

/// <summary>An entity set with its type.</summary>
public sealed class EdmEntitySet(EdmService service, string name, string type, IReadOnlyList<string> keys, IReadOnlyDictionary<string, EdmProperty> properties)
{
    public EdmService Service { get; } = service;
    public string Name { get; } = name;
    public string Type { get; } = type;
    public IReadOnlyList<string> Keys { get; } = keys;
    public IReadOnlyDictionary<string, EdmProperty> Properties { get; } = properties;
    public Dictionary<string, EdmNavigation> Navigations { get; } = [];

    /// <summary>What the ETag is made of; null when the entity has none.</summary>
    public EdmProperty? Concurrency { get; } = properties.Values.FirstOrDefault(property => property.IsConcurrency) ?? properties.GetValueOrDefault("ETag");
}

/// <param name="Type">Without <c>Edm.</c>.</param>
/// <param name="IsConcurrency">The entity's ETag is made of it.</param>
public sealed record EdmProperty(string Name, string Type, int? MaxLength, int Scale, bool IsConcurrency);

public sealed record EdmNavigation(string Name, EdmEntitySet Target, bool IsMany, IReadOnlyList<Join> Join);

/// <summary>A property of this side that equals one of the other, or a value that the other side must have.</summary>
public sealed record Join(string From, string To, string? Constant = null);

/// <summary>How entities hang together where the metadata does not say.</summary>
internal static class Joins
{
    private static readonly Dictionary<string, Join[]> Known = new()
    {
        ["A_BusinessPartner/to_BusinessPartnerContact"] = [new("BusinessPartner", "BusinessPartnerCompany")],
        ["A_BusinessPartner/to_BPRelationship"] = [new("BusinessPartner", "BusinessPartner1")],
        ["A_BusinessPartnerAddress/to_EmailAddress"] = [new("AddressID", "AddressID"), new("", "Person", "")],
        ["A_BusinessPartnerAddress/to_PhoneNumber"] = [new("AddressID", "AddressID"), new("", "Person", ""), new("", "PhoneNumberType", "1")],
        ["A_BusinessPartnerAddress/to_MobilePhoneNumber"] = [new("AddressID", "AddressID"), new("", "Person", ""), new("", "PhoneNumberType", "3")],
        ["A_BPContactToAddress/to_EmailAddress"] = [new("AddressID", "AddressID"), new("Person", "Person")],
        ["A_BPContactToAddress/to_PhoneNumber"] = [new("AddressID", "AddressID"), new("Person", "Person"), new("", "PhoneNumberType", "1")],
        ["A_BPContactToAddress/to_MobilePhoneNumber"] = [new("AddressID", "AddressID"), new("Person", "Person"), new("", "PhoneNumberType", "3")],
    };

    public static IReadOnlyList<Join>? Of(EdmEntitySet set, string navigation) => Known.GetValueOrDefault($"{set.Name}/{navigation}");

    /// <summary>The keys of the one side that the other side has as properties of the same name.</summary>
    public static IReadOnlyList<Join> ByName(EdmEntitySet set, EdmEntitySet target, bool isMany) =>
        [.. (isMany ? set.Keys.Where(target.Properties.ContainsKey) : target.Keys.Where(set.Properties.ContainsKey)).Select(key => new Join(key, key))];
}
