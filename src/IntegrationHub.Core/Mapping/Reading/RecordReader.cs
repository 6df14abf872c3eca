using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>Walks a record's JSON once, with the tree of names, and notes where the values asked for stand.</summary>
internal static class RecordReader
{
    /// <summary>Reads a record into the workspace, its frame at 0.</summary>
    /// <returns>Null, or why the bytes are no record.</returns>
    public static string? Read(ReadOnlySpan<byte> json, Shape shape, Workspace workspace)
    {
        if (!Utf8.IsValid(json))
            return "the record is not valid UTF-8";
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                return "the record is not a JSON object";
            Members(ref reader, shape.Root, workspace, workspace.AddFrame(shape.Slots));
            reader.Read();   // throws when something follows
            return null;
        }
        catch (JsonException)
        {
            return "the record is not valid JSON";
        }
    }

    private static void Members(ref Utf8JsonReader reader, Node node, Workspace workspace, int frame)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (TryFind(ref reader, node.Properties, out var child))
            {
                reader.Read();
                Value(ref reader, child, workspace, frame);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void Value(ref Utf8JsonReader reader, Node node, Workspace workspace, int frame)
    {
        if (node.Slot >= 0)
            workspace[frame + node.Slot] = reader.TokenType is JsonTokenType.StartObject ? OwnText(reader) : Capture(ref reader);
        if (node.IsLeaf)
        {
            reader.Skip();
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray when node.ExpectsList:
                Elements(ref reader, node, workspace, frame);
                break;
            case JsonTokenType.StartObject when node.ExpectsList:
                if (node.Properties is not null)
                {
                    var again = reader;
                    Members(ref again, node, workspace, frame);
                }

                OnlyElement(ref reader, node, workspace, frame);
                break;
            case JsonTokenType.StartObject when node.Properties is not null:
                Members(ref reader, node, workspace, frame);
                break;
            case JsonTokenType.Null:
            case JsonTokenType.String when reader.ValueSpan.IsEmpty:
                break;
            default:
                var single = reader.TokenType is not JsonTokenType.StartArray;
                MarkOdd(node, workspace, frame, single);
                if (single && node.Element is null && node.Items is [{ } first, ..])
                    Value(ref reader, first, workspace, frame);
                else
                    reader.Skip();
                break;
        }
    }

    private static void Elements(ref Utf8JsonReader reader, Node node, Workspace workspace, int frame)
    {
        var list = new Slot { Kind = SlotKind.List };
        var last = -1;
        for (var index = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; index++)
            Element(ref reader, node, workspace, frame, index, ref list, ref last);
        if (node.ListSlot >= 0)
            workspace[frame + node.ListSlot] = list;
    }

    /// <summary>An object where a list is expected is a list of one: formats without lists (XML) cannot tell the two apart.</summary>
    private static void OnlyElement(ref Utf8JsonReader reader, Node node, Workspace workspace, int frame)
    {
        var list = new Slot { Kind = SlotKind.List };
        var last = -1;
        Element(ref reader, node, workspace, frame, 0, ref list, ref last);
        if (node.ListSlot >= 0)
            workspace[frame + node.ListSlot] = list;
    }

    private static void Element(ref Utf8JsonReader reader, Node node, Workspace workspace, int frame, int index, ref Slot list, ref int last)
    {
        if (index < node.Items.Length && node.Items[index] is { } item)
        {
            if (node.Element is null)
            {
                Value(ref reader, item, workspace, frame);
                return;
            }

            var again = reader;   // asked for by index and by each: walked twice
            Value(ref again, item, workspace, frame);
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
                Members(ref reader, shape.Root, workspace, element);
                return;
            }

            workspace[element].Kind = SlotKind.Odd;
        }

        reader.Skip();
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
                text = Capture(ref element);
            element.Skip();
        }

        return empty ? odd : text;
    }

    private static Slot Capture(ref Utf8JsonReader reader)
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
            JsonTokenType.Null => default,
            _ => new Slot { Kind = SlotKind.Odd },
        };
    }

    /// <summary>
    /// Something else stands here than the object or list whose parts are asked for: they are not absent but wrong. Of a single value,
    /// though, attributes are absent (XML's element without any), and so are further elements: it may be a list of one.
    /// </summary>
    private static void MarkOdd(Node node, Workspace workspace, int frame, bool single)
    {
        if (node.ListSlot >= 0)
            workspace[frame + node.ListSlot].Kind = SlotKind.Odd;
        foreach (var child in node.Children)
        {
            if (!single || !child.IsAttribute)
                MarkOddWithin(child, workspace, frame);
        }

        foreach (var item in node.Items)
        {
            if (item is not null && !single)
                MarkOddWithin(item, workspace, frame);
        }
    }

    private static void MarkOddWithin(Node node, Workspace workspace, int frame)
    {
        if (node.Slot >= 0)
            workspace[frame + node.Slot].Kind = SlotKind.Odd;
        MarkOdd(node, workspace, frame, single: false);
    }

    private static bool TryFind(ref Utf8JsonReader reader, Utf8Table<Node>? properties, [MaybeNullWhen(false)] out Node child)
    {
        child = null;
        if (properties is null)
            return false;
        return reader.ValueIsEscaped
            ? JsonText.TryUnescape(reader.ValueSpan, out var name) && properties.TryGet(Encoding.UTF8.GetBytes(name), out child)
            : properties.TryGet(reader.ValueSpan, out child);
    }
}
