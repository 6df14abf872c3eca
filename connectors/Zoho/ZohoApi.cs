using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>The organization's API v8: login, and what its errors mean for a request as a whole.</summary>
internal sealed class ZohoApi
{
    private const string Check = "DataCentre and Auth";

    private static readonly TimeSpan UntilOthersAreDone = TimeSpan.FromSeconds(10);   // no wait is documented

    private readonly ApiClient _api;
    private readonly Uri _root;

    public ZohoApi(ZohoOptions options, ConnectorServices services)
    {
        _root = new Uri(options.Api, "/crm/v8/");
        var auth = options.Auth;
        auth.TokenUrl ??= new Uri(options.Accounts, "/oauth/v2/token");
        auth.AddressField ??= "api_domain";
        auth.Scheme = "Zoho-oauthtoken";
        _api = new ApiClient(services, services.Authorized(auth));
    }

    /// <summary>Asks for something that may not be there: 204, or 400 for a module that is none.</summary>
    public async Task<ApiAnswer> LookAsync(string subject, string path, CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync(subject, new Uri(_root, path), Check, cancellationToken);
        return answer.IsSuccess || answer.Status == HttpStatusCode.BadRequest ? answer : throw Failure(answer);
    }

    /// <summary>Sends something; a refusal with status 400 comes back, since it may be about what was sent.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string subject, string path, JsonObject? body, CancellationToken cancellationToken, bool reads = false)
    {
        using var request = new HttpRequestMessage(method, new Uri(_root, path));
        if (body is not null)
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        request.Options.Set(ApiClient.OnlyReads, reads);
        var answer = await _api.SendAsync(subject, request, Check, cancellationToken);
        return answer.IsSuccess || answer.Status == HttpStatusCode.BadRequest ? answer : throw Failure(answer);
    }

    /// <summary>What an answer that is no success means for the request as a whole.</summary>
    public static ConnectorException Failure(ApiAnswer answer)
    {
        var error = ZohoError.Of(answer);
        return answer.Status switch
        {
            HttpStatusCode.TooManyRequests => new TransientException($"{answer.What}: too many calls ({error.Code}): more at a time than the edition allows, or its credits of the last 24 hours are used up. See Setup, Developer Hub, APIs and SDKs, Usage.", answer.RetryAfter ?? UntilOthersAreDone),
            HttpStatusCode.Unauthorized when error.Code == "OAUTH_SCOPE_MISMATCH" => new AccessException($"{answer.What}: the refresh token was not given for this (OAUTH_SCOPE_MISMATCH). Make one with the scopes in the connector's README."),
            HttpStatusCode.BadRequest => new SetupException($"{answer.What}: {error}. Run `hub target setup`, or mend the mapping."),
            _ => answer.Failure(),
        };
    }

    /// <summary>The answer is a success, and yet does not hold what one holds.</summary>
    public static ProtocolException Odd(ApiAnswer answer, string what) => new($"{answer.What}: {what} in the answer. Check {answer.Check}.");

    public static IEnumerable<JsonElement> Items(ApiAnswer answer, JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw Odd(answer, $"there is no list '{name}'");

    /// <summary>A text of an answer, also of a number; null when it is not there or neither.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null } : null;
}
