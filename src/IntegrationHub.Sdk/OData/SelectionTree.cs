namespace IntegrationHub.Sdk.OData;

/// <summary>Grows a selection path by path.</summary>
/// <param name="model">Knows the types of what is expanded.</param>
/// <param name="type">The type of the entities at hand.</param>
/// <param name="prefix">The navigations on the way here, each with a slash behind.</param>
/// <param name="allowed">The navigations that may be expanded; null: any.</param>
internal sealed class SelectionTree(ODataModel model, ODataType type, string prefix, IReadOnlySet<string>? allowed)
{
    private readonly SortedSet<string> _properties = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SelectionTree> _expanded = [];

    /// <summary>A place that is read. What the type does not have is left out: a mapping may be for several releases of a service.</summary>
    /// <exception cref="SetupException">It leads into a navigation that may not be expanded.</exception>
    public void Read(ReadOnlySpan<string> names)
    {
        if (names.Length == 0)
            return;
        if (type.Navigation(names[0]) is { } navigation)
        {
            if (allowed?.Contains(prefix + navigation.Name) == false)
                throw new SetupException($"The mapping reads {prefix}{navigation.Name}, which leads from {type.FullName} to other entities: add '{prefix}{navigation.Name}' to the entity's Expand.");
            var within = names[1..];
            if (model.Version == ODataVersion.V2 && navigation.IsCollection && within.Length > 0 && within[0] == "results")
                within = within[1..];
            Expanded(navigation)?.Read(within);
        }
        else if (type.Property(names[0]) is not null || type.IsOpen)
            _properties.Add(names[0]);
    }

    /// <param name="isKept">It is expanded, whatever is read; else only looked up.</param>
    /// <exception cref="SetupException">The type has no such navigation.</exception>
    public void Expand(ReadOnlySpan<string> names, bool isKept)
    {
        if (names.Length == 0)
            return;
        var name = names[0];
        var navigation = type.Navigation(name) ?? throw new SetupException(
            $"Expand: {type.FullName} has no navigation '{name}'.{NearestName.DidYouMean(name, type.Navigations.Select(known => known.Name))}");
        (isKept ? Expanded(navigation) : Within(navigation))?.Expand(names[1..], isKept);
    }

    /// <param name="all">All properties, whatever was read.</param>
    public ODataSelection Selection(bool all) => new()
    {
        Properties = all ? null : [.. Named()],
        Expanded = _expanded.ToDictionary(expanded => expanded.Key, expanded => expanded.Value.Selection(all)),
    };

    /// <summary>A list without a property would ask for all of them; so the key stands in where only what is expanded, or nothing, is read.</summary>
    private IEnumerable<string> Named() => _properties.Count > 0 ? _properties : type.Keys;

    private SelectionTree? Expanded(ODataNavigation navigation)
    {
        if (!_expanded.TryGetValue(navigation.Name, out var tree) && Within(navigation) is { } within)
            _expanded[navigation.Name] = tree = within;
        return tree;
    }

    private SelectionTree? Within(ODataNavigation navigation) =>
        model.Type(navigation.Type) is { } target ? new SelectionTree(model, target, $"{prefix}{navigation.Name}/", allowed) : null;
}
