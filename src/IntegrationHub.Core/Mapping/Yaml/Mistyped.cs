namespace IntegrationHub.Core.Mapping.Yaml;

/// <summary>
/// The lines of a file, where characters that look like those YAML wants (a full-width colon or space, a tab) are told at their place and then read
/// as they were meant, so that they do not hide what else is wrong.
/// </summary>
internal sealed class Mistyped(string text)
{
    private const char Colon = '\uFF1A';
    private const char Space = '\u3000';
    private readonly string[] lines = text.Split('\n');
    private readonly Dictionary<int, List<(int From, int By)>> moved = [];

    public string Text => string.Join('\n', lines);

    /// <summary>How many lines there are.</summary>
    public int Count => lines.Length;

    /// <summary>Tells and mends what is mistyped in a line; false when nothing is.</summary>
    /// <param name="number">The line, from 1.</param>
    /// <param name="lints">Gets it.</param>
    public bool TryMend(int number, Lints lints)
    {
        var line = lines[number - 1];
        var text = line.TrimStart();
        var indent = line.Length - text.Length;
        if (text.StartsWith('#'))
            return false;
        if (line[..indent].Contains('\t', StringComparison.Ordinal))
        {
            lints.Add(number, 1, "not valid YAML: a tab at the beginning of the line; put spaces there, as in the lines around it");
            Replace(number, 0, indent, new string(' ', IndentAbove(number)));
        }
        else if (line[..indent].IndexOf(Space, StringComparison.Ordinal) is >= 0 and var wide)
        {
            lints.Add(number, Column(number, wide + 1), "a full-width space at the beginning of the line; put half-width spaces there (two look the same)");
            Replace(number, 0, indent, line[..indent].Replace(Space.ToString(), "  ", StringComparison.Ordinal));
        }
        else if (text.IndexOf(Colon, StringComparison.Ordinal) is > 0 and var colon && !text[..colon].Contains(':', StringComparison.Ordinal))
        {
            lints.Add(number, Column(number, indent + colon + 1), $"not valid YAML: a full-width '{Colon}'; write ': '");
            Replace(number, indent + colon, 1, text.Length > colon + 1 && !char.IsWhiteSpace(text[colon + 1]) ? ": " : ":");
        }
        else if (text.IndexOf($":{Space}", StringComparison.Ordinal) is > 0 and var after)
        {
            lints.Add(number, Column(number, indent + after + 2), "not valid YAML: a full-width space behind ':'; put a half-width one there");
            Replace(number, indent + after + 1, 1, " ");
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>
    /// Whether a text that begins a line was meant to be a key: it has full-width spaces before it, or a full-width colon right behind its first word.
    /// </summary>
    public bool IsMistyped(int number, int column)
    {
        var line = lines[number - 1];
        if (column > line.Length || line.AsSpan(0, column - 1).Trim().Length > 0)
            return false;
        var word = line[(column - 1)..].TrimStart().Split(' ', ':', '"', '\'')[0];
        return line[column - 1] == Space || word.IndexOf(Colon, StringComparison.Ordinal) > 0;
    }

    /// <summary>Where a column of a mended line was in the file.</summary>
    public int Column(int line, int column) =>
        moved.GetValueOrDefault(line, []).AsEnumerable().Reverse().Aggregate(column, (at, move) => at - 1 > move.From ? Math.Max(1, at - move.By) : at);

    private void Replace(int number, int at, int length, string by)
    {
        lines[number - 1] = string.Concat(lines[number - 1].AsSpan(0, at), by, lines[number - 1].AsSpan(at + length));
        if (!moved.TryGetValue(number, out var moves))
            moved[number] = moves = [];
        moves.Add((at, by.Length - length));
    }

    private int IndentAbove(int number)
    {
        for (var above = number - 1; above > 0; above--)
        {
            if (lines[above - 1].Trim().Length > 0)
                return lines[above - 1].Length - lines[above - 1].TrimStart().Length + (lines[above - 1].TrimEnd().EndsWith(':') ? 2 : 0);
        }

        return 0;
    }
}
