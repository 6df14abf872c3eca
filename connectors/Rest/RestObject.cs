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

    public RestPlace ByExternalId(string externalId) => Place(nameof(options.UpsertPath), options.UpsertPath, externalId: externalId);

    public RestPlace Search(string externalId) => Place(nameof(options.SearchPath), options.SearchPath, externalId: externalId);

    public RestPlace Item(string id) => Place(nameof(options.ItemPath), options.ItemPath, id: id);

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

    private RestPlace Place(string setting, string template, string externalId = "", string id = "") =>
        new(PathTemplate.Fill(template, options.Path, name, externalId, id), Setting(setting));
}

/// <summary>Where a request goes, and the setting that says so: what an operator has to look at when it is not there.</summary>
internal readonly record struct RestPlace(string Path, string Setting);
