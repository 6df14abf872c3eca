using System.Reflection;
using System.Xml.Linq;

namespace SapStandIn.Metadata;

/// <summary>One OData service as its $metadata describes it: SAP's own document, read once.</summary>
public sealed class EdmService
{
    private static readonly XNamespace Edm = "http://schemas.microsoft.com/ado/2008/09/edm";
    private static readonly XNamespace M = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata";
    private readonly Dictionary<string, EdmEntitySet> _sets = [];

    private EdmService(string name, string version, byte[] document)
    {
        (Name, Version, Document) = (name, version, document);
        var schema = XDocument.Load(new MemoryStream(document)).Descendants(Edm + "Schema").First();
        var types = schema.Elements(Edm + "EntityType").ToDictionary(type => (string)type.Attribute("Name")!);
        var setOfType = new Dictionary<string, string>();
        foreach (var set in schema.Descendants(Edm + "EntitySet"))
        {
            var type = After((string)set.Attribute("EntityType")!);
            setOfType[type] = (string)set.Attribute("Name")!;
            _sets.Add(setOfType[type], new EdmEntitySet(this, setOfType[type], type, Keys(types[type]), Properties(types[type])));
        }

        var associations = schema.Elements(Edm + "Association").ToDictionary(association => (string)association.Attribute("Name")!);
        foreach (var set in _sets.Values)
            foreach (var navigation in types[set.Type].Elements(Edm + "NavigationProperty"))
                if (NavigationOf(set, navigation, associations, setOfType) is { } known)
                    set.Navigations.Add(known.Name, known);
    }

    /// <summary>As in the path: <c>API_SALES_ORDER_SRV</c>.</summary>
    public string Name { get; }

    /// <summary>As behind <c>;v=</c> in the path, four digits.</summary>
    public string Version { get; }

    /// <summary>$metadata, byte for byte.</summary>
    public byte[] Document { get; }

    public IReadOnlyDictionary<string, EdmEntitySet> Sets => _sets;

    public static IReadOnlyList<EdmService> All { get; } =
    [
        Load("API_BUSINESS_PARTNER"), Load("API_SALES_ORDER_SRV"), Load("API_OUTBOUND_DELIVERY_SRV", "API_OUTBOUND_DELIVERY_SRV_0002", "0002"), Load("API_PRODUCT_SRV"),
        Load("API_MATERIAL_STOCK_SRV"), Load("API_BILLING_DOCUMENT_SRV"), Load("API_SALES_CONTRACT_SRV"), Load("API_OPLACCTGDOCITEMCUBE_SRV"), Load("c4codataapi"),
    ];

    private static EdmService Load(string name, string? file = null, string version = "0001")
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"edmx/{file ?? name}.xml")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new EdmService(name, version, bytes);
    }

    private static string[] Keys(XElement type) => [.. type.Elements(Edm + "Key").Elements(Edm + "PropertyRef").Select(key => (string)key.Attribute("Name")!)];

    private static Dictionary<string, EdmProperty> Properties(XElement type) => type.Elements(Edm + "Property").Select(property => new EdmProperty(
        (string)property.Attribute("Name")!, After((string)property.Attribute("Type")!), (int?)property.Attribute("MaxLength"), (int?)property.Attribute("Scale") ?? 0,
        (string?)property.Attribute("ConcurrencyMode") == "Fixed")).ToDictionary(property => property.Name);

    private EdmNavigation? NavigationOf(EdmEntitySet set, XElement navigation, Dictionary<string, XElement> associations, Dictionary<string, string> setOfType)
    {
        var (name, to) = ((string)navigation.Attribute("Name")!, (string)navigation.Attribute("ToRole")!);
        var association = associations[After((string)navigation.Attribute("Relationship")!)];
        var end = association.Elements(Edm + "End").First(candidate => (string)candidate.Attribute("Role")! == to);
        if (!setOfType.TryGetValue(After((string)end.Attribute("Type")!), out var target))
            return null;
        var isMany = (string)end.Attribute("Multiplicity")! == "*";
        var join = Joins.Of(set, name) ?? Constraint(association, to) ?? Joins.ByName(set, _sets[target], isMany);
        return new EdmNavigation(name, _sets[target], isMany, join);
    }

    private static IReadOnlyList<Join>? Constraint(XElement association, string to)
    {
        if (association.Element(Edm + "ReferentialConstraint") is not { } constraint)
            return null;
        var (principal, dependent) = (constraint.Element(Edm + "Principal")!, constraint.Element(Edm + "Dependent")!);
        var pairs = Names(principal).Zip(Names(dependent), (one, other) => (string)dependent.Attribute("Role")! == to ? new Join(one, other) : new Join(other, one));
        return [.. pairs];

        static IEnumerable<string> Names(XElement side) => side.Elements(Edm + "PropertyRef").Select(property => (string)property.Attribute("Name")!);
    }

    private static string After(string qualified) => qualified[(qualified.LastIndexOf('.') + 1)..];
}
