namespace IntegrationHub.Sdk.OData;

/// <summary>What a service says of itself in <c>$metadata</c>, as far as reading needs it. Immutable, safe from several threads.</summary>
public sealed class ODataModel
{
    private readonly Dictionary<string, ODataType> _types;

    /// <param name="version">How the service writes.</param>
    /// <param name="sets">The entity sets, each with the full name of its type.</param>
    /// <param name="types">Entity types and complex types.</param>
    public ODataModel(ODataVersion version, IReadOnlyDictionary<string, string> sets, IEnumerable<ODataType> types) =>
        (Version, Sets, _types) = (version, sets, types.ToDictionary(type => type.FullName));

    /// <summary>How the service writes.</summary>
    public ODataVersion Version { get; }

    /// <summary>The full name of each entity set's type.</summary>
    public IReadOnlyDictionary<string, string> Sets { get; }

    /// <summary>The type of an entity set's entities.</summary>
    /// <param name="set">Its name.</param>
    /// <param name="setting">Where the name stands in the settings, for the message.</param>
    /// <exception cref="SetupException">There is no such set; the message has the nearest name.</exception>
    public ODataType TypeOf(string set, string setting) =>
        Sets.TryGetValue(set, out var name) && Type(name) is { } type ? type
            : throw new SetupException($"{setting}: the service has no entity set '{set}'.{NearestName.DidYouMean(set, Sets.Keys)} It has {Few(Sets.Keys)}.");

    /// <summary>An entity type or complex type by its full name; null when it is none of the model's.</summary>
    public ODataType? Type(string fullName) => _types.GetValueOrDefault(fullName);

    /// <summary>Reads a <c>$metadata</c> document: CSDL of versions 1 to 4.</summary>
    /// <param name="csdl">The document's bytes.</param>
    /// <param name="what">Where it came from, for messages.</param>
    /// <exception cref="ProtocolException">It is no such document.</exception>
    public static ODataModel Read(ReadOnlyMemory<byte> csdl, string what) => ModelReader.Read(csdl, what);

    private static string Few(IEnumerable<string> names) =>
        names.Order(StringComparer.Ordinal).ToList() is var all && all.Count <= 20 ? string.Join(", ", all) : $"{all.Count} sets, the first are {string.Join(", ", all.Take(20))}";
}

/// <summary>An entity type or complex type, with what it inherits. Immutable, safe from several threads.</summary>
/// <param name="FullName">With its namespace.</param>
public sealed record ODataType(string FullName)
{
    /// <summary>The names of the key's properties, in order; empty for a complex type.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Values and complex values.</summary>
    public IReadOnlyList<ODataProperty> Properties { get; init; } = [];

    /// <summary>What can be expanded.</summary>
    public IReadOnlyList<ODataNavigation> Navigations { get; init; } = [];

    /// <summary>Its records may have properties that are not declared.</summary>
    public bool IsOpen { get; init; }

    /// <summary>A property by name; null when there is none.</summary>
    public ODataProperty? Property(string name) => Properties.FirstOrDefault(property => property.Name == name);

    /// <summary>A navigation by name; null when there is none.</summary>
    public ODataNavigation? Navigation(string name) => Navigations.FirstOrDefault(navigation => navigation.Name == name);

    /// <summary>A property that the settings name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="setting">Where the name stands in the settings, for the message.</param>
    /// <exception cref="SetupException">There is none; the message has the nearest name.</exception>
    public ODataProperty Needed(string name, string setting) => Property(name)
        ?? throw new SetupException($"{setting}: {FullName} has no property '{name}'.{NearestName.DidYouMean(name, Properties.Select(property => property.Name))}");
}

/// <summary>A value of an entity. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>Edm.…</c>, or the full name of a complex type; <c>Edm.Enum</c> for enumerations.</param>
public sealed record ODataProperty(string Name, string Type)
{
    /// <summary>It is a list of such values.</summary>
    public bool IsCollection { get; init; }

    /// <summary>It may be null.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>How many digits a second's fraction has, when the service says so.</summary>
    public int? Precision { get; init; }

    /// <summary>A time without a time of day (SAP's <c>sap:display-format="Date"</c>, or <c>Edm.Date</c>).</summary>
    public bool IsDate { get; init; }

    /// <summary>False when the service says that it cannot be filtered by (SAP's <c>sap:filterable</c>).</summary>
    public bool IsFilterable { get; init; } = true;

    /// <summary>False when the service says that a new entity cannot have it (SAP's <c>sap:creatable</c>).</summary>
    public bool IsCreatable { get; init; } = true;

    /// <summary>False when the service says that it cannot be changed (SAP's <c>sap:updatable</c>).</summary>
    public bool IsUpdatable { get; init; } = true;

    /// <summary>The most characters of a text, when the service says so.</summary>
    public int? MaxLength { get; init; }
}

/// <summary>A way to other entities. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The full name of their type.</param>
/// <param name="IsCollection">Whether there may be several.</param>
public sealed record ODataNavigation(string Name, string Type, bool IsCollection);
