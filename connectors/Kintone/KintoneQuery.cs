using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Kintone;

/// <summary>Reads records of an app by query. Pages go on behind the last record number: offsets end at 10,000, and records shift under them.</summary>
internal sealed class KintoneQuery(KintoneApp app)
{
    private const int PageSize = 500;
    private const int LongestCondition = 3000;   // encoded: a URL that every proxy lets through

    /// <summary>All records that meet a condition, in the order of their numbers, with these fields.</summary>
    public async IAsyncEnumerable<IReadOnlyList<JsonElement>> ReadAsync(string condition, IReadOnlyCollection<string> fields, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] wanted = ["$id", app.KeyField, .. fields.Where(field => field != app.KeyField)];
        for (var last = 0L; ;)
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"{(condition.Length > 0 ? $"({condition}) and " : "")}$id > {last} order by $id asc limit {PageSize}");
            var answer = app.Success(await app.GetAsync("records.json", [("query", query), .. wanted.Select((field, at) => ($"fields[{at.ToString(CultureInfo.InvariantCulture)}]", field))], cancellationToken));
            if (answer.Json() is not { ValueKind: JsonValueKind.Object } body || !body.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array)
                throw new ProtocolException($"{answer.What}: the answer has no list 'records'. Check {answer.Check}.");
            var page = records.EnumerateArray().ToList();
            yield return page;
            if (page.Count < PageSize)
                yield break;
            last = long.Parse(IdOf(page[^1]), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>All records with one of these values in a field, in as few requests as addresses are long.</summary>
    public async Task<IReadOnlyList<JsonElement>> FindAsync(string field, IEnumerable<string> values, IReadOnlyCollection<string> fields, CancellationToken cancellationToken)
    {
        var found = new List<JsonElement>();
        foreach (var some in Chunked(values))
        {
            await foreach (var page in ReadAsync($"{field} in ({string.Join(", ", some)})", fields, cancellationToken))
                found.AddRange(page);
        }

        return found;
    }

    public static string IdOf(JsonElement record) => record.GetProperty("$id").GetProperty("value").GetString()!;

    private static IEnumerable<List<string>> Chunked(IEnumerable<string> values)
    {
        var (some, length) = (new List<string>(), 0);
        foreach (var value in values)
        {
            var quoted = $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
            var more = Uri.EscapeDataString(quoted).Length + 6;
            if (some.Count > 0 && length + more > LongestCondition)
            {
                yield return some;
                (some, length) = ([], 0);
            }

            some.Add(quoted);
            length += more;
        }

        if (some.Count > 0)
            yield return some;
    }
}
