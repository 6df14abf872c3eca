using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest;

/// <summary>Asks the API for pages: only at its own address, and never for more than an answer may have.</summary>
internal sealed class RestReader(RestSourceOptions options, ConnectorServices services)
{
    private readonly string _baseUrl = options.BaseUrl!.AbsoluteUri.TrimEnd('/');
    private readonly ApiClient _api = new(services, services.Authorized(options.Auth), options.MostMegabytes * 1024L * 1024L);

    /// <summary>The address of a path below the API's.</summary>
    public Uri At(string pathAndQuery) => new(_baseUrl + pathAndQuery);

    /// <summary>Where a link of the API leads, seen from the page it stands on.</summary>
    /// <exception cref="ProtocolException">To another server: our credentials have no business there.</exception>
    public Uri Follow(Uri page, string link, RestPlace place)
    {
        if (Uri.TryCreate(page, link, out var next)
            && Uri.Compare(next, options.BaseUrl, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0)
            return next;
        throw new ProtocolException($"{place.Setting}: the link to the next page leads to another server than BaseUrl. Set BaseUrl to where the API really is.");
    }

    /// <summary>An answer of any status.</summary>
    /// <exception cref="ConnectorException">There is no whole answer.</exception>
    public async Task<ApiAnswer> GetAsync(string entity, RestPlace place, Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in options.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _api.SendAsync(entity, request, $"BaseUrl and {place.Setting}", cancellationToken);
    }
}
