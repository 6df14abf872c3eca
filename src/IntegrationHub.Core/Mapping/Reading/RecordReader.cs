using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>Walks a record's JSON once, with the tree of names, and notes where the values asked for stand.</summary>
internal ref struct RecordReader
{
    private readonly ReadOnlySpan<byte> json;
    private readonly Workspace workspace;
    private Utf8JsonReader reader;

    private RecordReader(ReadOnlySpan<byte> json, Workspace workspace)
    {
        this.json = json;
        this.workspace = workspace;
        reader = new Utf8JsonReader(json);
    }

    /// <summary>Reads a record into the workspace, its frame at 0.</summary>
    /// <returns>Null, or why the bytes are no record.</returns>
    public static string? Read(ReadOnlySpan<byte> json, Shape shape, Workspace workspace)
    {
        if (!Utf8.IsValid(json))
            return "the record is not valid UTF-8";
        try
        {
            return new RecordReader(json, workspace).Read(shape);
        }
        catch (JsonException)
        {
            return "the record is not valid JSON";
        }
    }

    private string? Read(Shape shape)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            return "the record is not a JSON object";
        Members(shape.Root, workspace.AddFrame(shape.Slots));
        reader.Read();   // throws when something follows
        return null;
    }

    private void Members(Node node, int frame)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (TryFind(node.Properties, out var child))
            {
                reader.Read();
                Value(child, frame);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Value(Node node, int frame)
    {
        if (node.Slot >= 0)
            workspace[frame + node.Slot] = reader.TokenType is JsonTokenType.StartObject ? OwnText(reader) : Capture(in reader);
        if (node.IsLeaf)
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                reader.Skip();
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray when node.ExpectsList:
                Elements(node, frame);
                break;
            case JsonTokenType.StartObject when node.ExpectsList:
                if (node.Properties is not null)
                {
                    var again = this;
                    again.Members(node, frame);
                }

                OnlyElement(node, frame);
                break;
            case JsonTokenType.StartObject when node.Properties is not null:
                Members(node, frame);
                break;
            case JsonTokenType.Null:
            case JsonTokenType.String when reader.ValueSpan.IsEmpty:
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                node.MarkParts(SlotKind.Odd, workspace, frame);
                reader.Skip();
                break;
            default:
                Single(node, frame);
                break;
        }
    }

    /// <summary>
    /// Something else stands here than the object or list whose parts are asked for: they are not absent but wrong. Of a single value,
    /// though, attributes are absent (XML's element without any), and so are further elements: it may be a list of one.
    /// </summary>
    private void Single(Node node, int frame)
    {
        if (node.ListSlot >= 0)
            workspace[frame + node.ListSlot].Kind = SlotKind.Odd;
        foreach (var child in node.Children)
        {
            if (!child.IsAttribute)
                child.Mark(SlotKind.Odd, workspace, frame);
        }

        foreach (var pick in node.Picks)
            _ = TryPick(pick, frame, 0);
        if (node.Element is null && node.Items is [{ } first, ..])
            Value(first, frame);
    }

    private void Elements(Node node, int frame)
    {
        foreach (var pick in node.Picks)
        {
            var ahead = this;
            ahead.Pick(pick, frame);
        }

        var list = new Slot { Kind = SlotKind.List };
        var last = -1;
        for (var index = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; index++)
            Element(node, frame, index, ref list, ref last);
        if (node.ListSlot >= 0)
            workspace[frame + node.ListSlot] = list;
    }

    /// <summary>An object where a list is expected is a list of one: formats without lists (XML) cannot tell the two apart.</summary>
    private void OnlyElement(Node node, int frame)
    {
        foreach (var pick in node.Picks)
        {
            var ahead = this;
            _ = ahead.TryPick(pick, frame, 0);
        }

        var list = new Slot { Kind = SlotKind.List };
        var last = -1;
        Element(node, frame, 0, ref list, ref last);
        if (node.ListSlot >= 0)
            workspace[frame + node.ListSlot] = list;
    }

    private void Element(Node node, int frame, int index, ref Slot list, ref int last)
    {
        if (index < node.Items.Length && node.Items[index] is { } item)
        {
            if (node.Element is null)
            {
                Value(item, frame);
                return;
            }

            var again = this;   // asked for by index and by each: walked twice
            again.Value(item, frame);
        }

        if (node.Element is { } shape)
        {
            var element = workspace.AddFrame(shape.Slots);
            workspace[element].Start = -1;
            if (last < 0)
                list.Start = element;
            else
                workspace[last].Start = element;
            last = element;
            list.Length++;
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                Members(shape.Root, element);
                return;
            }

            workspace[element].Kind = SlotKind.Odd;
        }

        reader.Skip();
    }

    /// <summary>Captures what is asked for of the first element that fits. Leaves the reader anywhere in the list.</summary>
    private void Pick(Pick pick, int frame)
    {
        for (var index = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; index++)
        {
            if (TryPick(pick, frame, index))
                return;
        }
    }

    /// <summary>Whether the search is over: the element fits, or nobody can say whether it does. Of one that does not nothing stays captured.</summary>
    private bool TryPick(Pick pick, int frame, int index)
    {
        pick.Node.Mark(SlotKind.Absent, workspace, frame);
        Value(pick.Node, frame);
        var field = workspace[frame + pick.Condition];
        if (pick.Fits(field, json))
        {
            workspace[frame + pick.Slot] = new Slot { Kind = SlotKind.Picked, Start = index };
            return true;
        }

        pick.Node.Mark(field.Kind is SlotKind.Odd ? SlotKind.Odd : SlotKind.Absent, workspace, frame);
        return field.Kind is SlotKind.Odd;
    }

    /// <summary>
    /// What an object gives where a single value is asked for: as XML's element with attributes (<c>@name</c>), its text (<c>#text</c>).
    /// Any other object is wrong there.
    /// </summary>
    private static Slot OwnText(Utf8JsonReader element)
    {
        var odd = new Slot { Kind = SlotKind.Odd };
        var (text, empty) = (default(Slot), true);
        for (; element.Read() && element.TokenType is JsonTokenType.PropertyName; empty = false)
        {
            var isText = element.ValueTextEquals("#text"u8);
            if (!isText && element.ValueSpan is not [(byte)'@', ..])
                return odd;
            element.Read();
            if (isText)
                text = Capture(in element);
            element.Skip();
        }

        return empty ? odd : text;
    }

    private static Slot Capture(ref readonly Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        return reader.TokenType switch
        {
            JsonTokenType.String => new Slot
            {
                Start = start + 1,
                Length = reader.ValueSpan.Length,
                Kind = reader.ValueIsEscaped ? SlotKind.EscapedText : SlotKind.Text,
            },
            JsonTokenType.Number => new Slot { Start = start, Length = reader.ValueSpan.Length, Kind = SlotKind.Number },
            JsonTokenType.True => new Slot { Kind = SlotKind.True },
            JsonTokenType.False => new Slot { Kind = SlotKind.False },
            JsonTokenType.Null => new Slot { Kind = SlotKind.Null },
            _ => new Slot { Kind = SlotKind.Odd },
        };
    }

    private readonly bool TryFind(Utf8Table<Node>? properties, [MaybeNullWhen(false)] out Node child)
    {
        child = null;
        if (properties is null)
            return false;
        return reader.ValueIsEscaped
            ? JsonText.TryUnescape(reader.ValueSpan, out var name) && properties.TryGet(Encoding.UTF8.GetBytes(name), out child)
            : properties.TryGet(reader.ValueSpan, out child);
    }
}
