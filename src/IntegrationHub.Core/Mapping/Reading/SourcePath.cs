using System.Globalization;
using System.Text;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>
/// Where a value stands in a record: <c>to_Item.results</c>, <c>addresses[0].city</c>, <c>'odd.name'.x</c>; from the record's
/// root rather than the list element at hand with <c>$.</c> in front.
/// </summary>
internal sealed record SourcePath(bool FromRoot, IReadOnlyList<PathStep> Steps)
{
    private const string Root = "$.";

    /// <exception cref="FormatException">The text is no path; the message says why.</exception>
    public static SourcePath Parse(string text)
    {
        var fromRoot = text.StartsWith(Root, StringComparison.Ordinal);
        var steps = new List<PathStep>();
        var at = fromRoot ? Root.Length : 0;
        while (true)
        {
            steps.Add(new PathStep(Name(text, ref at), null));
            while (at < text.Length && text[at] == '[')
                steps.Add(new PathStep(null, Index(text, ref at)));
            if (at == text.Length)
                return new SourcePath(fromRoot, steps);
            if (text[at] != '.')
                throw new FormatException($"'{text}' is no path: expected '.' or '[' at character {at + 1}");
            at++;
        }
    }

    private static string Name(string text, ref int at)
    {
        if (at < text.Length && text[at] is '\'' or '"')
            return Quoted(text, ref at);
        var end = text.AsSpan(at).IndexOfAny('.', '[');
        var name = end < 0 ? text[at..] : text.Substring(at, end);
        if (name.Length == 0)
            throw new FormatException($"'{text}' is no path: a name is missing at character {at + 1}");
        at += name.Length;
        return name;
    }

    private static string Quoted(string text, ref int at)
    {
        var quote = text[at];
        var name = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != quote)
            {
                name.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == quote)
            {
                name.Append(text[i++]);   // a doubled quote stands for one
            }
            else
            {
                at = i + 1;
                return name.ToString();
            }
        }

        throw new FormatException($"'{text}' is no path: the quote at character {at + 1} is not closed");
    }

    private static int Index(string text, ref int at)
    {
        var end = text.IndexOf(']', at);
        if (end < 0 || !int.TryParse(text.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > 999)
            throw new FormatException($"'{text}' is no path: [n] takes the n-th element, from [0] to [999]");
        at = end + 1;
        return index;
    }
}

/// <summary>One step of a path: into a property by name, or into a list by index.</summary>
internal readonly record struct PathStep(string? Name, int? Index);
