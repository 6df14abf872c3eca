using System.Text;

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

    /// <summary>The elements asked for by the value of one of their fields.</summary>
    public required Pick[] Picks { get; init; }

    public required bool ExpectsList { get; init; }

    /// <summary>Marks everything asked for beneath this place, and the list standing here, but not the value standing here.</summary>
    public void MarkParts(SlotKind kind, Workspace workspace, int frame)
    {
        if (ListSlot >= 0)
            workspace[frame + ListSlot].Kind = kind;
        foreach (var child in Children)
            child.Mark(kind, workspace, frame);
        foreach (var item in Items)
            item?.Mark(kind, workspace, frame);
        foreach (var pick in Picks)
        {
            workspace[frame + pick.Slot].Kind = kind;
            pick.Node.Mark(kind, workspace, frame);
        }
    }

    /// <summary>Marks everything asked for here and beneath.</summary>
    public void Mark(SlotKind kind, Workspace workspace, int frame)
    {
        if (Slot >= 0)
            workspace[frame + Slot].Kind = kind;
        MarkParts(kind, workspace, frame);
    }

    /// <summary>Only a single value is asked for here.</summary>
    public required bool IsLeaf { get; init; }
}

/// <summary>The first element of a list whose field has a value.</summary>
/// <param name="Slot">Gets the element's number.</param>
/// <param name="Condition">The slot of the field; filled from each element in turn.</param>
/// <param name="Value">What the field must have, as text in UTF-8; empty: it must be absent.</param>
/// <param name="Node">What is asked for of the element, the field among it.</param>
internal sealed record Pick(int Slot, int Condition, byte[] Value, Node Node)
{
    /// <summary>Whether a value captured from the record is the one looked for.</summary>
    public bool Fits(Slot field, ReadOnlySpan<byte> json) => field.Kind switch
    {
        SlotKind.Absent or SlotKind.Null => Value.Length == 0,
        SlotKind.Text or SlotKind.Number => json.Slice(field.Start, field.Length).SequenceEqual(Value),
        SlotKind.True => Value.AsSpan().SequenceEqual("true"u8),
        SlotKind.False => Value.AsSpan().SequenceEqual("false"u8),
        SlotKind.EscapedText => JsonText.TryUnescape(json.Slice(field.Start, field.Length), out var text) && Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(Value),
        _ => false,
    };
}

/// <summary>A record, or an element of a list: its tree, and how many slots a frame of it takes (slot 0 links to the next element).</summary>
internal sealed class Shape(Func<Node> root, int slots)
{
    public Node Root { get; } = root();
    public int Slots { get; } = slots;
}
