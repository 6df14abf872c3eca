using System.Globalization;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>
/// Where a value stands in a record: <c>to_Item.results</c>, <c>addresses[0].city</c>, <c>mails[type='work'].address</c>, <c>'odd.name'.x</c>; from
/// the record's root rather than the list element at hand with <c>$.</c> in front.
/// </summary>
internal sealed record SourcePath(bool FromRoot, IReadOnlyList<PathStep> Steps)
{
    private const string Root = "$.";

    /// <exception cref="FormatException">The text is no path; the message says why.</exception>
    public static SourcePath Parse(string text)
    {
        var fromRoot = text.StartsWith(Root, StringComparison.Ordinal);
        var reader = new PathReader(text, fromRoot ? Root.Length : 0);
        var steps = new List<PathStep>();
        do
        {
            steps.Add(new PathStep { Name = reader.Name(".[") });
            while (reader.TryTake('['))
                steps.Add(Bracket(reader));
        }
        while (reader.TryTake('.'));
        return reader.IsAtEnd ? new SourcePath(fromRoot, steps) : throw reader.Wrong("expected '.' or '['");
    }

    /// <summary><c>[0]</c>, or <c>[type='work']</c>.</summary>
    private static PathStep Bracket(PathReader reader)
    {
        var start = reader.At - 1;
        if (reader.TryIndex(out var index))
            return index <= 999 ? new PathStep { Index = index } : throw reader.Wrong("[n] takes the n-th element, from [0] to [999]");
        var field = new List<string>();
        do
        {
            field.Add(reader.Name(".=]"));
        }
        while (reader.TryTake('.'));
        if (!reader.TryTake('='))
            throw reader.Wrong("expected [0] or [field=value]");
        var value = reader.TextBefore(']');
        if (!reader.TryTake(']'))
            throw reader.Wrong("the '[' is not closed");
        var isXml = field is [['@', ..]] && reader.IsAtEnd;   // an element with attributes gives its own text
        if (!isXml && !reader.IsNext('.'))
            throw reader.Wrong("[field=value] takes a whole element, so a '.' and the name of one of its fields must follow");
        return new PathStep { Pick = new PathPick(field, value), Start = start, End = reader.At };
    }
}

/// <summary>One step of a path: into a property by name, into a list by index, or to the first element of which a field has a value.</summary>
internal readonly record struct PathStep
{
    public string? Name { get; init; }
    public int? Index { get; init; }
    public PathPick? Pick { get; init; }

    /// <summary>Where the pick begins and ends in the text of the path.</summary>
    public int Start { get; init; }

    public int End { get; init; }
}

/// <summary><c>[type='work']</c>: the first element in the source's order whose field has this text; absent is the empty text.</summary>
/// <param name="Field">The names of the properties on the way to it.</param>
/// <param name="Value">Compared as <c>only</c> compares.</param>
internal sealed record PathPick(IReadOnlyList<string> Field, string Value);

/// <summary>The pieces of a path's text.</summary>
internal sealed class PathReader(string text, int at)
{
    public int At { get; private set; } = at;

    public bool IsAtEnd => At == text.Length;

    public FormatException Wrong(string why) => new($"'{text}' is no path: {why} at character {At + 1}");

    public bool IsNext(char expected) => !IsAtEnd && text[At] == expected;

    public bool TryTake(char expected)
    {
        if (!IsNext(expected))
            return false;
        At++;
        return true;
    }

    public bool TryIndex(out int index)
    {
        index = 0;
        var end = text.IndexOf(']', At);
        if (end < 0 || end == At || text.AsSpan(At, end - At).ContainsAnyExceptInRange('0', '9'))
            return false;
        if (!int.TryParse(text.AsSpan(At, end - At), NumberStyles.None, CultureInfo.InvariantCulture, out index))
            index = int.MaxValue;
        At = end + 1;
        return true;
    }

    /// <summary>A name up to one of the marks, or in quotes.</summary>
    public string Name(string marks)
    {
        if (IsQuote)
            return Quoted();
        var end = text.AsSpan(At).IndexOfAny(marks);
        var name = end < 0 ? text[At..] : text.Substring(At, end);
        if (name.Length == 0)
            throw Wrong("a name is missing");
        At += name.Length;
        return name;
    }

    /// <summary>What stands before a mark, possibly nothing, or a text in quotes.</summary>
    public string TextBefore(char mark)
    {
        if (IsQuote)
            return Quoted();
        var end = text.IndexOf(mark, At);
        var taken = end < 0 ? text[At..] : text[At..end];
        At += taken.Length;
        return taken;
    }

    private bool IsQuote => !IsAtEnd && text[At] is '\'' or '"';

    private string Quoted()
    {
        var quote = text[At];
        for (var end = At + 1; end < text.Length; end++)
        {
            if (text[end] != quote)
                continue;
            if (end + 1 < text.Length && text[end + 1] == quote)
            {
                end++;   // a doubled quote stands for one
                continue;
            }

            var quoted = text[(At + 1)..end].Replace($"{quote}{quote}", $"{quote}", StringComparison.Ordinal);
            At = end + 1;
            return quoted;
        }

        throw Wrong("the quote is not closed");
    }
}
