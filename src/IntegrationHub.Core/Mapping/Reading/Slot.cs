namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>Where a captured token stands in the record's bytes. Capturing is all that happens while reading; rules look later.</summary>
internal struct Slot
{
    /// <summary>First byte of the token (after the quote of a text); for a list, the frame of its first element.</summary>
    public int Start;

    /// <summary>Bytes of the token (without quotes); for a list, its number of elements.</summary>
    public int Length;

    public SlotKind Kind;
}

internal enum SlotKind : byte
{
    /// <summary>Not there.</summary>
    Absent,

    /// <summary>There, and null.</summary>
    Null,
    Text,

    /// <summary>A text with <c>\</c> escapes.</summary>
    EscapedText,
    Number,
    True,
    False,
    List,

    /// <summary>An object where a single value was expected, or the other way round.</summary>
    Odd,

    /// <summary>For a pick: <see cref="Slot.Start"/> is the element that was picked.</summary>
    Picked,
}
