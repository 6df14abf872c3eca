using System.Net;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>
/// One batch of deliveries on its way: one <c>$batch</c>, in it a request for each record, or a change set for a record with lines, which is so written whole or not at all. A record whose id is known is
/// updated by it with <c>If-Match: *</c>, so that one that somebody deleted is not made again; any other is upserted by its key, which makes no double, come what may.
/// </summary>
internal sealed class DeliveryRound(Dataverse dataverse, Table table, IReadOnlyList<Delivery> batch)
{
    private const int MostOperations = 1000;   // "Execute batch operations using the Web API"

    private readonly DeliveryResult?[] _results = new DeliveryResult?[batch.Count];
    private readonly RowFinder _finder = new(dataverse);
    private readonly RowBody _body = new(dataverse);
    private readonly LineRows _lines = new(dataverse);

    public async Task<IReadOnlyList<DeliveryResult>> RunAsync(CancellationToken cancellationToken)
    {
        CheckKeys();
        if (table.Merges)
            await LeaveMergedAsync(cancellationToken);
        var lines = await _lines.ThereAsync(table, batch, cancellationToken);
        var groups = new List<(int Row, ODataGroup Group)>();
        for (var row = 0; row < batch.Count; row++)
        {
            if (_results[row] is not null)
                continue;
            var group = await GroupAsync(batch[row], lines, cancellationToken);
            if (group.Parts.Count <= MostOperations)
                groups.Add((row, group));
            else
                _results[row] = new DeliveryResult.Rejected($"{table.Name}: it has more than {MostOperations - 1} lines to write or delete, which Dataverse does not take as one transaction.");
        }

        await SendAsync(groups, cancellationToken);
        await AfterwardsAsync(groups, cancellationToken);
        return _results!;
    }

    private void CheckKeys()
    {
        if (!table.Columns.ContainsKey(dataverse.Options.KeyColumn))
            throw new SetupException($"Dataverse's table '{table.Name}' has no column '{dataverse.Options.KeyColumn}' for the hub's key. Run 'hub target setup'.");
        if (!table.Keys.TryGetValue(dataverse.Options.KeyColumn, out var isActive) || !isActive)
            throw new SetupException($"'{dataverse.Options.KeyColumn}' is {(table.Keys.ContainsKey(dataverse.Options.KeyColumn) ? "not yet an active" : "no")} alternate key of Dataverse's table '{table.Name}': "
                + "without it records would be doubled. Run 'hub target setup', and look at Power Apps, Tables, Keys.");
        for (var row = 0; row < batch.Count; row++)
        {
            if (KeyText.Of(LineRows.KeyOf(batch[row], MostOperations)) is null)
                _results[row] = batch[row].Change == ChangeKind.Deleted && batch[row].RemoteId is null ? new DeliveryResult.Delivered("")
                    : new DeliveryResult.Rejected($"{table.Name}: the key is longer than the {KeyText.Longest} characters that alternate keys of Dataverse hold.");
        }
    }

    /// <summary>Updating a merged row would succeed, and show nowhere.</summary>
    private async Task LeaveMergedAsync(CancellationToken cancellationToken)
    {
        var known = Enumerable.Range(0, batch.Count).Where(row => batch[row] is { Change: ChangeKind.Upserted, RemoteId: not null }).ToList();
        if (known.Count == 0)
            return;
        var stand = await _finder.StandAsync(table, known.Select(row => batch[row].RemoteId!), cancellationToken);
        foreach (var row in known)
        {
            if (!stand.TryGetValue(batch[row].RemoteId!, out var into))
                _results[row] = new DeliveryResult.Gone();
            else if (into is not null)
                _results[row] = new DeliveryResult.Gone(into);
        }
    }

    private async Task<ODataGroup> GroupAsync(Delivery delivery, KnownLines lines, CancellationToken cancellationToken)
    {
        var key = KeyText.Of(delivery.ExternalKey)!;
        var place = delivery.RemoteId is { } id ? Rows.ById(table, id) : Rows.ByKey(table, dataverse.Options.KeyColumn, key);
        if (delivery.Change == ChangeKind.Deleted)
            return new ODataGroup(new ODataPart(HttpMethod.Delete, place));
        var body = await _body.OfAsync(table, delivery.Fields, delivery.RemoteId is null ? null : delivery.Changed, cancellationToken);
        if (delivery.RemoteId is not null && (delivery.Changed is null || body.Count == 0))
            body[dataverse.Options.KeyColumn] = key;   // an adopted row has none yet; and a body must not be empty
        var headers = new Dictionary<string, string> { ["Prefer"] = "return=representation" };
        if (delivery.RemoteId is not null)
            headers["If-Match"] = "*";
        var main = new ODataPart(HttpMethod.Patch, $"{place}?$select={table.Id}", RowBody.Bytes(body)) { Headers = headers };
        var rows = await _lines.PartsAsync(table, delivery, lines, cancellationToken);
        return rows.Count == 0 ? new ODataGroup(main) : new ODataGroup([main, .. rows], IsChangeSet: true);
    }

