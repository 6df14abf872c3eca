using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Core.Mapping.Reading;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>The record being mapped and, within it, the list element at hand.</summary>
internal readonly ref struct Scope(ReadOnlySpan<byte> json, Workspace workspace, RecordKey key, int frame)
{
    private readonly ReadOnlySpan<byte> json = json;

    public Workspace Workspace { get; } = workspace;

    /// <summary>The key of the record.</summary>
    public RecordKey Key { get; } = key;

    public TextCache Texts => Workspace.Texts;

    /// <summary>Null but while a record is explained: ask with <c>?.</c>, so that mapping itself does not pay.</summary>
    public Trace? Trace => Workspace.Trace;

    public Scope Element(int elementFrame) => new(json, Workspace, Key, elementFrame);

    public ref readonly Slot this[SlotRef slot] => ref Workspace[slot.FromRoot ? slot.Index : frame + slot.Index];

    /// <summary>The element itself is not the object it should be.</summary>
    public bool IsOdd => Workspace[frame].Kind is SlotKind.Odd;

    /// <summary>The next element's frame; -1: this is the last.</summary>
    public int Next => Workspace[frame].Start;

    public Value Read(SlotRef at)
    {
        ref readonly var slot = ref this[at];
        return slot.Kind switch
        {
            SlotKind.Absent => Value.Absent,
            SlotKind.Null => Value.OfAbsent(AbsentKind.Null),
            SlotKind.Text => Value.OfText(json.Slice(slot.Start, slot.Length)),
            SlotKind.Number => Value.OfLiteral(json.Slice(slot.Start, slot.Length)),
            SlotKind.True => Value.OfBoolean(true),
            SlotKind.False => Value.OfBoolean(false),
            SlotKind.EscapedText => Unescaped(json.Slice(slot.Start, slot.Length)),
            _ => Value.Refused("not a single value but an object or a list, or within something that is neither"),
        };
    }

    /// <summary>The number of the element a pick found; null: none fits.</summary>
    public int? Picked(SlotRef pick) => this[pick] is { Kind: SlotKind.Picked, Start: var index } ? index : null;

    public void Refuse(Site site, string cause) => Workspace.Refuse(new MapIssue($"{site.Field}: {cause}", site.Field, site.Rule));

    private static Value Unescaped(ReadOnlySpan<byte> escaped)
    {
        if (JsonText.HasOnlyEscapedSlashes(escaped))
            return Value.OfSlashed(escaped);
        if (!JsonText.TryUnescape(escaped, out var text))
            return Value.Refused("a text with half a character (a lone surrogate)");
        return text.Contains('\0', StringComparison.Ordinal) ? Value.Refused("a text with a NUL character, which cannot be stored") : Value.OfText(text);
    }
}

/// <summary>Where a captured value is found: in the frame of the element at hand, or in the record's own.</summary>
internal readonly record struct SlotRef(int Index, bool FromRoot);

/// <summary>A rule's place, for messages.</summary>
/// <param name="Field">What it fills, with <c>[]</c> for lists: <c>lines[].net</c>.</param>
/// <param name="Rule">File, line and column.</param>
internal sealed record Site(string Field, string Rule)
{
    /// <summary>The part of the field a rule fills, when it fills a part: <c>amount</c>.</summary>
    public string? Part { get; init; }
}
