using System.Globalization;
using System.Net.Http.Headers;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Sdk.OData;

/// <summary>
/// One OData service: its address, and what every request to it carries. Sends each request once and retries nothing. Safe from several threads; nothing to
/// dispose.
/// </summary>
/// <param name="baseUrl">The service's root, above <c>$metadata</c>.</param>
/// <param name="api">How requests are sent.</param>
public sealed class ODataService(Uri baseUrl, ApiClient api)
{
    /// <summary>Headers for every request. No secrets: those are the client's.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Query options for every request that does not follow a link: <c>sap-client</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The settings an operator should look at when an answer is not right.</summary>
    public string Check { get; init; } = "BaseUrl";

    /// <summary>Keeps links within the service.</summary>
    public ODataLinks Links { get; } = new(baseUrl);

    /// <summary>Reads what the service says of itself.</summary>
    /// <param name="path">Where, below the service's root.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConnectorException">The service gives no such description.</exception>
    public async Task<ODataModel> ModelAsync(CancellationToken cancellationToken, string path = "$metadata")
    {
        var answer = await SendAsync("$metadata", Address(path, ""), "application/xml", "", cancellationToken);
        return ODataModel.Read(Success(answer).Body, answer.What);
    }

    /// <summary>Asks for JSON, below the service's root.</summary>
    /// <param name="subject">What it is about, for messages.</param>
    /// <param name="below">Path and query, as <see cref="ODataLinks.Below"/> gives them or from <see cref="PathAndQuery"/>.</param>
    /// <param name="prefer">The header <c>Prefer</c>; empty: none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>An answer of any status: see <see cref="Success"/>.</returns>
    public Task<ApiAnswer> GetAsync(string subject, string below, string prefer, CancellationToken cancellationToken) =>
        SendAsync(subject, Links.At(below), "application/json", prefer, cancellationToken);

    /// <summary>Asks for a number: what <c>$count</c> answers.</summary>
    /// <exception cref="ConnectorException">There is none.</exception>
    internal async Task<long> CountAsync(string subject, string below, CancellationToken cancellationToken)
    {
        var answer = Success(await SendAsync($"the number of {subject}", Links.At(below), "text/plain", "", cancellationToken));
        return long.TryParse(System.Text.Encoding.UTF8.GetString(answer.Body).Trim('\uFEFF', ' ', '\r', '\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
            : throw new ProtocolException($"{answer.What}: the answer is no number. Check {answer.Check}.");
    }

    /// <summary>A path with query options and the service's own parameters, encoded.</summary>
    /// <param name="path">Below the service's root, encoded.</param>
    /// <param name="options">Query options, encoded; empty ones are left out.</param>
    public string PathAndQuery(string path, params IEnumerable<string> options) =>
        string.Join('&', options.Where(option => option.Length > 0).Concat(Parameters.Select(parameter => Option(parameter.Key, parameter.Value)))) is { Length: > 0 } query ? $"{path}?{query}" : path;

    /// <summary>A query option, encoded.</summary>
    public static string Option(string name, string value) => $"{name}={Uri.EscapeDataString(value)}";

    /// <inheritdoc cref="Option(string, string)"/>
    public static string Option(string name, long value) => $"{name}={value.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The answer, when it is a success.</summary>
    /// <exception cref="ConnectorException">It is none; the message has the service's own code and words where it refuses a query.</exception>
    public ApiAnswer Success(ApiAnswer answer)
    {
        if (answer.IsSuccess)
            return answer;
        return ((int)answer.Status, ODataError.Read(answer.Body)) switch
        {
            (400 or 404 or 501, { } error) => throw new SetupException($"{answer.What}: the service refuses the query ({(int)answer.Status}): {error}. Check {answer.Check}."),
            (400 or 501, _) => throw new SetupException($"{answer.What}: the service refuses the query ({(int)answer.Status}), without saying why. Check {answer.Check}."),
            _ => throw answer.Failure(),
        };
    }

    private Uri Address(string path, string query) => Links.At(PathAndQuery(path, query));

    private async Task<ApiAnswer> SendAsync(string subject, Uri address, string accept, string prefer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (prefer.Length > 0)
            request.Headers.TryAddWithoutValidation("Prefer", prefer);
        return await api.SendAsync(subject, request, Check, cancellationToken);
    }
}
