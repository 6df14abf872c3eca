using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest;

/// <summary>Reads the records of one object, as the API holds them.</summary>
internal sealed class RestRecords(RestObject target, RestClient client)
{
    private const int AtOnce = 4;

    /// <inheritdoc cref="ITargetReader.FindAsync"/>
    public async Task<IReadOnlyList<RemoteRecord>> FindAsync(RemoteQuery query, CancellationToken cancellationToken)
    {
        var found = new ConcurrentQueue<RemoteRecord>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(query.Values, limits, async (value, token) =>
        {
            foreach (var record in await FindAsync(query, value, token))
                found.Enqueue(record);
        });
        return [.. found.DistinctBy(record => record.RemoteId)];
    }

    /// <inheritdoc cref="ITargetListing.ListAsync"/>
    public async IAsyncEnumerable<IReadOnlyList<RemoteKey>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var page = 1; ; page++)
        {
            var answer = (await client.SendAsync(HttpMethod.Get, target.Name, target.Page(page), body: null, cancellationToken)).Success();
            var records = RestObject.Items(answer).ToList();
            if (records.Count == 0)
            {
                if (Total(answer) is { } total && total != seen.Count)
                    throw new TransientException($"{answer.What}: {seen.Count} records were listed, but there are {total}: they changed while they were listed. Another time.");
                yield break;
            }

            var keys = new List<RemoteKey>(records.Count);
            foreach (var record in records)
            {
                var id = target.IdOf(record, answer);
                if (!seen.Add(id))
                    throw new ProtocolException($"{answer.What}: the same record is on two pages. Check {answer.Check}, and that the API sorts its list.");
                if (target.ExternalIdOf(record) is { Length: > 0 } key)
                    keys.Add(new RemoteKey(id, key));
            }

            yield return keys;
        }
    }

    private async Task<IEnumerable<RemoteRecord>> FindAsync(RemoteQuery query, string value, CancellationToken cancellationToken)
    {
        var place = query.By switch
        {
            RemoteBy.ExternalKey => target.Search(value),
            RemoteBy.RemoteId => target.Item(value),
            _ => target.Find(query.Field!, value),
        };
        var answer = await client.SendAsync(HttpMethod.Get, target.Name, place, body: null, cancellationToken);
        if (query.By == RemoteBy.RemoteId)
            return answer.IsGone ? [] : [Record(answer.Success().Json(), answer, query)];
        var records = RestObject.Items(answer.Success()).Select(item => (Item: item, Record: Record(item, answer, query))).ToList();
        var isStranger = query.By == RemoteBy.ExternalKey
            ? records.Exists(one => one.Record.ExternalKey != value)
            : records.Exists(one => !one.Item.TryGetProperty(query.Field!, out var field) || !string.Equals(field.ToString(), value, StringComparison.OrdinalIgnoreCase));
        // an API that ignores the question would hand us its first page
        return isStranger ? throw new ProtocolException($"{answer.What}: the search answered a record with another value. Check {answer.Check}.") : records.Select(one => one.Record);
    }

    private RemoteRecord Record(JsonElement item, ApiAnswer answer, RemoteQuery query)
    {
        var fields = new JsonObject();
        foreach (var name in query.Fields)
        {
            if (item.TryGetProperty(name, out var value))
                fields[name] = value.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(value.GetRawText());
        }

        return new RemoteRecord(target.IdOf(item, answer), target.ExternalIdOf(item), fields);
    }

    private long? Total(ApiAnswer answer) => answer.Json() is { ValueKind: JsonValueKind.Object } page && target.TotalField.Length > 0 && page.TryGetProperty(target.TotalField, out var total) && total.TryGetInt64(out var number)
        ? number
        : null;
}
