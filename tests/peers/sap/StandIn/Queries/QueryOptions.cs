using System.Globalization;
using SapStandIn.Answers;

namespace SapStandIn.Queries;

/// <summary>The options of a query.</summary>
internal sealed class QueryOptions
{
    private readonly Dictionary<string, string> _values = [];

    public QueryOptions(string text)
    {
        foreach (var part in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? (part[..at], part[(at + 1)..]) : (part, "");
            _values[Uri.UnescapeDataString(name)] = Uri.UnescapeDataString(value.Replace('+', ' '));
        }
    }

    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <exception cref="SapFailure">An option that nobody knows.</exception>
    public QueryOptions Known()
    {
        foreach (var name in _values.Keys.Where(name => name.StartsWith('$')))
            if (name is not ("$filter" or "$select" or "$expand" or "$orderby" or "$top" or "$skip" or "$skiptoken" or "$inlinecount" or "$format" or "$search"))
                throw SapFailure.Syntax($"The query option '{name}' is not supported.");
        return this;
    }

    /// <exception cref="SapFailure">It is no number.</exception>
    public int? Number(string name) => this[name] is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw SapFailure.Syntax($"Invalid value '{text}' for the query option '{name}'.");

    /// <summary>The same options with a token to go on by.</summary>
    public string With(int skipToken) => string.Join('&', _values.Where(value => value.Key is not ("$skiptoken" or "$skip")).Append(new("$skiptoken", skipToken.ToString(CultureInfo.InvariantCulture)))
        .Select(value => $"{value.Key}={Uri.EscapeDataString(value.Value)}"));
}
