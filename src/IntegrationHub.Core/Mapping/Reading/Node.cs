namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>
/// A place in the tree of property names a mapping is interested in. Everything else in a record is skipped. Immutable once built.
/// </summary>
internal sealed class Node
{
    /// <summary>The slot for the value standing here; -1: nobody asks for it.</summary>
    public required int Slot { get; init; }

    /// <summary>The properties of interest, when an object is expected here.</summary>
    public required Utf8Table<Node>? Properties { get; init; }

    /// <summary>The children again, to mark them all when something else than an object stands here.</summary>
    public required Node[] Children { get; init; }

    /// <summary>The slot for the list standing here; -1: no <c>each</c> asks for it.</summary>
    public required int ListSlot { get; init; }

    /// <summary>The shape of the elements, when a rule asks for each of them.</summary>
    public required Shape? Element { get; init; }

    /// <summary>The elements asked for by index; null where nobody asks.</summary>
    public required Node?[] Items { get; init; }

    /// <summary>Its name begins with <c>@</c>: an attribute of XML, which only elements that have it show.</summary>
    public required bool IsAttribute { get; init; }

    public bool ExpectsList => Element is not null || Items.Length > 0;

    /// <summary>Only a single value is asked for here.</summary>
    public bool IsLeaf => Properties is null && Element is null && Items.Length == 0;
}

/// <summary>A record, or an element of a list: its tree, and how many slots a frame of it takes (slot 0 links to the next element).</summary>
internal sealed class Shape(Func<Node> root, int slots)
{
    public Node Root { get; } = root();
    public int Slots { get; } = slots;
}
