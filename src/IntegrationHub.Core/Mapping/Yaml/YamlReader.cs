using System.Text;
using System.Text.Unicode;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IntegrationHub.Core.Mapping.Yaml;

/// <summary>
/// Reads one YAML document into nodes with places, in bounded time and memory: no anchors, aliases or tags, limited size and depth.
/// </summary>
internal static class YamlReader
{
    internal const int MaxBytes = 1024 * 1024;
    internal const int MaxDepth = 32;

    /// <summary>The document's root; null when it cannot be read, with the reason among the lints.</summary>
    public static YamlNode? Read(ReadOnlyMemory<byte> content, Lints lints)
    {
        if (content.Length > MaxBytes)
        {
            lints.Add(0, 0, $"the file has {content.Length} bytes; at most {MaxBytes} are read");
            return null;
        }

        if (!Utf8.IsValid(content.Span))
        {
            lints.Add(0, 0, "the file is not UTF-8; save it as UTF-8");
            return null;
        }

        var text = Encoding.UTF8.GetString(content.Span).TrimStart('\uFEFF');
        var parser = new Parser(new StringReader(text));
        try
        {
            return Document(parser, lints);
        }
        catch (YamlException broken)
        {
            YamlFault.Tell(broken, text, lints);
            return null;
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 throws this for some broken input, such as a plain text that ends in '|}' within braces.
            lints.Add((int)(parser.Current?.End.Line ?? 0), (int)(parser.Current?.End.Column ?? 0), "not valid YAML after this");
            return null;
        }
    }

    private static YamlNode? Document(Parser parser, Lints lints)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            lints.Add(0, 0, "the file is empty");
            return null;
        }

        var root = Node(parser, 1, lints);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
            lints.Add((int)second.Start.Line, (int)second.Start.Column, "a second document; a file holds one");
        return root;
    }

    private static YamlNode Node(Parser parser, int depth, Lints lints)
    {
        var start = parser.Consume<ParsingEvent>();
        if (depth > MaxDepth)
            throw new YamlException(start.Start, start.End, $"nested deeper than {MaxDepth} levels");
        if (start is AnchorAlias || start is NodeEvent { Anchor.IsEmpty: false })
            throw new YamlException(start.Start, start.End, "anchors and aliases (&, *) are not taken; write the part out");
        if (start is NodeEvent { Tag.IsEmpty: false })
            throw new YamlException(start.Start, start.End, "tags (!) are not taken");

        var (line, column) = ((int)start.Start.Line, (int)start.Start.Column);
        switch (start)
        {
            case Scalar scalar:
                if (scalar.Value.Contains('\0', StringComparison.Ordinal))
                    throw new YamlException(start.Start, start.End, "a NUL character, which cannot be stored");
                return new YamlText(scalar.Value, scalar.Style is ScalarStyle.Plain, line, column) { File = lints.File };
            case SequenceStart:
                var items = new List<YamlNode>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                    items.Add(Node(parser, depth + 1, lints));
                return new YamlList(items, line, column) { File = lints.File };
            case MappingStart:
                return Map(parser, depth, line, column, lints);
            default:
                throw new YamlException(start.Start, start.End, "expected a value, a list or a set of keys");
        }
    }

    private static YamlMap Map(Parser parser, int depth, int line, int column, Lints lints)
    {
        var entries = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(parser, depth + 1, lints);
            var value = Node(parser, depth + 1, lints);
            if (key is not YamlText name)
                lints.Add(key, $"a key must be a single value, not {key.Noun}");
            else if (!entries.TryAdd(name.Value, new YamlEntry(name, value)))
                lints.Add(key, $"duplicate '{name.Value}', first on line {entries[name.Value].Key.Line}; keep one of them");
        }

        return new YamlMap([.. entries.Values], line, column) { File = lints.File };
    }
}
