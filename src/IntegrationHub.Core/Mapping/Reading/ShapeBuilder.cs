namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>Collects the paths the rules of one record (or list element) ask for, and builds the tree to be walked.</summary>
internal sealed class ShapeBuilder
{
    private readonly NodeBuilder root = new();
    private int slots = 1;   // slot 0 links a list element's frame to the next one's

    /// <summary>The slot that will hold the value at a path. Asking twice gives the same slot.</summary>
    public int Value(SourcePath path)
    {
        var node = At(path);
        return node.Slot < 0 ? node.Slot = slots++ : node.Slot;
    }

    /// <summary>The slot that will hold the list at a path, and the shape of its elements.</summary>
    public (int Slot, ShapeBuilder Element) List(SourcePath path)
    {
        var node = At(path);
        node.Element ??= new ShapeBuilder();
        if (node.ListSlot < 0)
            node.ListSlot = slots++;
        return (node.ListSlot, node.Element);
    }

    public Shape Build() => new(() => root.Build(), slots);

    private NodeBuilder At(SourcePath path)
    {
        var node = root;
        foreach (var step in path.Steps)
            node = step.Name is { } name ? Child(node.Properties, name) : Child(node.Items, step.Index!.Value);
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
        public ShapeBuilder? Element { get; set; }
        public SortedDictionary<string, NodeBuilder> Properties { get; } = new(StringComparer.Ordinal);
        public SortedDictionary<int, NodeBuilder> Items { get; } = [];

        public Node Build(string name = "")
        {
            var properties = Properties.ToDictionary(child => child.Key, child => child.Value.Build(child.Key), StringComparer.Ordinal);
            var items = new Node?[Items.Count == 0 ? 0 : Items.Keys.Max() + 1];
            foreach (var (index, item) in Items)
                items[index] = item.Build();
            return new Node
            {
                Slot = Slot,
                ListSlot = ListSlot,
                Element = Element?.Build(),
                Properties = properties.Count == 0 ? null : new Utf8Table<Node>(properties),
                Children = [.. properties.Values],
                Items = items,
                IsAttribute = name.StartsWith('@'),
            };
        }
    }
}
