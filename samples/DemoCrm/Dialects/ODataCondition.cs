using System.Text.RegularExpressions;

namespace DemoCrm.Dialects;

/// <summary>A <c>$filter</c> of comparisons by <c>eq</c>, <c>ne</c>, <c>ge</c> and <c>startswith</c>, joined by <c>and</c>, <c>or</c> and brackets. Texts are compared as databases of CRMs do: without regard to case.</summary>
internal sealed partial class ODataCondition
{
    private readonly List<string> _tokens;
    private readonly bool _hasWildcards;
    private int _at;

    private ODataCondition(string filter, bool hasWildcards) => (_tokens, _hasWildcards) = ([.. Token().Matches(filter).Select(match => match.Value)], hasWildcards);

    /// <summary>A test of one record, which asks for its fields by their names (paths too), as text; null when it has none.</summary>
    /// <param name="filter">The condition, decoded.</param>
    /// <param name="hasWildcards">A <c>*</c> in a value stands for anything.</param>
    /// <exception cref="FormatException">It is none that is known here.</exception>
    public static Func<Func<string, string?>, bool> Of(string filter, bool hasWildcards = false)
    {
        var condition = new ODataCondition(filter, hasWildcards);
        var test = condition.Either();
        return condition._at == condition._tokens.Count ? test : throw new FormatException($"'{condition._tokens[condition._at]}' is not understood here.");
    }

    private Func<Func<string, string?>, bool> Either()
    {
        var test = Both();
        while (Take("or"))
        {
            var (left, right) = (test, Both());
            test = record => left(record) || right(record);
        }

        return test;
    }

    private Func<Func<string, string?>, bool> Both()
    {
        var test = One();
        while (Take("and"))
        {
            var (left, right) = (test, One());
            test = record => left(record) && right(record);
        }

        return test;
    }

    private Func<Func<string, string?>, bool> One()
    {
        if (Take("("))
        {
            var within = Either();
            return Take(")") ? within : throw new FormatException("A bracket is not closed.");
        }

        if (Take("startswith"))
        {
            var parts = (Open: Next(), Field: Next().TrimEnd(','), Beginning: Next()[1..^1].Replace("''", "'", StringComparison.Ordinal), Close: Next());
            return parts is { Open: "(", Close: ")" } ? record => record(parts.Field)?.StartsWith(parts.Beginning, StringComparison.OrdinalIgnoreCase) == true : throw new FormatException("A bracket is missing.");
        }

        var field = Next();
        var comparison = Next();
        var written = Next();
        var value = written == "null" ? null : (written.StartsWith('\'') ? written[1..^1].Replace("''", "'", StringComparison.Ordinal) : written).TrimEnd();
        if (_hasWildcards && comparison == "eq" && value?.Contains('*', StringComparison.Ordinal) == true)
        {
            var pattern = new Regex($"^{Regex.Escape(value).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase);
            return record => record(field) is { } text && pattern.IsMatch(text);
        }

        return comparison switch
        {
            "eq" => record => string.Equals(record(field)?.TrimEnd(), value, StringComparison.OrdinalIgnoreCase),
            "ne" => record => !string.Equals(record(field)?.TrimEnd(), value, StringComparison.OrdinalIgnoreCase),
            "ge" => record => string.CompareOrdinal(record(field), value) >= 0,
            _ => throw new FormatException($"'{comparison}' is not understood here."),
        };
    }

    private bool Take(string word)
    {
        var isNext = _at < _tokens.Count && _tokens[_at] == word;
        _at += isNext ? 1 : 0;
        return isNext;
    }

    private string Next() => _at < _tokens.Count ? _tokens[_at++] : throw new FormatException("It breaks off.");

    [GeneratedRegex(@"'(?:[^']|'')*'|[()]|[^\s()']+")]
    private static partial Regex Token();
}
