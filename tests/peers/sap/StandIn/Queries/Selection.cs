using SapStandIn.Answers;
using SapStandIn.Metadata;

namespace SapStandIn.Queries;

/// <summary>Which properties and navigations of an entity are wanted: $select and $expand as a tree.</summary>
internal sealed class Selection(EdmEntitySet set)
{
    private readonly HashSet<string> _selected = [];
    private bool _isNarrow;

    public EdmEntitySet Set { get; } = set;

    public Dictionary<string, Selection> Expanded { get; } = [];

    public bool Wants(string name) => !_isNarrow || _selected.Contains(name);

    public static Selection Of(EdmEntitySet set, string? select, string? expand)
    {
        var root = new Selection(set);
        foreach (var path in Paths(expand))
            path.Aggregate(root, (at, name) => at.Expand(name));
        if (select is null)
            return root;
        root.Narrow();
        foreach (var path in Paths(select))
            root.Select(path);
        return root;
    }

    private static IEnumerable<string[]> Paths(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(path => path.Split('/'));

    private Selection Expand(string name)
    {
        if (!Set.Navigations.TryGetValue(name, out var navigation))
            throw SapFailure.NoProperty(name, Set.Type);
        return Expanded.TryGetValue(name, out var known) ? known : Expanded[name] = new Selection(navigation.Target);
    }

    private void Narrow()
    {
        _isNarrow = true;
        foreach (var child in Expanded.Values)
            child.Narrow();
    }

    private void Widen()
    {
        _isNarrow = false;
        foreach (var child in Expanded.Values)
            child.Widen();
    }

    private void Select(ReadOnlySpan<string> path)
    {
        var name = path[0];
        if (name == "*" && path.Length == 1)
            _selected.UnionWith(Set.Properties.Keys);
        else if (Set.Navigations.TryGetValue(name, out var navigation))
        {
            _selected.Add(name);
            var child = Expanded.GetValueOrDefault(name);
            if (path.Length == 1)
                child?.Widen();
            else
                (child ?? new Selection(navigation.Target)).Select(path[1..]);
        }
        else
            _selected.Add(path.Length == 1 && Set.Properties.ContainsKey(name) ? name : throw SapFailure.NoProperty(name, Set.Type));
    }
}
