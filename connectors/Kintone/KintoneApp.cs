using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Kintone;

/// <summary>Sends requests about one app, each once. Safe from several threads.</summary>
internal sealed class KintoneApp(string name, KintoneAppOptions app, KintoneOptions options, ConnectorServices services)
{
    private readonly ApiClient _api = new(services, services.Http);
    private readonly string _root = options.GuestSpace is { } space ? $"/k/guest/{space.ToString(CultureInfo.InvariantCulture)}/v1/" : "/k/v1/";
    private KintoneForm? _form;

    /// <summary>The object's name in mappings.</summary>
    public string Name => name;

    public string KeyField => app.KeyField;

    public int Number => app.App;

    /// <summary>The app's fields; asked for once.</summary>
    public async Task<KintoneForm> FormAsync(CancellationToken cancellationToken) =>
        _form ??= new KintoneForm(Success(await GetAsync("app/form/fields.json", [], cancellationToken)).Json());

    /// <summary>A read: kintone refuses one with a content type, so it has none.</summary>
    public async Task<ApiAnswer> GetAsync(string path, IEnumerable<(string Name, string Value)> parameters, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, path, parameters);
        return await SendAsync(request, cancellationToken);
    }

    public async Task<ApiAnswer> PutAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        body["app"] = app.App;
        using var request = Request(HttpMethod.Put, path, null);
        request.Content = new StringContent(body.ToJsonString()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return await SendAsync(request, cancellationToken);
    }

    public async Task<ApiAnswer> DeleteAsync(string path, IEnumerable<(string Name, string Value)> parameters, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Delete, path, parameters);
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>The answer, when it is a success.</summary>
    /// <exception cref="ConnectorException">What kintone's code means, where the status alone would mislead.</exception>
    public ApiAnswer Success(ApiAnswer answer) => answer.IsSuccess ? answer : throw Failure(answer);

    /// <summary>What an answer that is about no single record means.</summary>
    public ConnectorException Failure(ApiAnswer answer) => KintoneError.Of(answer) switch
    {
        { Code: "GAIA_IA02" or "GAIA_NO01" or "CB_AU01" or "CB_WA01" or "CB_NO02" } => new AccessException($"{answer.What}: kintone refuses the API token ({KintoneError.Of(answer).Code}). Check Apps:{name}:Token, and that the app was updated after the token was made."),
        { Code: "GAIA_AP01" } => new SetupException($"{answer.What}: there is no app {app.App}. Check Apps:{name}:App."),
        _ => answer.Failure(),
    };

    private HttpRequestMessage Request(HttpMethod method, string path, IEnumerable<(string Name, string Value)>? parameters)
    {
        // app is a parameter of what has no body
        var query = parameters is null ? "" : $"?app={app.App.ToString(CultureInfo.InvariantCulture)}{string.Concat(parameters.Select(parameter => $"&{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"))}";
        var request = new HttpRequestMessage(method, new Uri(options.BaseUrl!, $"{_root}{path}{query}"));
        request.Headers.Add("X-Cybozu-API-Token", app.Token!.Reveal());
        request.Headers.TryAddWithoutValidation("Accept-Language", options.Language);
        return request;
    }

    private Task<ApiAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _api.SendAsync(name, request, $"BaseUrl and Apps:{name}", cancellationToken);
}
