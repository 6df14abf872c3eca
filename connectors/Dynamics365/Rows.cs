using System.Text.Json.Nodes;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>Addresses of rows, and conditions on them.</summary>
internal static class Rows
{
    private const int MostConditions = 100;
    private const int LongestFilter = 6000;

    /// <summary>By the hub's key, as <see cref="KeyText"/> writes it: nothing in it needs to be quoted or escaped.</summary>
    public static string ByKey(Table table, string column, string key) => $"{table.Set}({column}='{key}')";

    public static string ById(Table table, string id) => $"{table.Set}({id})";

    /// <summary>A query for each handful of values.</summary>
    public static IEnumerable<string> Queries(Table table, string columns, string field, bool isText, IEnumerable<string> values, string? also = null) =>
        Queries(table, columns, values.Select(value => $"{field} eq {(isText ? Quoted(value) : value)}"), also);

    /// <summary>The same, for rows whose column begins with one of the values.</summary>
    public static IEnumerable<string> QueriesByBeginning(Table table, string columns, string field, IEnumerable<string> values) =>
        Queries(table, columns, values.Select(value => $"startswith({field},{Quoted(value)})"), also: null);

    public static string? Text(JsonObject row, string column) => (string?)(row[column] as JsonValue);

    private static IEnumerable<string> Queries(Table table, string columns, IEnumerable<string> wanted, string? also)
    {
        var conditions = new List<string>();
        var length = 0;
        foreach (var condition in wanted)
        {
            if (conditions.Count == MostConditions || length + condition.Length > LongestFilter)
            {
                yield return Query(table, columns, conditions, also);
                (length, conditions) = (0, []);
            }

            conditions.Add(condition);
            length += condition.Length;
        }

        if (conditions.Count > 0)
            yield return Query(table, columns, conditions, also);
    }

    private static string Quoted(string value) => ODataLiteral.Of(ODataVersion.V4, "Edm.String", value);

    private static string Query(Table table, string columns, List<string> conditions, string? also)
    {
        var any = string.Join(" or ", conditions);
        return $"{table.Set}?{ODataService.Option("$select", columns)}&{ODataService.Option("$filter", also is null ? any : $"({any}) and {also}")}";
    }
}
