using System.Text.RegularExpressions;

namespace DemoCrm.Dialects;

/// <summary>A <c>$filter</c> of comparisons by <c>eq</c> and <c>ne</c>, joined by <c>and</c>, <c>or</c> and brackets. Texts are compared as databases of CRMs do: without regard to case.</summary>
internal sealed partial class ODataCondition
{
    private readonly List<string> _tokens;
    private int _at;

    private ODataCondition(string filter) => _tokens = [.. Token().Matches(filter).Select(match => match.Value)];

    /// <summary>A test of one record, which asks for its fields by their names (paths too), as text; null when it has none.</summary>
    /// <exception cref="FormatException">It is none that is known here.</exception>
    public static Func<Func<string, string?>, bool> Of(string filter)
    {
        var condition = new ODataCondition(filter);
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

        var field = Next();
        var isEqual = Next() switch
        {
            "eq" => true,
            "ne" => false,
            var other => throw new FormatException($"'{other}' is not understood here."),
        };
        var written = Next();
        var value = written == "null" ? null : written.StartsWith('\'') ? written[1..^1].Replace("''", "'", StringComparison.Ordinal) : written;
        return record => string.Equals(record(field)?.TrimEnd(), value?.TrimEnd(), StringComparison.OrdinalIgnoreCase) == isEqual;
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
