using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>The account's API: login, and what its errors mean for a request as a whole.</summary>
internal sealed class HubSpotApi
{
    /// <summary>Records in a call.</summary>
    public const int Most = 100;

    private const string Check = "BaseUrl and Auth";

    private static readonly TimeSpan UntilUnlocked = TimeSpan.FromSeconds(2);   // "Error handling": wait at least that long after 423

    private readonly ApiClient _api;
    private readonly ConnectorServices _services;
    private readonly Uri _root;
    private readonly string _timeZone;

    public HubSpotApi(HubSpotOptions options, ConnectorServices services)
    {
        (_root, _services, _timeZone) = (options.BaseUrl, services, options.TimeZone);
        if (options.Auth.Kind == HttpAuth.RefreshToken)
            options.Auth.TokenUrl ??= new Uri(_root, "/oauth/v1/token");
        _api = new ApiClient(services, services.Authorized(options.Auth));
    }

    public async Task<ApiAnswer> GetAsync(string subject, string path, CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync(subject, new Uri(_root, path), Check, cancellationToken);
        return answer.IsSuccess ? answer : throw Failure(answer);
    }

    /// <summary>Asks for something that may not be there (400, 404).</summary>
    public async Task<ApiAnswer> LookAsync(string subject, string path, CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync(subject, new Uri(_root, path), Check, cancellationToken);
        return answer.IsSuccess || answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound ? answer : throw Failure(answer);
    }

    /// <summary>Asks by POST; changes nothing over there.</summary>
    public async Task<ApiAnswer> AskAsync(string subject, string path, JsonObject body, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(subject, path, body, reads: true, cancellationToken);
        return answer.IsSuccess ? answer : throw Failure(answer);
    }

    /// <summary>Sends something; a refusal that may be about what was sent (400, 403, 404, 409) comes back.</summary>
    public async Task<ApiAnswer> SendAsync(string subject, string path, JsonObject body, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(subject, path, body, reads: false, cancellationToken);
        return answer.IsSuccess || answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.Forbidden ? answer : throw Failure(answer);
    }

    /// <summary>What an answer that is no success means for the request as a whole.</summary>
    public ConnectorException Failure(ApiAnswer answer)
    {
        var error = HubSpotError.Of(answer);
        return (int)answer.Status switch
        {
            429 when error.Policy == "DAILY" => new TransientException($"{answer.What}: the account's calls of the day are used up (policy DAILY). See Settings, Integrations, Private Apps, or raise the limit.", answer.RetryAfter ?? UntilTomorrow()),
            429 => new TransientException($"{answer.What}: too many calls{(error.Policy is null ? "" : $" (policy {error.Policy})")}.", answer.RetryAfter ?? TimeSpan.FromSeconds(error.Policy == "SECONDLY" ? 1 : 10)),
            423 => new TransientException($"{answer.What}: records are locked for a moment (423).", answer.RetryAfter ?? UntilUnlocked),
            477 => new TransientException($"{answer.What}: HubSpot is moving the account to another data centre (477).", answer.RetryAfter),
            400 when error.IsAboutSettings => new SetupException($"{answer.What}: {error}. Run `hub target setup`, or mend the mapping."),
            _ => answer.Failure(),
        };
    }

    /// <summary>A list of an answer.</summary>
    public static IEnumerable<JsonElement> Items(ApiAnswer answer, JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw Odd(answer, $"there is no list '{name}'");

    /// <summary>The answer is a success, and yet does not hold what one holds.</summary>
    public static ProtocolException Odd(ApiAnswer answer, string what) => new($"{answer.What}: {what} in the answer. Check {answer.Check}.");

    /// <summary>A text of an answer, also of a number; null when it is not there or neither.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null } : null;

    private async Task<ApiAnswer> PostAsync(string subject, string path, JsonObject body, bool reads, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_root, path))
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Options.Set(ApiClient.OnlyReads, reads);
        return await _api.SendAsync(subject, request, Check, cancellationToken);
    }

    /// <summary>"API usage guidelines and limits": the day begins at midnight in the account's time zone.</summary>
    private TimeSpan UntilTomorrow()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(_timeZone);
        var now = TimeZoneInfo.ConvertTime(_services.Time.GetUtcNow(), zone);
        return now.Date.AddDays(1) - now.DateTime;
    }
}
