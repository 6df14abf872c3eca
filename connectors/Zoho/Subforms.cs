using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>
/// Lines are rows of a subform, a list in the fields. In an update, rows without an id are added, so each is matched to the one with its number; rows that the list no longer has are taken away by <c>_delete</c>. A subform's rows belong to the ERP:
/// what somebody added there by hand goes with the next change.
/// </summary>
internal sealed class Subforms(ZohoOrganization organization, string module)
{
    /// <summary>Gives the rows of an update the ids of those that are there.</summary>
    public async Task MatchAsync(string id, JsonObject row, CancellationToken cancellationToken)
    {
        var lists = row.Where(field => field.Value is JsonArray).Select(field => field.Key).ToList();
        if (lists.Count == 0 || await GetAsync(id, cancellationToken) is not { } there)
            return;   // what is not there is told by the update
        foreach (var list in lists)
            row[list] = Matched(Rows(there, list), row[list]!.AsArray());
    }

    /// <summary>Takes away what an upsert of a record that was there already has left over.</summary>
    public async Task<ZohoError?> TidyAsync(string id, JsonObject fields, CancellationToken cancellationToken)
    {
        var lists = fields.Where(field => field.Value is JsonArray).ToList();
        if (lists.Count == 0 || await GetAsync(id, cancellationToken) is not { } there)
            return null;
        var row = new JsonObject { ["id"] = id };
        foreach (var (list, wanted) in lists)
            if (Rows(there, list) is var rows && rows.Count != wanted!.AsArray().Count)
                row[list] = Matched(rows, wanted.AsArray());
        return row.Count == 1 ? null : (await organization.Records.UpdateAsync(module, [row], cancellationToken))[0].Error;
    }

    private JsonArray Matched(List<(string Id, string Number)> there, JsonArray wanted)
    {
        var left = there.ToList();
        var matched = new JsonArray();
        for (var at = 0; at < wanted.Count; at++)
        {
            var row = new JsonObject();
            foreach (var (name, value) in wanted[at]!.AsObject())
                row[name] = ZohoValue.Sent(value);
            if (left.FindIndex(one => one.Number == row[organization.Options.LineNumberField]?.ToString()) is >= 0 and var found)
            {
                row["id"] = left[found].Id;
                left.RemoveAt(found);
            }

            matched.Add(row);
        }

        foreach (var (id, _) in left)
            matched.Add(new JsonObject { ["id"] = id, ["_delete"] = null });
        return matched;
    }

    private List<(string Id, string Number)> Rows(JsonElement record, string list) =>
        record.TryGetProperty(list, out var rows) && rows.ValueKind == JsonValueKind.Array ? [.. rows.EnumerateArray().Select(row => (ZohoApi.Text(row, "id") ?? "", ZohoApi.Text(row, organization.Options.LineNumberField) ?? ""))] : [];

    /// <summary>The whole record: lists and queries give no subforms.</summary>
    private async Task<JsonElement?> GetAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await organization.Api.LookAsync(module, $"{Uri.EscapeDataString(module)}/{Uri.EscapeDataString(id)}", cancellationToken);
        if (answer.Status is HttpStatusCode.NoContent or HttpStatusCode.BadRequest)
            return null;
        return ZohoApi.Items(answer, answer.Json(), "data").FirstOrDefault() is { ValueKind: JsonValueKind.Object } record ? record : throw ZohoApi.Odd(answer, "there is no record");
    }
}
