using System.Net;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>
/// One batch of deliveries on its way. C4C cannot upsert, so each batch looks first, by id and by the hub's key, and then writes, in one <c>$batch</c> with a change set for each record: a new one with its items in one
/// body (deep insert), a change with the ETag that was read (<c>If-Match</c>). Looking first is what keeps a lost answer from making a second entity; the hub records its intent before it sends.
/// </summary>
internal sealed class C4cRound(C4cService service, C4cCollection collection, IReadOnlyList<Delivery> batch)
{
    private const int MostChangeSets = 100;   // a request that takes long is cut

    private readonly DeliveryResult?[] _results = new DeliveryResult?[batch.Count];
    private readonly C4cRow?[] _there = new C4cRow?[batch.Count];

    private string KeyField => service.Options.KeyField;

    public async Task<IReadOnlyList<DeliveryResult>> RunAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        var groups = new List<(int Row, ODataGroup Group)>();
        for (var row = 0; row < batch.Count; row++)
        {
            if (_results[row] is null && Group(row) is { } group)
                groups.Add((row, group));
        }

        foreach (var some in groups.Chunk(MostChangeSets))
        {
            var answers = await service.BatchAsync(collection.Name, [.. some.Select(one => one.Group)], cancellationToken);
            for (var at = 0; at < some.Length; at++)
                _results[some[at].Row] = Result(batch[some[at].Row], _there[some[at].Row], answers[at]);
            if (answers.All(answer => answer[0].Status == HttpStatusCode.Forbidden))
                throw answers[0][0].Failure();
            await SetAfterwardsAsync([.. some.Select(one => one.Row)], cancellationToken);
        }

