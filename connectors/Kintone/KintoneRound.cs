using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Kintone;

/// <summary>
/// One batch on its way to an app. kintone takes a request whole or not at all: records at fault are taken out and the others are sent again; nothing of a refused request was written.
/// </summary>
internal sealed class KintoneRound(KintoneApp app, KintoneForm form, IReadOnlyList<Delivery> batch)
{
    private const int MostRecords = 100;

    private readonly DeliveryResult?[] _results = new DeliveryResult?[batch.Count];

    /// <summary>Sends everything, and answers in the order of the batch.</summary>
    public async Task<IReadOnlyList<DeliveryResult>> RunAsync(CancellationToken cancellationToken)
    {
        RefuseUnknownFields();
        for (var row = 0; row < batch.Count; row++)
        {
            if (batch[row] is { Change: ChangeKind.Upserted, RemoteId: { Length: > 0 } id } && !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                _results[row] ??= new DeliveryResult.Gone();   // no record of kintone's has such a number
        }

        var rows = Enumerable.Range(0, batch.Count).Where(row => _results[row] is null).ToList();
        await DeleteAsync([.. rows.Where(row => batch[row].Change == ChangeKind.Deleted)], cancellationToken);
        foreach (var some in rows.Where(row => batch[row] is { Change: ChangeKind.Upserted, RemoteId.Length: > 0 }).Chunk(MostRecords))
            await SendAsync(some, cancellationToken);
        foreach (var some in rows.Where(row => batch[row].Change == ChangeKind.Upserted && string.IsNullOrEmpty(batch[row].RemoteId)).Chunk(MostRecords))
            await SendAsync(some, cancellationToken);
        return [.. _results.Select(result => result!)];
    }

    /// <summary>kintone ignores a field it does not have, without a word.</summary>
    private void RefuseUnknownFields()
    {
        for (var row = 0; row < batch.Count; row++)
        {
            if (batch[row].Change == ChangeKind.Upserted && batch[row].Fields.Select(field => Unknown(field.Key, field.Value)).FirstOrDefault(name => name is not null) is { } unknown)
                _results[row] = new DeliveryResult.Rejected($"app {app.Number} has no field '{unknown}'. Add it there ('hub target setup' says how), or remove it from the mapping.");
        }
    }

    private string? Unknown(string name, JsonNode? value)
    {
        if (form.TypeOf(name) is not { } type)
            return name;
        return type == "SUBTABLE" && value is JsonArray lines
            ? lines.OfType<JsonObject>().SelectMany(line => line).Where(column => form.TypeOf(name, column.Key) is null).Select(column => $"{name}[].{column.Key}").FirstOrDefault()
            : null;
    }

    /// <summary>Records that are all known by id, or all not.</summary>
    private async Task SendAsync(IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        var known = batch[rows[0]].RemoteId is { Length: > 0 };
        var body = new JsonObject { ["records"] = new JsonArray([.. rows.Select(row => (JsonNode)(known ? ById(batch[row]) : ByKey(batch[row])))]) };
        if (!known)
            body["upsert"] = true;
        var answer = await app.PutAsync("records.json", body, cancellationToken);
        if (answer.IsSuccess)
            Take(answer, rows);
        else
            await RefusedAsync(answer, rows, known, cancellationToken);
    }

    private JsonObject ById(Delivery delivery)
    {
        var record = KintoneValues.Wrapped(Sent(delivery));
        record[app.KeyField] = new JsonObject { ["value"] = delivery.ExternalKey };   // it may be one that was adopted
        return new JsonObject { ["id"] = long.Parse(delivery.RemoteId!, CultureInfo.InvariantCulture), ["record"] = record };
    }

    private JsonObject ByKey(Delivery delivery) => new()
    {
        ["updateKey"] = new JsonObject { ["field"] = app.KeyField, ["value"] = delivery.ExternalKey },
        ["record"] = KintoneValues.Wrapped(delivery.Fields.Where(field => field.Key != app.KeyField)),
    };

    /// <summary>Of a record that is there, what changed.</summary>
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Sent(Delivery delivery) => delivery.Changed is { } changed ? delivery.Fields.Where(field => changed.Contains(field.Key)) : delivery.Fields;

    private void Take(ApiAnswer answer, IReadOnlyList<int> rows)
    {
        if (answer.Json() is not { ValueKind: JsonValueKind.Object } body || !body.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array || records.GetArrayLength() != rows.Count)
            throw new ProtocolException($"{answer.What}: {rows.Count} records were sent, and the answer does not tell as many. Check {answer.Check}.");
        for (var at = 0; at < rows.Count; at++)
            _results[rows[at]] = new DeliveryResult.Delivered(records[at].GetProperty("id").ToString());   // a number by its description, a text in practice
    }

    private async Task RefusedAsync(ApiAnswer answer, IReadOnlyList<int> rows, bool known, CancellationToken cancellationToken)
    {
        var (status, error) = ((int)answer.Status, KintoneError.Of(answer));
        if (error.Code == "GAIA_CO02")
            Answer(rows, _ => new DeliveryResult.Deferred($"{answer.What}: somebody changed a record at the same time ({error.Code})."));
        else if (error.Code == "GAIA_RE01" && known)
            await WithoutGoneAsync(answer, rows, cancellationToken);
        else if (status is not (400 or 409 or 413 or 422))
            throw app.Failure(answer);
        else if (rows.Count == 1)
            Refuse(rows[0], error.Reason(status, error.Rows.GetValueOrDefault(0)));
        else if (error.Rows.Keys.Where(at => at < rows.Count).ToHashSet() is { Count: > 0 } bad && bad.Count < rows.Count)
        {
            foreach (var at in bad)
                Refuse(rows[at], error.Reason(status, error.Rows[at]));
            await SendAsync([.. rows.Where((_, at) => !bad.Contains(at))], cancellationToken);
        }
        else
        {
            // it does not say which: half of them at a time
            await SendAsync([.. rows.Take(rows.Count / 2)], cancellationToken);
            await SendAsync([.. rows.Skip(rows.Count / 2)], cancellationToken);
        }
    }

    /// <summary>At least one of the ids is not there any more: which?</summary>
    private async Task WithoutGoneAsync(ApiAnswer answer, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        var there = await ThereAsync([.. rows.Select(row => batch[row].RemoteId!)], cancellationToken);
        var gone = rows.Where(row => !there.Contains(batch[row].RemoteId!)).ToList();
        if (gone.Count == 0)
            Answer(rows, _ => new DeliveryResult.Deferred($"{answer.What}: a record was not there, and then it was."));
        Answer(gone, _ => new DeliveryResult.Gone());
        await SendAsync([.. rows.Where(row => _results[row] is null)], cancellationToken);
    }

    private async Task DeleteAsync(IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        var query = new KintoneQuery(app);
        var byKey = rows.Where(row => string.IsNullOrEmpty(batch[row].RemoteId)).Select(row => batch[row].ExternalKey).ToList();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var record in await query.FindAsync(app.KeyField, byKey, [], cancellationToken))
            ids[record.GetProperty(app.KeyField).GetProperty("value").GetString()!] = KintoneQuery.IdOf(record);
        var there = await ThereAsync([.. rows.Select(row => batch[row].RemoteId).OfType<string>().Where(id => id.Length > 0)], cancellationToken);
        var present = rows.Where(row => IdOf(row, ids) is { } id && (there.Contains(id) || ids.ContainsValue(id))).ToList();
        Answer([.. rows.Except(present)], row => new DeliveryResult.Delivered(batch[row].RemoteId ?? ""));
        foreach (var some in present.Chunk(MostRecords))
        {
            var answer = await app.DeleteAsync("records.json", some.Select((row, at) => ($"ids[{at.ToString(CultureInfo.InvariantCulture)}]", IdOf(row, ids)!)), cancellationToken);
            if (!answer.IsSuccess && KintoneError.Of(answer).Code is ("GAIA_RE01" or "GAIA_CO02"))
                Answer(some, _ => new DeliveryResult.Deferred($"{answer.What}: somebody was there at the same time."));
            else if (answer.IsSuccess)
                Answer(some, row => new DeliveryResult.Delivered(IdOf(row, ids)!));
            else
                throw app.Failure(answer);
        }
    }

    private string? IdOf(int row, Dictionary<string, string> found) => batch[row].RemoteId is { Length: > 0 } known ? known : found.GetValueOrDefault(batch[row].ExternalKey);

    private async Task<HashSet<string>> ThereAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        [.. (await new KintoneQuery(app).FindAsync("$id", ids, [], cancellationToken)).Select(KintoneQuery.IdOf)];

    private void Refuse(int row, string why) => _results[row] = new DeliveryResult.Rejected($"{batch[row].Entity} {batch[row].ExternalKey}: {why}");

    private void Answer(IReadOnlyList<int> rows, Func<int, DeliveryResult> answer)
    {
        foreach (var row in rows)
            _results[row] = answer(row);
    }
}
