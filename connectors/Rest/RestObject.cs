using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest;

/// <summary>One object of the API with its paths made ready. Immutable.</summary>
internal sealed class RestObject(string name, RestObjectOptions options)
{
    public string Name => name;
    public RestUpsert Upsert => options.Upsert;
    public string IdField => options.IdField;
    public string ExternalIdField => options.ExternalIdField;
    public int BatchSize => options.Upsert == RestUpsert.PutByExternalId ? options.Batch.MaxSize : 1;
    public RestPlace Collection => Place(nameof(options.Path), options.Path);
    public RestPlace BatchUpsert => Place("Batch:Path", options.Batch.Path);

    public bool KnownById => options.KnownById;
    public string TotalField => options.TotalField;

    public RestPlace ByExternalId(string externalId) => Place(nameof(options.UpsertPath), options.UpsertPath, (PathTemplate.ExternalId, externalId));

    public RestPlace Search(string externalId) => Place(nameof(options.SearchPath), options.SearchPath, (PathTemplate.ExternalId, externalId));

    public RestPlace Item(string id) => Place(nameof(options.ItemPath), options.ItemPath, (PathTemplate.Id, id));

    public RestPlace Find(string field, string value) => Place(nameof(options.FindPath), options.FindPath, (PathTemplate.Field, field), (PathTemplate.Value, value));

    public RestPlace Page(int page) => Place(nameof(options.ListPath), options.ListPath, (PathTemplate.Page, page.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The records of an answer to a search: a list, or <c>{"items": […]}</c>.</summary>
    /// <exception cref="ProtocolException">It is neither.</exception>
    public static IEnumerable<JsonElement> Items(ApiAnswer answer)
    {
        var json = answer.Json();
        var list = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("items", out var items) ? items : json;
        return list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : throw new ProtocolException($"{answer.What}: the search answered neither a list nor {{\"items\": [...]}}. Check {answer.Check}.");
    }

    /// <summary>The external id a record bears; null: none.</summary>
    public string? ExternalIdOf(JsonElement record) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(ExternalIdField, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    /// <summary>The API's own id in an answer.</summary>
    /// <exception cref="ProtocolException">It has none.</exception>
    public string IdOf(JsonElement record, ApiAnswer answer)
    {
        var id = record.ValueKind == JsonValueKind.Object && record.TryGetProperty(options.IdField, out var value) ? value : default;
        return id.ValueKind switch
        {
            JsonValueKind.String when id.GetString() is { Length: > 0 } text => text,
            JsonValueKind.Number => id.GetRawText(),
            _ => throw new ProtocolException($"{answer.What}: the answer has no '{options.IdField}'. Check {Setting(nameof(options.IdField))}."),
        };
    }

    /// <summary>The full name of one of this object's settings, for messages.</summary>
    public string Setting(string setting) => $"Objects:{name}:{setting}";

    private RestPlace Place(string setting, string template, params ReadOnlySpan<(string Name, string Value)> values) =>
        new(PathTemplate.Fill(template, options.Path, name, values), Setting(setting));
}

/// <summary>Where a request goes, and the setting that says so: what an operator has to look at when it is not there.</summary>
internal readonly record struct RestPlace(string Path, string Setting);
