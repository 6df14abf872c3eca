using System.Net.Http.Headers;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>Sends the requests of one round and tells what came back. Safe from several threads.</summary>
internal sealed class RestClient(RestOptions options, ConnectorServices services)
{
    private readonly string _baseUrl = options.BaseUrl!.AbsoluteUri.TrimEnd('/');
    private volatile DeliveryResult.Deferred? _resting;

    /// <summary>Set once the API has asked to be left alone: nothing more is to be sent in this round, and this is the answer for it.</summary>
    public DeliveryResult.Deferred? Resting => _resting;

    /// <summary>Sends one request, once.</summary>
    /// <exception cref="TransientException">No answer came: unreachable, dropped, or too slow. What was sent may have been carried out.</exception>
    public async Task<RestAnswer> SendAsync(HttpMethod method, string subject, RestPlace place, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        var what = $"{method} {subject} at {options.BaseUrl!.Authority}";
        using var request = Request(method, place, body);
        try
        {
            using var response = await services.Http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var answer = new RestAnswer(what, place, response.StatusCode, RetryAfter(response), await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (RestStatus.AsksForRest((int)answer.Status))
                _resting = answer.Deferred();
            return answer;
        }
        catch (HttpRequestException lost)
        {
            throw new TransientException($"{what}: no answer ({lost.HttpRequestError}). Check BaseUrl and whether the API is up.", inner: lost);
        }
        catch (OperationCanceledException tooSlow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientException($"{what}: no answer in time.", inner: tooSlow);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, RestPlace place, ReadOnlyMemory<byte>? body)
    {
        var request = new HttpRequestMessage(method, new Uri(_baseUrl + place.Path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is { } json)
            request.Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        options.Auth.Apply(request.Headers);
        return request;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - services.Time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
