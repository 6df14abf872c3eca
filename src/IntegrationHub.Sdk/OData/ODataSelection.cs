using System.Text;

namespace IntegrationHub.Sdk.OData;

/// <summary>Which properties are asked for, and what is expanded: the tree behind <c>$select</c> and <c>$expand</c>. Immutable, safe from several threads.</summary>
public sealed record ODataSelection
{
    /// <summary>The properties, in order of name; null: all there are.</summary>
    public IReadOnlyList<string>? Properties { get; init; }

    /// <summary>What is expanded, by the navigation's name, and what of it.</summary>
    public IReadOnlyDictionary<string, ODataSelection> Expanded { get; init; } = new Dictionary<string, ODataSelection>();

    /// <summary>All properties, nothing expanded.</summary>
    public static ODataSelection All { get; } = new();

    /// <summary>
    /// What a mapping needs: the fields it reads (<see cref="ReadRequest.Fields"/>), as far as the type has them. Null fields: all properties, and all of what
    /// is in <paramref name="expand"/>.
    /// </summary>
    /// <param name="model">Knows the types of what is expanded.</param>
    /// <param name="type">The entity's type.</param>
    /// <param name="fields">The places in a record that are read; null: all.</param>
    /// <param name="always">Properties that are needed whatever is read: the key, the time of change.</param>
    /// <param name="expand">Navigations that may be expanded, with slashes: <c>lines/item</c>; null: any that the fields lead into.</param>
    /// <exception cref="SetupException">A navigation in <paramref name="expand"/> is none, or a field leads into one that is not in it.</exception>
    public static ODataSelection Of(ODataModel model, ODataType type, IReadOnlyList<string>? fields, IReadOnlyList<string> always, IReadOnlyList<string>? expand = null)
    {
        var tree = new SelectionTree(model, type, "", expand?.SelectMany(Steps).ToHashSet());
        foreach (var path in expand ?? [])
            tree.Expand(path.Split('/'), isKept: fields is null);
        if (fields is not null)
        {
            foreach (var field in fields)
                tree.Read([.. FieldPath.Names(field)]);
            foreach (var name in always)
                tree.Read([name]);
        }

        return tree.Selection(fields is null);
    }

    /// <summary><c>lines/item</c>: by way of <c>lines</c>.</summary>
    private static IEnumerable<string> Steps(string path) => path.Split('/').Select((_, index) => string.Join('/', path.Split('/').Take(index + 1)));

    /// <summary>The query options, encoded: <c>$select=…&amp;$expand=…</c>; empty when all is asked for and nothing expanded.</summary>
    public string Query(ODataVersion version)
    {
        var options = new List<string>();
        if (version == ODataVersion.V4)
            Version4(options);
        else
            Version2(options);
        return string.Join('&', options.Select(option => option.Replace(" ", "%20", StringComparison.Ordinal)));
    }

    private void Version4(List<string> options)
    {
        if (Properties is not null)
            options.Add($"$select={string.Join(',', Properties)}");
        if (Expanded.Count > 0)
            options.Add($"$expand={string.Join(',', Ordered.Select(expanded => expanded.Key + expanded.Value.Within()))}");
    }

    private string Within()
    {
        var options = new List<string>();
        Version4(options);
        return options.Count == 0 ? "" : $"({string.Join(';', options)})";
    }

    /// <summary>One list each for all levels, with slashes. A navigation whose properties are all wanted is named itself.</summary>
    private void Version2(List<string> options)
    {
        var (select, expand) = (new List<string>(), new List<string>());
        Paths("", select, expand);
        var isAll = Properties is null && Expanded.Values.All(expanded => expanded.IsAll);
        if (!isAll)
            options.Add($"$select={string.Join(',', select)}");
        if (expand.Count > 0)
            options.Add($"$expand={string.Join(',', expand)}");
    }

    private bool IsAll => Properties is null && Expanded.Values.All(expanded => expanded.IsAll);

    private void Paths(string prefix, List<string> select, List<string> expand)
    {
        select.AddRange(Properties is null ? [$"{prefix}*"] : Properties.Select(name => prefix + name));
        foreach (var (name, expanded) in Ordered)
        {
            var path = prefix + name;
            if (expanded.Expanded.Count == 0)
                expand.Add(path);
            expanded.Paths($"{path}/", select, expand);
        }
    }

    private IOrderedEnumerable<KeyValuePair<string, ODataSelection>> Ordered => Expanded.OrderBy(expanded => expanded.Key, StringComparer.Ordinal);

    /// <summary>The same for the same selection, else different: 16 letters.</summary>
    public string Fingerprint() =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Query(ODataVersion.V4))), 0, 8);
}
