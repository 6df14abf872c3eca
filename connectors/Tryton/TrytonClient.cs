using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>Asks Tryton, in one company and language. One call at a time.</summary>
internal sealed class TrytonClient(TrytonOptions options, ConnectorServices services)
{
    private readonly HttpClient _http = services.Authorized(new TrytonLogin(options));
    private readonly Dictionary<string, JsonElement> _models = [];
    private TrytonCompany? _company;

    /// <summary>Calls a method that only reads; it may be sent twice.</summary>
    public async Task<JsonElement> CallAsync(string method, CancellationToken cancellationToken, params object?[] parameters)
    {
        var call = new TrytonCall(options, method, parameters);
        return call.ResultOf(await call.SendAsync(services, _http, isRead: true, cancellationToken));
    }

    /// <summary>Records of a model, in the order of their ids unless told otherwise.</summary>
    public async Task<IReadOnlyList<JsonElement>> SearchReadAsync(string model, object domain, int? limit, IReadOnlyList<string> fields, object context, CancellationToken cancellationToken, long offset = 0, string[][]? order = null)
    {
        var rows = await CallAsync($"model.{model}.search_read", cancellationToken, domain, offset, limit, order ?? ById, fields, context);
        return rows.ValueKind == JsonValueKind.Array && rows.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Object)
            ? [.. rows.EnumerateArray()]
            : throw new ProtocolException($"model.{model}.search_read: the answer is no list of records. Check BaseUrl.");
    }

    /// <summary>The company that is read, and the context that goes with every call: without it prices, limits and languages are silently empty.</summary>
    public async Task<TrytonCompany> CompanyAsync(CancellationToken cancellationToken)
    {
        if (_company is not null)
            return _company;
        var preferences = await CallAsync("model.res.user.get_preferences", cancellationToken, true, new { });
        var id = options.Company ?? (preferences.ValueKind == JsonValueKind.Object && preferences.TryGetProperty("company", out var own) && own.ValueKind == JsonValueKind.Number ? own.GetInt32()
            : throw new SetupException("The Tryton user has no current company. Give the user one, or set Company to the id of the company to read."));
        var language = options.Language ?? (preferences.TryGetProperty("language", out var spoken) && spoken.ValueKind == JsonValueKind.String ? spoken.GetString()! : "en");
        var context = new Dictionary<string, object?> { ["company"] = id, ["language"] = language };
        if (await SearchReadAsync("company.company", new object[] { new object[] { "id", "=", id } }, 1, ["party", "currency.code"], context, cancellationToken) is not [var company])
            throw new SetupException($"There is no company {id} that this Tryton user can see. Check Company, and the user's companies.");
        return _company = new TrytonCompany(id, company.GetProperty("party").GetInt64(), company.GetProperty("currency.").GetProperty("code").GetString()!, context);
    }

    /// <summary>The fields of a model by name, as <c>fields_get</c> tells them. Asked once.</summary>
    public async Task<JsonElement> ModelAsync(string model, CancellationToken cancellationToken)
    {
        if (!_models.TryGetValue(model, out var fields))
            _models[model] = fields = await CallAsync($"model.{model}.fields_get", cancellationToken, Array.Empty<string>(), (await CompanyAsync(cancellationToken)).Context);
        return fields;
    }

    private static readonly string[][] ById = [["id", "ASC"]];
}

/// <summary>The company that is read.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Party">It is a party itself; but no customer.</param>
/// <param name="Currency">What its per-company amounts are in.</param>
/// <param name="Context">What every call is sent with.</param>
internal sealed record TrytonCompany(int Id, long Party, string Currency, IReadOnlyDictionary<string, object?> Context);
