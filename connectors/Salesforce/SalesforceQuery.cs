using System.Runtime.CompilerServices;
using System.Text.Json;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>Runs SOQL and gives all of its pages.</summary>
internal sealed class SalesforceQuery(SalesforceApi api)
{
    /// <summary>The records page by page; it ends only when the result is whole.</summary>
    /// <param name="entity">For messages.</param>
    /// <param name="soql">The query.</param>
    /// <param name="deletedToo">Also what was deleted or merged, as long as the recycle bin has it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<IReadOnlyList<JsonElement>> PagesAsync(string entity, string soql, bool deletedToo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(entity, $"{(deletedToo ? "queryAll" : "query")}?q={Uri.EscapeDataString(soql)}", cancellationToken);
        for (var given = 0; ;)
        {
            var page = answer.Json();
            if (page.ValueKind != JsonValueKind.Object || !page.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array
                || !page.TryGetProperty("totalSize", out var total) || !total.TryGetInt32(out var size) || !page.TryGetProperty("done", out var done) || done.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                throw SalesforceApi.Odd(answer, "the answer to a query has no records");
            given += records.GetArrayLength();
            yield return [.. records.EnumerateArray()];
            if (done.GetBoolean())
            {
                if (given != size)
                    throw SalesforceApi.Odd(answer, $"the query gave {given} of {size} records");
                yield break;
            }

            answer = await api.NextAsync(entity, SalesforceApi.Text(page, "nextRecordsUrl") ?? throw SalesforceApi.Odd(answer, "a page of a query does not say where the next one is"), cancellationToken);
        }
    }

    /// <summary>The records of one object whose field has one of the values.</summary>
    public async Task<List<JsonElement>> WhereAsync(string entity, string fields, string field, IEnumerable<string> values, bool deletedToo, CancellationToken cancellationToken, string and = "")
    {
        var found = new List<JsonElement>();
        foreach (var list in Soql.Lists(values.Distinct(StringComparer.Ordinal)))
            await foreach (var page in PagesAsync(entity, $"SELECT {fields} FROM {entity} WHERE {field} IN {list}{and}", deletedToo, cancellationToken))
                found.AddRange(page);
        return found;
    }
}
