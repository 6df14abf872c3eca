using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace IntegrationHub.Sdk.OData;

/// <summary>Reads CSDL: namespaces are overlooked, since each version has its own, and names resolved with aliases.</summary>
internal sealed class ModelReader
{
    private readonly List<(string Namespace, XElement Schema)> _schemas;
    private readonly Dictionary<string, string> _aliases = [];
    private readonly Dictionary<string, (string Namespace, XElement Element)> _declared = [];
    private readonly Dictionary<string, string> _plain = [];   // enumerations and type definitions, by what they come down to

    private ModelReader(XElement root)
    {
        _schemas = [.. root.Descendants().Where(element => element.Name.LocalName == "Schema").Select(schema => ((string?)schema.Attribute("Namespace") ?? "", schema))];
        foreach (var (space, schema) in _schemas)
        {
            if ((string?)schema.Attribute("Alias") is { } alias)
                _aliases[alias] = space;
            foreach (var type in schema.Elements())
                Declare(space, type);
        }
    }

    public static ODataModel Read(ReadOnlyMemory<byte> csdl, string what)
    {
        try
        {
            using var stream = new MemoryStream(csdl.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = false });
            var root = XElement.Load(reader);
            if (root.Name.LocalName != "Edmx")
                throw new ProtocolException($"{what}: the answer is no description of an OData service. Check BaseUrl: it is the service's root, above $metadata.");
            var isV4 = ((string?)root.Attribute("Version"))?.StartsWith("4.", StringComparison.Ordinal) == true;
            return new ModelReader(root).Model(isV4 ? ODataVersion.V4 : ODataVersion.V2);
        }
        catch (XmlException broken)
        {
            // without the parser's own words: they quote the answer
            throw new ProtocolException($"{what}: the answer is not XML (line {broken.LineNumber}). Check BaseUrl: it is the service's root, above $metadata.");
        }
    }

    private void Declare(string space, XElement type)
    {
        if ((string?)type.Attribute("Name") is not { } name)
            return;
        var full = $"{space}.{name}";
        switch (type.Name.LocalName)
        {
            case "EntityType" or "ComplexType": _declared[full] = (space, type); break;
            case "EnumType": _plain[full] = "Edm.Enum"; break;
            case "TypeDefinition": _plain[full] = (string?)type.Attribute("UnderlyingType") ?? "Edm.String"; break;
        }
    }

    private ODataModel Model(ODataVersion version)
    {
        var sets = new Dictionary<string, string>();
        foreach (var set in _schemas.SelectMany(schema => schema.Schema.Elements().Where(element => element.Name.LocalName == "EntityContainer")).Elements()
            .Where(element => element.Name.LocalName == "EntitySet"))
            if ((string?)set.Attribute("Name") is { } name && (string?)set.Attribute("EntityType") is { } type)
                sets[name] = Resolved(type);
        return new ODataModel(version, sets, _declared.Keys.Select(name => TypeNamed(name)));
    }

    private ODataType TypeNamed(string fullName, int depth = 0)
    {
        var (space, element) = _declared[fullName];
        var inherited = (string?)element.Attribute("BaseType") is { } basis && depth < 20 && _declared.ContainsKey(Resolved(basis)) ? TypeNamed(Resolved(basis), depth + 1) : new ODataType(fullName);
        var keys = Children(element, "Key").SelectMany(key => Children(key, "PropertyRef")).Select(key => (string?)key.Attribute("Name") ?? "").ToList();
        return new ODataType(fullName)
        {
            Keys = keys.Count > 0 ? keys : inherited.Keys,
            Properties = [.. inherited.Properties, .. Children(element, "Property").Select(Property)],
            Navigations = [.. inherited.Navigations, .. Children(element, "NavigationProperty").Select(navigation => Navigation(space, navigation)).OfType<ODataNavigation>()],
            IsOpen = inherited.IsOpen || (string?)element.Attribute("OpenType") == "true",
        };
    }

    private ODataProperty Property(XElement element)
    {
        var (type, isCollection) = TypeText((string?)element.Attribute("Type") ?? "Edm.String");
        return new ODataProperty((string?)element.Attribute("Name") ?? "", type)
        {
            IsCollection = isCollection || (string?)element.Attribute("CollectionKind") is { Length: > 0 } and not "None",
            IsNullable = (string?)element.Attribute("Nullable") != "false",
            Precision = int.TryParse((string?)element.Attribute("Precision"), NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits : null,
            IsDate = type == "Edm.Date" || type == "Edm.DateTime" && Sap(element, "display-format") == "Date",
            IsFilterable = Sap(element, "filterable") != "false",
            IsCreatable = Sap(element, "creatable") != "false",
            IsUpdatable = Sap(element, "updatable") != "false",
            MaxLength = int.TryParse((string?)element.Attribute("MaxLength"), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null,
        };
    }

    /// <summary>Version 4 says its type; the ones before say it by way of an association's end.</summary>
    private ODataNavigation? Navigation(string space, XElement element)
    {
        var name = (string?)element.Attribute("Name") ?? "";
        if ((string?)element.Attribute("Type") is { } written)
        {
            var (type, isCollection) = TypeText(written);
            return new ODataNavigation(name, type, isCollection);
        }

        var (of, role) = (Resolved((string?)element.Attribute("Relationship") ?? ""), (string?)element.Attribute("ToRole"));
        var end = _schemas.SelectMany(schema => Children(schema.Schema, "Association").Where(association => $"{schema.Namespace}.{(string?)association.Attribute("Name")}" == of))
            .SelectMany(association => Children(association, "End")).FirstOrDefault(end => (string?)end.Attribute("Role") == role);
        return end is null ? null : new ODataNavigation(name, Resolved((string?)end.Attribute("Type") ?? space), (string?)end.Attribute("Multiplicity") == "*");
    }

    private (string Type, bool IsCollection) TypeText(string written)
    {
        var isCollection = written.StartsWith("Collection(", StringComparison.Ordinal) && written.EndsWith(')');
        var name = Resolved(isCollection ? written["Collection(".Length..^1] : written);
        return (_plain.GetValueOrDefault(name, name), isCollection);
    }

    private string Resolved(string name) =>
        name.LastIndexOf('.') is var dot and > 0 && _aliases.TryGetValue(name[..dot], out var space) ? $"{space}{name[dot..]}" : name;

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    private static string? Sap(XElement element, string name) => (string?)element.Attribute(XName.Get(name, "http://www.sap.com/Protocols/SAPData"));
}
