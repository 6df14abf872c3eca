using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>
/// Sends requests to one OData service, each once; only a write whose CSRF token was stale, and which was therefore not carried out, is sent again. One caller at a time.
/// "SAP Cloud for Customer OData API Developer's Guide", sections CSRF Token, $batch, Supported Formats.
/// </summary>
internal sealed class C4cService
{
    private const string Check = "TenantUrl and ServicePath, and what the user may do";
    private const string Token = "x-csrf-token";

    private readonly ApiClient _api;
    private readonly ODataLinks _links;
    private readonly ODataService _service;
    private readonly ConnectorServices _services;
    private readonly KnownModels _known;
    private readonly Uri _root;
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private string? _token;

    public C4cService(SapSalesCloudOptions options, ConnectorServices services, KnownModels known)
    {
        Options = options;
        (_services, _known) = (services, known);
        _root = options.ServiceUrl ?? throw new SetupException("TenantUrl is missing: https://my000000.crm.ondemand.com.");
        _api = new ApiClient(services, services.Authorized(options.Auth));
        _service = new ODataService(_root, _api) { Check = Check };
        _links = _service.Links;
    }

    public SapSalesCloudOptions Options { get; }

    public Task<ODataModel> ModelAsync(CancellationToken cancellationToken) =>
        _known.GetAsync(_root.AbsoluteUri, _services.Time.GetUtcNow(), () => _service.ModelAsync(cancellationToken));

    /// <summary>A collection; the delivery's object is its name.</summary>
    /// <exception cref="SetupException">The service has none of this name.</exception>
    public async Task<C4cCollection> CollectionAsync(string name, CancellationToken cancellationToken)
    {
        var model = await ModelAsync(cancellationToken);
        return new C4cCollection(model, name, model.TypeOf(name, "to.object"));
    }

    /// <summary>One page of a query, as JSON; the answer's CSRF token is kept for the write that follows.</summary>
    public async Task<IReadOnlyList<JsonObject>> RowsAsync(C4cCollection collection, IEnumerable<string> options, CancellationToken cancellationToken)
    {
        var rows = new List<JsonObject>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (string? next = _service.PathAndQuery(collection.Name, options.Append("$format=json")); next is not null;)
        {
            if (!seen.Add(next))
                throw new ProtocolException($"GET {collection.Name}: a page leads back to an earlier one. Check {Check}.");
            var answer = _service.Success(await GetAsync(collection.Name, next, cancellationToken));
            if (answer.Json() is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("d", out var d) || d.ValueKind != JsonValueKind.Object
                || !d.TryGetProperty("results", out var results) || results.ValueKind != JsonValueKind.Array)
                throw new ProtocolException($"{answer.What}: the answer has no list 'd.results'. Check {answer.Check}.");
            rows.AddRange(results.EnumerateArray().Select(row => JsonObject.Create(row) ?? throw new ProtocolException($"{answer.What}: a row is no object. Check {answer.Check}.")));
            next = d.TryGetProperty("__next", out var link) && link.GetString() is { Length: > 0 } address ? _links.Below(answer.Address!, address, answer.What) : null;
        }

        return rows;
    }

    /// <summary>Several change sets in one request.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<ApiAnswer>>> BatchAsync(string subject, IReadOnlyList<ODataGroup> groups, CancellationToken cancellationToken)
    {
        if (_token is null)
            await FetchTokenAsync(cancellationToken);
        var answer = await SendBatchAsync(subject, groups, cancellationToken);
        if (answer.Status == HttpStatusCode.Forbidden && answer.Headers.TryGetValue(Token, out var said) && said[0].Equals("required", StringComparison.OrdinalIgnoreCase))
        {
            await FetchTokenAsync(cancellationToken);
            answer = await SendBatchAsync(subject, groups, cancellationToken);
        }

        return ODataBatch.Read(answer.Success(), groups);
    }

    /// <summary>Asks for the service document, as the guide has it: whether we are let in, and with which token. With certificates no token is needed, and none may come.</summary>
    public async Task FetchTokenAsync(CancellationToken cancellationToken)
    {
        _cookies.Clear();
        _token = "";
        _service.Success(await GetAsync("service document", "?$format=json", cancellationToken)).Json();
    }

    private async Task<ApiAnswer> GetAsync(string subject, string below, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _links.At(below));
        request.Headers.TryAddWithoutValidation(Token, "fetch");
        return await SendAsync(subject, request, cancellationToken);
    }

    private async Task<ApiAnswer> SendBatchAsync(string subject, IReadOnlyList<ODataGroup> groups, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _links.At("$batch")) { Content = ODataBatch.Write(groups) };
        request.Headers.TryAddWithoutValidation("Accept", "multipart/mixed");
        if (_token is { Length: > 0 })
            request.Headers.TryAddWithoutValidation(Token, _token);
        return await SendAsync(subject, request, cancellationToken);
    }

    /// <summary>The token belongs to the session, and that to its cookies.</summary>
    private async Task<ApiAnswer> SendAsync(string subject, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_cookies.Count > 0)
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var answer = await _api.SendAsync(subject, request, Check, cancellationToken);
        foreach (var cookie in answer.Headers.GetValueOrDefault("Set-Cookie") ?? [])
            if (cookie.Split(';')[0].Split('=', 2) is [var name, var value])
                _cookies[name.Trim()] = value.Trim();
        if (request.Method == HttpMethod.Get && answer.IsSuccess && answer.Headers.TryGetValue(Token, out var token) && !token[0].Equals("required", StringComparison.OrdinalIgnoreCase))
            _token = token[0];
        return answer;
    }
}
