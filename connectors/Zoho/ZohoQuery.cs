using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>Reads by COQL, which sees what was just written (the search index lags). At most 50 values and 50 columns in a query ("Query API: Limitations"); no body, status 204, when there is nothing.</summary>
internal sealed class ZohoQuery(ZohoApi api)
{
    private const int MostValues = 50;
    private const int MostColumns = 50;
    private const int Page = 2000;

    /// <summary>The records with one of these values in a field. The comparison is Zoho's, which may overlook case.</summary>
    public async Task<List<JsonElement>> WhereAsync(string module, IReadOnlyCollection<string> fields, string by, IEnumerable<string> values, CancellationToken cancellationToken)
    {
        var found = new List<JsonElement>();
        var columns = fields.Append(by).Where(field => field != "id").Distinct(StringComparer.Ordinal).ToList();
        if (columns.Count >= MostColumns)
            throw new Sdk.SetupException($"{module}: a mapping of more than {MostColumns - 1} fields cannot be read back from Zoho. Split it.");
        foreach (var some in values.Distinct(StringComparer.Ordinal).Chunk(MostValues))
            for (var (offset, more) = (0, true); more;)
            {
                var (records, goesOn) = await RunAsync(module, string.Create(CultureInfo.InvariantCulture, $"select {string.Join(", ", columns.Prepend("id"))} from {module} where {by} in ({string.Join(", ", some.Select(Quoted))}) order by id limit {offset}, {Page}"), cancellationToken);
                found.AddRange(records);
                offset += records.Count;   // it may give fewer than asked for
                more = goesOn && records.Count > 0;
            }

        return found;
    }

    /// <summary>All records that have something in a field, in pages by id.</summary>
    public async IAsyncEnumerable<List<JsonElement>> WithAsync(string module, string field, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? last = ""; last is not null;)
        {
            var condition = last.Length == 0 ? $"{field} is not null" : $"({field} is not null and id > '{last}')";
            var (records, goesOn) = await RunAsync(module, $"select id, {field} from {module} where {condition} order by id limit {Page}", cancellationToken);
            yield return records;
            var next = goesOn && records.Count > 0 ? ZohoApi.Text(records[^1], "id") : null;
            last = next == last ? throw new Sdk.ProtocolException($"COQL of {module}: the next page is the same page.") : next;
        }
    }

    private async Task<(List<JsonElement> Records, bool More)> RunAsync(string module, string query, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(HttpMethod.Post, $"COQL of {module}", "coql", new JsonObject { ["select_query"] = query }, cancellationToken, reads: true);
        if (answer.Status == HttpStatusCode.NoContent)
            return ([], false);
        if (!answer.IsSuccess)
            throw ZohoApi.Failure(answer);
        var json = answer.Json();
        return ([.. ZohoApi.Items(answer, json, "data")], json.TryGetProperty("info", out var info) && info.TryGetProperty("more_records", out var more) && more.ValueKind == JsonValueKind.True);
    }

    private static string Quoted(string value) => $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
