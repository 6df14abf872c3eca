using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Odoo;

/// <summary>Asks Odoo, as one user. One call at a time.</summary>
internal sealed class OdooClient(OdooOptions options, ConnectorServices services)
{
    private readonly Dictionary<string, JsonElement> _models = [];
    private long? _user;
    private IReadOnlyDictionary<long, string>? _countries;

    /// <summary>Odoo's version, as it says: <c>17.0</c>.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        var version = await new OdooCall(options, "version", "common", "version", []).ResultAsync(services, cancellationToken);
        return version.ValueKind == JsonValueKind.Object && version.TryGetProperty("server_version", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()!
            : throw new ProtocolException("version: what answers is no Odoo. Check BaseUrl.");
    }

    /// <summary>Records of a model, in the order of their ids. Inactive ones as well.</summary>
    public async Task<IReadOnlyList<JsonElement>> SearchReadAsync(string model, IReadOnlyList<object> domain, IReadOnlyList<string> fields, int? limit, CancellationToken cancellationToken, string order = "id", long offset = 0)
    {
        var rows = await ExecuteAsync(model, "search_read", [domain], new() { ["fields"] = fields, ["limit"] = limit, ["offset"] = offset, ["order"] = order }, cancellationToken);
        return rows.ValueKind == JsonValueKind.Array && rows.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Object) ? [.. rows.EnumerateArray()]
            : throw new ProtocolException($"{model}.search_read: the answer is no list of records. Check BaseUrl.");
    }

    /// <summary>How many records there are.</summary>
    public async Task<long> CountAsync(string model, IReadOnlyList<object> domain, CancellationToken cancellationToken)
    {
        var count = await ExecuteAsync(model, "search_count", [domain], [], cancellationToken);
        return count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var records) ? records : throw new ProtocolException($"{model}.search_count: the answer is no number. Check BaseUrl.");
    }

    /// <summary>The fields of a model by name, as <c>fields_get</c> tells them: those the user may see. Asked once.</summary>
    public async Task<JsonElement> ModelAsync(string model, CancellationToken cancellationToken)
    {
        if (_models.TryGetValue(model, out var known))
            return known;
        var fields = await ExecuteAsync(model, "fields_get", [], new() { ["attributes"] = new[] { "type", "relation" } }, cancellationToken);
        if (fields.ValueKind != JsonValueKind.Object || fields.EnumerateObject().Any(field => field.Value.ValueKind != JsonValueKind.Object || !field.Value.TryGetProperty("type", out _)))
            throw new ProtocolException($"{model}.fields_get: the answer is no list of fields. Check BaseUrl.");
        return _models[model] = fields;
    }

    /// <summary>Codes of countries by id: records only name them, in the language asked for. Asked once.</summary>
    public async Task<IReadOnlyDictionary<long, string>> CountriesAsync(CancellationToken cancellationToken)
    {
        if (_countries is not null)
            return _countries;
        var model = await ModelAsync("res.country", cancellationToken);
        return _countries = (await SearchReadAsync("res.country", [], ["code"], null, cancellationToken)).Select(row => OdooRecord.Of(row, model))
            .Where(country => country.Json["code"] is not null).ToDictionary(country => country.Id, country => country.Json["code"]!.GetValue<string>());
    }

    private async Task<JsonElement> ExecuteAsync(string model, string method, object?[] args, Dictionary<string, object?> named, CancellationToken cancellationToken)
    {
        var context = new Dictionary<string, object?> { ["lang"] = options.Language, ["active_test"] = false };
        if (options.Companies.Count > 0)
            context["allowed_company_ids"] = options.Companies;
        named["context"] = context;
        var user = await UserAsync(cancellationToken);
        return await new OdooCall(options, $"{model}.{method}", "object", "execute_kw", [options.Database, user, options.ApiKey!.Reveal(), model, method, args, named]).ResultAsync(services, cancellationToken);
    }

    private async Task<long> UserAsync(CancellationToken cancellationToken)
    {
        if (_user is { } known)
            return known;
        var user = await new OdooCall(options, "authenticate", "common", "authenticate", [options.Database, options.User, options.ApiKey!.Reveal(), new { }]).ResultAsync(services, cancellationToken);
        if (user.ValueKind is JsonValueKind.False or JsonValueKind.Null)
            throw new AccessException("authenticate: Odoo refuses the log-in. Check Database, User and ApiKey, that the user is active and the key has not expired.");
        return (_user = user.ValueKind == JsonValueKind.Number && user.TryGetInt64(out var id) ? id : throw new ProtocolException("authenticate: the answer is no user. Check BaseUrl.")).Value;
    }
}
