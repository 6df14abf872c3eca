using System.Text.Json;
using CsvHelper;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>The first line of a file: the columns' names.</summary>
internal sealed class CsvHeader
{
    private readonly string _file;
    private readonly string[] _names;

    /// <exception cref="SetupException">A column has no name, or two have the same.</exception>
    public CsvHeader(string file, CsvReader row)
    {
        _file = file;
        _names = [.. Enumerable.Range(0, row.FieldCount).Select(row.GetString)];
        Properties = [.. _names.Select(name => JsonEncodedText.Encode(name, FilesJson.Options.Encoder))];

        var nameless = Array.FindIndex(_names, string.IsNullOrWhiteSpace);
        if (nameless >= 0)
            throw new SetupException($"{file} line 1: column {nameless + 1} has no name. Give every column a name, or remove the empty column.");
        var twice = _names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new SetupException($"{file} line 1: two columns are called '{twice.Key}'. Rename one of them.");
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
        string[] columns = Has(key) ? [key] : key.Split('/', StringSplitOptions.TrimEntries);
        return [.. columns.Select(column => Array.IndexOf(_names, column) is >= 0 and var index ? index : throw new SetupException(
            $"{setting}: {_file} has no column '{column}'.{Nearest.DidYouMean(column, _names)} It has {string.Join(", ", _names)}. "
            + "If these names look wrong, check Encoding and Delimiter."))];
    }
}
