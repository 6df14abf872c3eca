using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>The org's REST API: addresses, login, and what its errors mean for a request as a whole.</summary>
internal sealed class SalesforceApi
{
    /// <summary>Calls come back bit by bit, since the org's day is the last 24 hours.</summary>
    private static readonly TimeSpan UntilThereAreCalls = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan UntilOthersAreDone = TimeSpan.FromMinutes(1);

    private readonly ApiClient _api;
    private readonly Uri _data;
    private readonly Uri _root;

    public SalesforceApi(SalesforceOptions options, ConnectorServices services)
    {
        _root = options.BaseUrl ?? throw new SetupException("BaseUrl is missing: the org's own address, as Setup, My Domain shows it.");
        _data = new Uri(_root, $"/services/data/v{options.ApiVersion}/");
        var auth = options.Auth;
        auth.AddressField ??= "instance_url";
        auth.TokenUrl ??= new Uri(_root, "/services/oauth2/token");
        if (auth.Kind == HttpAuth.JwtBearer)   // OAuth 2.0 JWT Bearer Flow: the audience is the login server, also when the token is asked for at the org's own address
            auth.Audience ??= _root.Host.Contains(".sandbox.", StringComparison.OrdinalIgnoreCase) ? "https://test.salesforce.com" : "https://login.salesforce.com";
        _api = new ApiClient(services, services.Authorized(auth));
    }

    /// <summary>Asks for something under <c>/services/data/vNN.0/</c>.</summary>
    public async Task<ApiAnswer> GetAsync(string subject, string path, CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync(subject, new Uri(_data, path), Check, cancellationToken);
        return answer.IsSuccess ? answer : throw Failure(answer);
    }

    /// <summary>Goes on where an answer said (<c>nextRecordsUrl</c>).</summary>
    public async Task<ApiAnswer> NextAsync(string subject, string address, CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync(subject, new Uri(_root, address), Check, cancellationToken);
        return answer.IsSuccess ? answer : throw Failure(answer);
    }

    /// <summary>Sends something; a refusal with status 400 or 404 comes back, since it may be about what was sent.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string subject, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken, string type = "application/json", string accept = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(_data, path)) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue(accept) } } };
        if (body is { } bytes)
            request.Content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) { CharSet = "UTF-8" } } };
        var answer = await _api.SendAsync(subject, request, Check, cancellationToken);
        return answer.IsSuccess || answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound ? answer : throw Failure(answer);
    }

    /// <summary>The error of an answer that is no success; null when it names none.</summary>
    public static SalesforceError? ErrorOf(ApiAnswer answer)
    {
        try
        {
            using var document = answer.Document();
            return SalesforceError.First(document.RootElement);
        }
        catch (ProtocolException)
        {
            return null;   // the status says it all
        }
    }

    /// <summary>What an answer that is no success means for the request as a whole.</summary>
    public static ConnectorException Failure(ApiAnswer answer)
    {
        var error = ErrorOf(answer);
        return error?.Code switch
        {
            // Developer Limits and Allocations: total calls, and long ones at the same time, are both told by this code
            "REQUEST_LIMIT_EXCEEDED" => answer.Body.AsSpan().IndexOf("Concurrent"u8) >= 0
                ? new TransientException($"{answer.What}: too many calls of the org take long at the same time (REQUEST_LIMIT_EXCEEDED).", answer.RetryAfter ?? UntilOthersAreDone)
                : new TransientException($"{answer.What}: the org's calls of the last 24 hours are used up (REQUEST_LIMIT_EXCEEDED). See Setup, Company Information.", answer.RetryAfter ?? UntilThereAreCalls),
            "INVALID_FIELD" => new SetupException($"{answer.What}: a field is not there, or the integration user may not see it (INVALID_FIELD). Run `hub target setup`."),
            "INVALID_TYPE" or "NOT_FOUND" => new SetupException($"{answer.What}: the object or its external id field is not there, or the integration user may not see it ({error.Code}). Run `hub target setup`."),
            "API_DISABLED_FOR_ORG" or "API_CURRENTLY_DISABLED" => new AccessException($"{answer.What}: the org, or the integration user, may not use the API ({error.Code})."),
            { } when error.IsLater => new TransientException($"{answer.What}: {error.Sentence}", answer.RetryAfter),
            _ => answer.Failure(),
        };
    }

    /// <summary>An answer that should hold something does not.</summary>
    public static ProtocolException Odd(ApiAnswer answer, string what) => new($"{answer.What}: {what}. Check {answer.Check}.");

    /// <summary>A text of an answer; null when it is not there or no text.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private const string Check = "BaseUrl and ApiVersion";
}
