using System.Text;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>Collects the paths the rules of one record (or list element) ask for, and builds the tree to be walked.</summary>
internal sealed class ShapeBuilder
{
    private readonly NodeBuilder root = new();
    private int slots = 1;   // slot 0 links a list element's frame to the next one's

    /// <summary>The slot that will hold the value at a path. Asking twice gives the same slot.</summary>
    public int Value(SourcePath path)
    {
        return ValueOf(At(path.Steps));
    }

    /// <summary>The slot that will hold the number of the element picked by the last of some steps.</summary>
    public int Picked(IEnumerable<PathStep> steps) => At(steps).PickSlot;

    /// <summary>The slot that will hold the list at a path, and the shape of its elements.</summary>
    public (int Slot, ShapeBuilder Element) List(SourcePath path)
    {
        var node = At(path.Steps);
        node.Element ??= new ShapeBuilder();
        if (node.ListSlot < 0)
            node.ListSlot = slots++;
        return (node.ListSlot, node.Element);
    }

    public Shape Build() => new(() => root.Build(), slots);

    private int ValueOf(NodeBuilder node) => node.Slot < 0 ? node.Slot = slots++ : node.Slot;

    private NodeBuilder At(IEnumerable<PathStep> steps) => steps.Aggregate(root, (node, step) =>
        step.Name is { } name ? Child(node.Properties, name)
        : step.Index is { } index ? Child(node.Items, index)
        : Picked(node, step.Pick!));

    private NodeBuilder Picked(NodeBuilder list, PathPick pick)
    {
        var known = list.Picks.FirstOrDefault(other => other.Pick.Value == pick.Value && other.Pick.Field.SequenceEqual(pick.Field));
        if (known.Node is { } found)
            return found;
        var node = new NodeBuilder { PickSlot = slots++ };
        list.Picks.Add((pick, ValueOf(pick.Field.Aggregate(node, (at, name) => Child(at.Properties, name))), node));
        return node;
    }

    private static NodeBuilder Child<TKey>(SortedDictionary<TKey, NodeBuilder> children, TKey key) where TKey : notnull
    {
        if (!children.TryGetValue(key, out var child))
            children.Add(key, child = new NodeBuilder());
        return child;
    }

    private sealed class NodeBuilder
    {
        public int Slot { get; set; } = -1;
        public int ListSlot { get; set; } = -1;
        public int PickSlot { get; init; } = -1;
        public ShapeBuilder? Element { get; set; }
        public SortedDictionary<string, NodeBuilder> Properties { get; } = new(StringComparer.Ordinal);
        public SortedDictionary<int, NodeBuilder> Items { get; } = [];
        public List<(PathPick Pick, int Condition, NodeBuilder Node)> Picks { get; } = [];

        public Node Build(string name = "")
        {
            var properties = Properties.ToDictionary(child => child.Key, child => child.Value.Build(child.Key), StringComparer.Ordinal);
            var items = new Node?[Items.Count == 0 ? 0 : Items.Keys.Max() + 1];
            foreach (var (index, item) in Items)
                items[index] = item.Build();
            var expectsList = Element is not null || Items.Count > 0 || Picks.Count > 0;
            return new Node
            {
                Slot = Slot,
                ListSlot = ListSlot,
                Element = Element?.Build(),
                Properties = properties.Count == 0 ? null : new Utf8Table<Node>(properties),
                Children = [.. properties.Values],
                Items = items,
                Picks = [.. Picks.Select(pick => new Pick(pick.Node.PickSlot, pick.Condition, Encoding.UTF8.GetBytes(pick.Pick.Value), pick.Node.Build()))],
                IsAttribute = name.StartsWith('@'),
                ExpectsList = expectsList,
                IsLeaf = properties.Count == 0 && !expectsList,
            };
        }
    }
}
