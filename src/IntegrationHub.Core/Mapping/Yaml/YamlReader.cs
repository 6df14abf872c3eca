using System.Text;
using System.Text.Unicode;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IntegrationHub.Core.Mapping.Yaml;

/// <summary>
/// Reads one YAML document into nodes with places, in bounded time and memory: no anchors, aliases or tags, limited size and depth.
/// </summary>
/// <param name="lines">The file's lines; for its places.</param>
/// <param name="isMapping">It is a mapping, where no text begins a line of its own.</param>
/// <param name="lints">Gets what is wrong.</param>
internal sealed class YamlReader(Mistyped lines, bool isMapping, Lints lints)
{
    private const int MostMended = 30;
    internal const int MaxBytes = 1024 * 1024;
    internal const int MaxDepth = 32;

    /// <summary>The document's root; null when it cannot be read, with the reason among the lints. A mistyped character is told and read as it was meant.</summary>
    /// <param name="content">The file.</param>
    /// <param name="lints">Gets what is wrong.</param>
    /// <param name="isMapping">It is a mapping; else it is one of cases, which may hold any text.</param>
    public static YamlNode? Read(ReadOnlyMemory<byte> content, Lints lints, bool isMapping = true)
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

        var lines = new Mistyped(Encoding.UTF8.GetString(content.Span).TrimStart('\uFEFF'));
        for (var mended = 0; ; mended++)
        {
            var found = new Lints(lints.File);
            var parser = new Parser(new StringReader(lines.Text));
            try
            {
                var root = new YamlReader(lines, isMapping && mended < MostMended, found).Document(parser);
                lints.Take(found);
                return root;
            }
            catch (YamlException broken)
            {
                if (mended < MostMended && YamlFault.TryMend(broken, lines, lints))
                    continue;
                lints.Take(found);
                if (mended == MostMended)
                    lints.Add((int)broken.Start.Line, (int)broken.Start.Column, "not valid YAML; mend what is above first");
                return null;
            }
            catch (InvalidOperationException)
            {
                // YamlDotNet 16.3 throws this for some broken input, such as a plain text that ends in '|}' within braces.
                lints.Take(found);
                lints.Add((int)(parser.Current?.End.Line ?? 0), (int)(parser.Current?.End.Column ?? 0), "not valid YAML after this");
                return null;
            }
        }
    }

    private YamlNode? Document(Parser parser)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            lints.Add(0, 0, "the file is empty");
            return null;
        }

        var root = Node(parser, 1);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
            lints.Add((int)second.Start.Line, (int)second.Start.Column, "a second document; a file holds one");
        return root;
    }

    private YamlNode Node(Parser parser, int depth)
    {
        var start = parser.Consume<ParsingEvent>();
        if (depth > MaxDepth)
            throw new YamlException(start.Start, start.End, $"nested deeper than {MaxDepth} levels");
        if (start is AnchorAlias || start is NodeEvent { Anchor.IsEmpty: false })
            throw new YamlException(start.Start, start.End, "anchors and aliases (&, *) are not taken; write the part out");
        if (start is NodeEvent { Tag.IsEmpty: false })
            throw new YamlException(start.Start, start.End, "tags (!) are not taken");

        var (line, column) = ((int)start.Start.Line, lines.Column((int)start.Start.Line, (int)start.Start.Column));
        switch (start)
        {
            case Scalar scalar:
                if (scalar.Value.Contains('\0', StringComparison.Ordinal))
                    throw new YamlException(start.Start, start.End, "a NUL character, which cannot be stored");
                if (isMapping && scalar.Style is ScalarStyle.Plain && lines.IsMistyped((int)start.Start.Line, (int)start.Start.Column))
                    throw new YamlException(start.Start, start.End, "a mistyped key");
                return new YamlText(scalar.Value, scalar.Style is ScalarStyle.Plain, line, column) { File = lints.File };
            case SequenceStart:
                var items = new List<YamlNode>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                    items.Add(Node(parser, depth + 1));
                return new YamlList(items, line, column) { File = lints.File };
            case MappingStart:
                return Map(parser, depth, line, column);
            default:
                throw new YamlException(start.Start, start.End, "expected a value, a list or a set of keys");
        }
    }

    private YamlMap Map(Parser parser, int depth, int line, int column)
    {
        var entries = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(parser, depth + 1);
            var value = Node(parser, depth + 1);
            if (key is not YamlText name)
                lints.Add(key, $"a key must be a single value, not {key.Noun}");
            else if (!entries.TryAdd(name.Value, new YamlEntry(name, value)))
                lints.Add(key, $"duplicate '{name.Value}', first on line {entries[name.Value].Key.Line}; keep one of them");
        }

        return new YamlMap([.. entries.Values], line, column) { File = lints.File };
    }
}
