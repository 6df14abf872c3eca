using System.Globalization;
using System.Text.RegularExpressions;

namespace IntegrationHub.Connectors.OData.Tests;

/// <summary>A <c>$filter</c> as a service understands it, small: comparisons, and, or, brackets; version 2's literals and version 4's.</summary>
internal sealed partial class ODataFilter
{
    private readonly List<string> _tokens;
    private readonly Func<string, IComparable?> _field;
    private int _at;

    private ODataFilter(string filter, Func<string, IComparable?> field) => (_tokens, _field) = ([.. Token().Matches(filter).Select(match => match.Value)], field);

    /// <summary>Whether a record fits.</summary>
    /// <param name="filter">Empty: every record does.</param>
    /// <param name="field">A field's value: text, decimal or <see cref="DateTimeOffset"/>; throws for an unknown one.</param>
    public static bool Fits(string filter, Func<string, IComparable?> field)
    {
        if (filter.Length == 0)
            return true;
        var reader = new ODataFilter(filter, field);
        var fits = reader.Or();
        return reader._at == reader._tokens.Count ? fits : throw new FormatException($"unexpected '{reader._tokens[reader._at]}' in {filter}");
    }

    private bool Or()
    {
        var fits = And();
        while (Take("or"))
            fits |= And();
        return fits;
    }

    private bool And()
    {
        var fits = One();
        while (Take("and"))
            fits &= One();
        return fits;
    }

    private bool One()
    {
        if (Take("("))
        {
            var fits = Or();
            return Take(")") ? fits : throw new FormatException("a bracket is not closed");
        }

        var (value, operation, literal) = (_field(_tokens[_at]), _tokens[_at + 1], Literal(_tokens[_at + 2]));
        _at += 3;
        if (value is null || literal is null)
            return operation == "eq" && value is null && literal is null || operation == "ne" && (value is null) != (literal is null);
        var order = value is string text && literal is string other ? string.CompareOrdinal(text, other) : value.CompareTo(literal);
        return operation switch { "eq" => order == 0, "ne" => order != 0, "gt" => order > 0, "ge" => order >= 0, "lt" => order < 0, "le" => order <= 0, _ => throw new FormatException($"unknown operator '{operation}'") };
    }

    private bool Take(string token)
    {
        if (_at >= _tokens.Count || _tokens[_at] != token)
            return false;
        _at++;
        return true;
    }

    private static IComparable? Literal(string token)
    {
        var text = token.EndsWith('\'') ? token[(token.IndexOf('\'') + 1)..^1].Replace("''", "'", StringComparison.Ordinal) : token;
        return token[0] is '\'' ? text
            : token == "null" ? null
            : token.StartsWith("datetime", StringComparison.Ordinal) || Date().IsMatch(token) ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : token.StartsWith("guid", StringComparison.Ordinal) || Guid.TryParse(token, out _) ? text
            : decimal.Parse(token.TrimEnd('L', 'M', 'd', 'f'), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\(|\)|[A-Za-z]*'(?:[^']|'')*'|[^\s()']+")]
    private static partial Regex Token();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d(T|$)")]
    private static partial Regex Date();
}
