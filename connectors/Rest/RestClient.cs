using System.Net.Http.Headers;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest;

/// <summary>Sends the requests of one round and tells what came back. Safe from several threads.</summary>
internal sealed class RestClient(RestOptions options, ConnectorServices services)
{
    private readonly string _baseUrl = options.BaseUrl!.AbsoluteUri.TrimEnd('/');
    private readonly ApiClient _api = new(services, services.Authorized(options.Auth));
    private volatile DeliveryResult.Deferred? _resting;

    /// <summary>Set once the API has asked to be left alone: nothing more is to be sent in this round, and this is the answer for it.</summary>
    public DeliveryResult.Deferred? Resting => _resting;

    /// <summary>Sends one request, once.</summary>
    /// <exception cref="TransientException">No answer came: unreachable, dropped, or too slow. What was sent may have been carried out.</exception>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string subject, RestPlace place, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_baseUrl + place.Path));
        if (body is { } json)
            request.Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var answer = await _api.SendAsync(subject, request, $"BaseUrl and {place.Setting}", cancellationToken);
        if (answer.AsksForRest)
            _resting = answer.Deferred();
        return answer;
    }
}
