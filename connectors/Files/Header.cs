using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>The columns' names, as the header of a file or a sheet has them.</summary>
internal sealed class Header
{
    private readonly string _file;
    private readonly string[] _names;

    /// <param name="file">The file, for messages.</param>
    /// <param name="place">Where the header is: <c>Orders.csv line 1</c>.</param>
    /// <param name="names">In column order.</param>
    /// <exception cref="SetupException">A column has no name, or two have the same.</exception>
    public Header(string file, string place, IEnumerable<string> names)
    {
        _file = file;
        _names = [.. names];
        Properties = [.. _names.Select(name => JsonEncodedText.Encode(name, FilesJson.Options.Encoder))];

        var nameless = Array.FindIndex(_names, string.IsNullOrWhiteSpace);
        if (nameless >= 0)
            throw new SetupException($"{place}: column {nameless + 1} has no name. Give every column a name, or remove the empty column.");
        var twice = _names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new SetupException($"{place}: two columns are called '{twice.Key}'. Rename one of them.");
    }

    /// <summary>The names as JSON properties, in column order.</summary>
    public IReadOnlyList<JsonEncodedText> Properties { get; }

    /// <summary>In column order.</summary>
    public IReadOnlyList<string> Names => _names;

    public bool Has(string column) => Array.IndexOf(_names, column) >= 0;

    /// <summary>Finds the columns of a key: one column of that name, or several joined by a slash.</summary>
    /// <exception cref="SetupException">A column is missing.</exception>
    public int[] KeyColumns(string setting, string key)
    {
        string[] columns = Has(key) ? [key] : Parts(key);
        return [.. columns.Select(column => Array.IndexOf(_names, column) is >= 0 and var index ? index : throw new SetupException(
            $"{setting}: {_file} has no column '{column}'.{Nearest.DidYouMean(column, _names)} It has {string.Join(", ", _names)}. "
            + "If these names look wrong, check Encoding, Delimiter and HeaderRow."))];
    }

    /// <summary>Whether a row of these cells is the header of a table with such a key.</summary>
    public static bool IsIn(IReadOnlyCollection<string> cells, string key) => cells.Contains(key) || Parts(key).All(cells.Contains);

    private static string[] Parts(string key) => key.Split('/', StringSplitOptions.TrimEntries);
}