        return _results!;
    }

    /// <summary>Two requests for a batch: by the ids that are known, and by the keys of the others.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (collection.Property(KeyField) is { MaxLength: { } most })
            for (var row = 0; row < batch.Count; row++)
                if (batch[row].ExternalKey.Length > most)
                    _results[row] = new DeliveryResult.Rejected($"{collection.Name}: the key is longer than the {most} characters of '{KeyField}'.");
        var finder = new C4cFinder(service);
        var items = batch.SelectMany(delivery => delivery.Fields).Select(field => field.Key).Where(name => collection.ItemsOf(name) is not null).Distinct(StringComparer.Ordinal).ToList();
        var open = Enumerable.Range(0, batch.Count).Where(row => _results[row] is null).ToList();
        var (known, unknown) = (open.Where(row => batch[row].RemoteId is not null).ToList(), open.Where(row => batch[row].RemoteId is null).ToList());
        IReadOnlyList<string> select = items.Count > 0 ? [] : [KeyField];
        if (known.Count > 0)
        {
            var byId = (await finder.RowsAsync(collection, C4cCollection.Id, [.. known.Select(row => batch[row].RemoteId!)], select, items, cancellationToken)).ToDictionary(row => row.Id, StringComparer.OrdinalIgnoreCase);
            foreach (var row in known)
                if (byId.TryGetValue(batch[row].RemoteId!, out var there))
                    _there[row] = there;
                else
                    _results[row] = batch[row].Change == ChangeKind.Deleted ? new DeliveryResult.Delivered(batch[row].RemoteId!) : new DeliveryResult.Gone();
        }

        if (unknown.Count == 0)
            return;
        var byKey = (await finder.RowsAsync(collection, KeyField, [.. unknown.Select(row => batch[row].ExternalKey)], select, items, cancellationToken)).ToLookup(row => C4cRow.Text(row.Fields, KeyField), StringComparer.Ordinal);
        foreach (var row in unknown)
        {
            var found = byKey[batch[row].ExternalKey].ToList();
            _there[row] = found.FirstOrDefault();
            if (found.Count > 1)
                _results[row] = new DeliveryResult.Rejected($"{collection.Name}: there are {found.Count} entities with this '{KeyField}' over there ({string.Join(", ", found.Take(5).Select(one => one.Id))}). Leave one of them, then replay.");
            else if (found.Count == 0 && batch[row].Change == ChangeKind.Deleted)
                _results[row] = new DeliveryResult.Delivered("");
        }
    }

    /// <summary>Null, and the result set: there is nothing to write.</summary>
    private ODataGroup? Group(int row)
    {
        var delivery = batch[row];
        if (_there[row] is not { } there)
            return new ODataGroup([new ODataPart(HttpMethod.Post, collection.Name, C4cBody.Bytes(New(delivery)))], IsChangeSet: true);
        var place = C4cCollection.ByIdOf(collection.Name, there.Id);
        if (delivery.Change == ChangeKind.Deleted)
            return new ODataGroup([new ODataPart(HttpMethod.Delete, place) { Headers = IfMatch(there) }], IsChangeSet: true);
        var only = delivery.RemoteId is null ? null : delivery.Changed;
        var body = C4cBody.ForChange(collection, delivery.Fields, only);
        if (C4cRow.Text(there.Fields, KeyField) != delivery.ExternalKey)
            body[KeyField] = delivery.ExternalKey;   // an adopted entity has none yet
        var parts = new List<ODataPart>();
        if (body.Count > 0)
            parts.Add(new ODataPart(HttpMethod.Patch, place, C4cBody.Bytes(body)) { Headers = IfMatch(there) });
        foreach (var (name, value) in delivery.Fields.Where(field => only?.Contains(field.Key) != false))
            if (collection.ItemsOf(name) is { } items)
                parts.AddRange(new C4cItems(items, service.Options.ItemKeyField).Changes(there, name, value as JsonArray ?? []));
        if (parts.Count > 0)
            return new ODataGroup(parts, IsChangeSet: true);
        _results[row] = new DeliveryResult.Delivered(there.Id);
        return null;
    }

    private JsonObject New(Delivery delivery)
    {
        var body = C4cBody.ForCreate(collection, delivery.Fields);
        body[KeyField] = delivery.ExternalKey;
        foreach (var (name, value) in delivery.Fields)
            if (collection.ItemsOf(name) is { } items && value is JsonArray { Count: > 0 } lines)
                body[name] = new JsonArray([.. lines.Select(line => (JsonNode)C4cBody.ForCreate(items, C4cItems.Line(items, line)))]);
        return body;
    }

    private DeliveryResult Result(Delivery delivery, C4cRow? there, IReadOnlyList<ApiAnswer> answers)
    {
        var answer = answers.FirstOrDefault(one => !one.IsSuccess) ?? answers[0];
        if (delivery.Change == ChangeKind.Deleted && (answer.IsSuccess || answer.IsGone))
            return new DeliveryResult.Delivered(there!.Id);
        if (answer.IsSuccess)
            return new DeliveryResult.Delivered(there?.Id ?? IdOf(answer));
        if (answer.Status == HttpStatusCode.Unauthorized)
            throw answer.Failure();
        if (answer.IsBusy)
            return new DeliveryResult.Deferred(answer.Failure().Message, answer.RetryAfter);
        if (answer.Status == HttpStatusCode.PreconditionFailed)
            return new DeliveryResult.Deferred($"{collection.Name}: somebody changed the entity at the same time.");
        if (answer.IsGone && there is not null)
            return new DeliveryResult.Deferred($"{collection.Name}: the entity, or one of its items, was deleted at the same time.");
        var words = ODataError.Read(answer.Body) is { } error ? $": {RefusalWords.Without(delivery.Fields, error.ToString())}" : ", without saying why";
        return new DeliveryResult.Rejected(RefusalWords.Short($"{collection.Name}: refused with status {(int)answer.Status}{words}"));
    }

    /// <summary>What cannot be created but changed is set in a second step; until that has succeeded the record is not delivered.</summary>
    private async Task SetAfterwardsAsync(List<int> rows, CancellationToken cancellationToken)
    {
        var groups = new List<(int Row, ODataGroup Group)>();
        foreach (var row in rows.Where(row => _there[row] is null && batch[row].Change == ChangeKind.Upserted))
            if (_results[row] is DeliveryResult.Delivered made && C4cBody.ForAfterwards(collection, batch[row].Fields) is { Count: > 0 } rest)
                groups.Add((row, new ODataGroup([new ODataPart(HttpMethod.Patch, C4cCollection.ByIdOf(collection.Name, made.RemoteId), C4cBody.Bytes(rest))], IsChangeSet: true)));
        if (groups.Count == 0)
            return;
        var answers = await service.BatchAsync(collection.Name, [.. groups.Select(one => one.Group)], cancellationToken);
        for (var at = 0; at < groups.Count; at++)
            if (!answers[at][0].IsSuccess)
                _results[groups[at].Row] = Result(batch[groups[at].Row], there: null, answers[at]);
    }

    private string IdOf(ApiAnswer answer)
    {
        var json = JsonNode.Parse(answer.Json().GetRawText()) as JsonObject;
        var made = json?["d"] as JsonObject;
        return made is null ? throw Nameless(answer) : C4cRow.Text(made["results"] as JsonObject ?? made, C4cCollection.Id) ?? throw Nameless(answer);
    }

    private static ProtocolException Nameless(ApiAnswer answer) => new($"{answer.What}: the answer to a create has no ObjectID. Check {answer.Check}.");

    private static Dictionary<string, string> IfMatch(C4cRow there) => there.Etag is { } etag ? new() { ["If-Match"] = etag } : [];
}
