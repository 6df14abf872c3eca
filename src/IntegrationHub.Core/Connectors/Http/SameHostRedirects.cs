namespace IntegrationHub.Core.Connectors.Http;

/// <summary>
/// Follows redirects of reads within the same scheme, host and port. Any other redirect is handed to the connector as the answer it is:
/// following it would carry the connection's credentials to somebody else.
/// </summary>
internal sealed class SameHostRedirects : DelegatingHandler
{
    private const int Most = 5;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var followed = 0; ; followed++)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (followed == Most || Next(request, response) is not { } next)
                return response;
            response.Dispose();
            request.RequestUri = next;
        }
    }

    private static Uri? Next(HttpRequestMessage request, HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            return null;
        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
            return null;
        var next = new Uri(request.RequestUri!, location);
        return Uri.Compare(next, request.RequestUri, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0 ? next : null;
    }
}
