using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>What a record is to be associated with; null: with none.</summary>
internal sealed record WantedAssociation(string From, string? To, bool IsNew);

/// <summary>
/// Default associations (without a label; "Associations v4"). Making one that is there changes nothing. On objects that only the ERP writes, those with others are taken away: an order that moved to another customer is not left at the
/// old one. On companies, contacts and the like people make associations of their own, so nothing is taken away there.
/// </summary>
internal sealed class Associations(HubSpotApi api)
{
    public async Task<Dictionary<string, HubSpotError>> SetAsync(string from, string to, IReadOnlyList<WantedAssociation> wanted, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<string, HubSpotError>(StringComparer.Ordinal);
        var there = await ReadAsync(from, to, wanted.Where(one => !one.IsNew).Select(one => one.From), cancellationToken);
        var missing = wanted.Where(one => one.To is not null && there.GetValueOrDefault(one.From)?.Contains(one.To) != true).ToArray();
        foreach (var some in missing.Chunk(HubSpotApi.Most))
            await AssociateAsync(from, to, some, refused, cancellationToken);
        if (IsOwned(from))
            await ArchiveAsync(from, to, [.. wanted.SelectMany(one => there.GetValueOrDefault(one.From, []).Where(other => other != one.To).Select(other => (one.From, other)))], cancellationToken);
        return refused;
    }

    /// <summary>The ids that records are associated with.</summary>
    public async Task<Dictionary<string, List<string>>> ReadAsync(string from, string to, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var there = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var some in ids.Distinct(StringComparer.Ordinal).Chunk(HubSpotApi.Most))
            for (var left = some.Select(id => (Id: id, After: (string?)null)).ToList(); left.Count > 0;)
            {
                var answer = await api.AskAsync($"{from} with {to}", Path(from, to, "read"), new JsonObject { ["inputs"] = new JsonArray([.. left.Select(one => (JsonNode)(one.After is null ? Id(one.Id) : new JsonObject { ["id"] = one.Id, ["after"] = one.After }))]) }, cancellationToken);
                using var document = answer.Document();
                left = [];
                foreach (var result in HubSpotApi.Items(answer, document.RootElement, "results"))
                {
                    var id = result.TryGetProperty("from", out var source) ? HubSpotApi.Text(source, "id") : null;
                    if (!there.TryGetValue(id ?? throw HubSpotApi.Odd(answer, "an association has no beginning"), out var ends))
                        there[id] = ends = [];
                    ends.AddRange(HubSpotApi.Items(answer, result, "to").Select(end => HubSpotApi.Text(end, "toObjectId") ?? throw HubSpotApi.Odd(answer, "an association has no end")));
                    if (result.TryGetProperty("paging", out var paging) && paging.ValueKind == JsonValueKind.Object && paging.TryGetProperty("next", out var next) && HubSpotApi.Text(next, "after") is { } after)
                        left.Add((id, after));
                }
            }

        return there;
    }

    private async Task AssociateAsync(string from, string to, WantedAssociation[] some, Dictionary<string, HubSpotError> refused, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync($"{from} with {to}", Path(from, to, "associate/default"), new JsonObject { ["inputs"] = new JsonArray([.. some.Select(one => (JsonNode)new JsonObject { ["from"] = Id(one.From), ["to"] = Id(one.To!) })]) }, cancellationToken);
        var error = Error(answer);
        if (error is null)
            return;
        if (answer.Status == HttpStatusCode.Forbidden || error.IsAboutSettings)
            throw api.Failure(answer);
        if (some.Length == 1)
        {
            refused[some[0].From] = error;
            return;
        }

        await AssociateAsync(from, to, some[..(some.Length / 2)], refused, cancellationToken);
        await AssociateAsync(from, to, some[(some.Length / 2)..], refused, cancellationToken);
    }

    private static HubSpotError? Error(ApiAnswer answer)
    {
        if (!answer.IsSuccess)
            return HubSpotError.Of(answer);
        using var document = answer.Document();
        _ = HubSpotApi.Items(answer, document.RootElement, "results");
        return document.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0 ? HubSpotError.Of(errors[0]) : null;
    }

    private async Task ArchiveAsync(string from, string to, IReadOnlyList<(string From, string To)> pairs, CancellationToken cancellationToken)
    {
        foreach (var some in pairs.Chunk(HubSpotApi.Most))
        {
            var inputs = some.GroupBy(pair => pair.From).Select(group => (JsonNode)new JsonObject { ["from"] = Id(group.Key), ["to"] = new JsonArray([.. group.Select(pair => (JsonNode)Id(pair.To))]) });
            var answer = await api.SendAsync($"{from} with {to}", Path(from, to, "archive"), new JsonObject { ["inputs"] = new JsonArray([.. inputs]) }, cancellationToken);
            if (!answer.IsSuccess)
                throw api.Failure(answer);
        }
    }

    private static bool IsOwned(string entity) => entity.StartsWith("p_", StringComparison.Ordinal) || entity.StartsWith("2-", StringComparison.Ordinal);

    private static string Path(string from, string to, string verb) => $"/crm/v4/associations/{Uri.EscapeDataString(from)}/{Uri.EscapeDataString(to)}/batch/{verb}";

    private static JsonObject Id(string id) => new() { ["id"] = id };
}
