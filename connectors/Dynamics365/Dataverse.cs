using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>Sends requests to the Web API of one environment, each once. One caller at a time.</summary>
internal sealed class Dataverse
{
    private const string Check = "EnvironmentUrl, and which roles the application user has";

    /// <summary>Asks for the whole page of rows, and says which table a lookup refers to.</summary>
    private const string Prefer = "odata.maxpagesize=5000,odata.include-annotations=\"Microsoft.Dynamics.CRM.lookuplogicalname\"";

    // "Compose HTTP requests and handle errors": both versions always
    private static readonly Dictionary<string, string> Versions = new() { ["OData-Version"] = "4.0", ["OData-MaxVersion"] = "4.0" };

    private readonly ApiClient _api;
    private readonly ODataService _service;
    private readonly ConnectorServices _services;
    private readonly KnownTables _known;
    private readonly string _environment;
    private readonly string _root;

    public Dataverse(Dynamics365Options options, ConnectorServices services, KnownTables known)
    {
        Options = options;
        (_services, _known) = (services, known);
        var root = options.ApiUrl ?? throw new SetupException("EnvironmentUrl is missing: https://contoso.crm7.dynamics.com.");
        (_environment, _root) = (root.AbsoluteUri, root.AbsolutePath);
        _api = new ApiClient(services, services.Authorized(EntraLogin.Of(options.Auth, options.TokenUrl, new Uri(root, "/.default").AbsoluteUri)));
        _service = new ODataService(root, _api) { Headers = Versions, Check = Check };
    }

    public Dynamics365Options Options { get; }

    /// <exception cref="SetupException">There is none of this name.</exception>
    public async Task<Table> TableAsync(string name, CancellationToken cancellationToken) => await FindTableAsync(name, cancellationToken)
        ?? throw new SetupException($"Dataverse has no table '{name}'. Run 'hub target setup', or mend to.object in the mapping.");

    public async Task<Table?> FindTableAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.Find(_environment, name, _services.Time.GetUtcNow()) is { } known)
            return known;
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            return null;
        var answer = await GetAsync("table definition", TableDescription.Query(name), cancellationToken);
        if (answer.IsGone)
            return null;
        var table = TableDescription.Read(_service.Success(answer));
        _known.Keep(_environment, table, _services.Time.GetUtcNow());
        return table;
    }

    public void ForgetTables() => _known.Forget(_environment);

    /// <summary>Any status is an answer.</summary>
    public Task<ApiAnswer> GetAsync(string subject, string below, CancellationToken cancellationToken) => _service.GetAsync(subject, below, Prefer, cancellationToken);

    /// <summary>All rows of a query, following its links to the end, page by page.</summary>
    public async IAsyncEnumerable<IReadOnlyList<JsonObject>> RowsAsync(string subject, string below, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (string? next = below; next is not null;)
        {
            if (!seen.Add(next))
                throw new ProtocolException($"GET {subject}: a page leads back to an earlier one. Check {Check}.");
            var answer = _service.Success(await GetAsync(subject, next, cancellationToken));
            var json = answer.Json();
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Array)
                throw new ProtocolException($"{answer.What}: the answer has no list 'value'. Check {answer.Check}.");
            yield return [.. value.EnumerateArray().Select(row => JsonObject.Create(row) ?? throw new ProtocolException($"{answer.What}: a row is no object. Check {answer.Check}."))];
            next = json.TryGetProperty("@odata.nextLink", out var link) && link.GetString() is { } address ? _service.Links.Below(answer.Address!, address, answer.What) : null;
        }
    }

    /// <summary>Several requests in one, with their whole paths, as the documentation writes them; those behind a refused one are carried out, too.</summary>
    /// <returns>Null when it is too large for one request.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<ApiAnswer>>?> BatchAsync(string subject, IReadOnlyList<ODataGroup> groups, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _service.Links.At("$batch")) { Content = ODataBatch.Write([.. groups.Select(Rooted)]) };
        request.Headers.TryAddWithoutValidation("Accept", "multipart/mixed");
        var answer = await SendAsync(subject, request, "odata.continue-on-error", cancellationToken);
        return (int)answer.Status == 413 && groups.Count > 1 ? null : ODataBatch.Read(answer.Success(), groups);
    }

    /// <summary>A request of its own, for set-up and single rows.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string subject, string below, JsonObject body, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, _service.Links.At(below)) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(subject, request, prefer: null, cancellationToken);
    }

    public ApiAnswer Success(ApiAnswer answer) => _service.Success(answer);

    private ODataGroup Rooted(ODataGroup group) => group with { Parts = [.. group.Parts.Select(part => part with { Path = _root + part.Path })] };

    private Task<ApiAnswer> SendAsync(string subject, HttpRequestMessage request, string? prefer, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in Versions)
            request.Headers.TryAddWithoutValidation(name, value);
        if (prefer is not null)
            request.Headers.TryAddWithoutValidation("Prefer", prefer);
        return _api.SendAsync(subject, request, Check, cancellationToken);
    }
}