    private async Task SendAsync(IReadOnlyList<(int Row, ODataGroup Group)> groups, CancellationToken cancellationToken)
    {
        for (var at = 0; at < groups.Count;)
        {
            var operations = 0;
            var some = groups.Skip(at).TakeWhile((one, index) => (operations += one.Group.Parts.Count) <= MostOperations || index == 0).ToList();
            at += some.Count;
            if (await dataverse.BatchAsync(table.Name, [.. some.Select(one => one.Group)], cancellationToken) is not { } answers)
            {
                await SendAsync(some[..(some.Count / 2)], cancellationToken);
                await SendAsync(some[(some.Count / 2)..], cancellationToken);
                continue;
            }

            for (var index = 0; index < some.Count; index++)
                _results[some[index].Row] = Result(batch[some[index].Row], some[index].Group, answers[index]);
            if (some.Count == answers.Count && answers.All(answer => answer[0].Status == HttpStatusCode.Forbidden))
                throw answers[0][0].Failure();
        }
    }

    /// <summary>Null: another look is needed.</summary>
    private DeliveryResult? Result(Delivery delivery, ODataGroup group, IReadOnlyList<ApiAnswer> answers)
    {
        var answer = answers.FirstOrDefault(one => !one.IsSuccess) ?? answers[0];
        if (delivery.Change == ChangeKind.Deleted && (answer.IsSuccess || answer.IsGone))
            return new DeliveryResult.Delivered(delivery.RemoteId ?? "");
        if (answer.IsSuccess)
            return new DeliveryResult.Delivered(delivery.RemoteId ?? IdOf(answer));
        if (answer.Status == HttpStatusCode.Unauthorized)
            throw answer.Failure();
        if (answer.IsBusy)
            return new DeliveryResult.Deferred(answer.Failure().Message, answer.RetryAfter);
        var error = ODataError.Read(answer.Body);
        if (answer.IsGone && group.Parts.Skip(1).Any(part => part.Method == HttpMethod.Delete && error?.Message.Contains(part.Path.Split('(', ')')[1], StringComparison.OrdinalIgnoreCase) == true))
            return new DeliveryResult.Deferred($"{table.Name}: somebody deleted a line at the same time.");
        if (delivery.RemoteId is not null && (answer.IsGone || DataverseErrors.IsDuplicateKey(error)))
            return null;
        return DataverseErrors.IsConflict(error) ? new DeliveryResult.Deferred($"{table.Name}: somebody changed the row at the same time.") : Rejected(delivery, answer, error);
    }

    /// <summary>Two refusals of an update by id do not say enough: "not found" may be the row or one that it refers to, and a key may be borne by a row that was merged.</summary>
    private async Task AfterwardsAsync(IReadOnlyList<(int Row, ODataGroup Group)> groups, CancellationToken cancellationToken)
    {
        var open = groups.Where(one => _results[one.Row] is null).ToList();
        if (open.Count == 0)
            return;
        var stand = await _finder.StandAsync(table, open.Select(one => batch[one.Row].RemoteId!), cancellationToken);
        foreach (var (row, group) in open)
        {
            var delivery = batch[row];
            if (!stand.TryGetValue(delivery.RemoteId!, out var into) || into is not null)
                _results[row] = new DeliveryResult.Gone(into);
            else
                _results[row] = await WithFreedKeyAsync(delivery, group, cancellationToken);
        }
    }

    private async Task<DeliveryResult> WithFreedKeyAsync(Delivery delivery, ODataGroup group, CancellationToken cancellationToken)
    {
        var key = KeyText.Of(delivery.ExternalKey)!;
        var bearer = await _finder.BearerAsync(table, key, cancellationToken);
        if (bearer is { } other && !string.Equals(other.Id, delivery.RemoteId, StringComparison.OrdinalIgnoreCase))
        {
            if (!other.IsMerged)
                return new DeliveryResult.Rejected($"{table.Name}: the row {other.Id} bears this record's key in '{dataverse.Options.KeyColumn}'. Clear it there, or merge the two, then replay.");
            var freed = await dataverse.SendAsync(HttpMethod.Patch, table.Name, Rows.ById(table, other.Id), new JsonObject { [dataverse.Options.KeyColumn] = null }, cancellationToken, ("If-Match", "*"));
            if (!freed.IsSuccess)
                return Rejected(delivery, freed, ODataError.Read(freed.Body));
        }

        var answers = (await dataverse.BatchAsync(table.Name, [group], cancellationToken))![0];
        return Result(delivery, group, answers) ?? Rejected(delivery, answers[0], ODataError.Read(answers[0].Body));
    }

    private string IdOf(ApiAnswer answer) => answer.Json() is { ValueKind: System.Text.Json.JsonValueKind.Object } row && row.TryGetProperty(table.Id, out var id) && id.GetString() is { Length: > 0 } text
        ? text : throw new ProtocolException($"{answer.What}: the answer has no '{table.Id}'. Check {answer.Check}.");

    private DeliveryResult.Rejected Rejected(Delivery delivery, ApiAnswer answer, ODataError? error)
    {
        var words = error is null ? ", without saying why" : $": {RefusalWords.Without(delivery.Fields, error.ToString())}";
        return new($"{RefusalWords.Short($"{table.Name}: refused with status {(int)answer.Status}{words}")}");
    }
}
