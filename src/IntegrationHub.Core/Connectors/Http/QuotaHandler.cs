using IntegrationHub.Core.Quota;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Core.Connectors.Http;

/// <summary>Sends nothing for which the account has no call, and hears what answers say about it.</summary>
internal sealed class QuotaHandler(QuotaAccount account, QuotaHeaderOptions headers) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(ApiClient.Uncounted, out var uncounted) && uncounted)
            return await base.SendAsync(request, cancellationToken);
        await account.TakeAsync(cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        account.Hear(response, headers);
        return response;
    }
}
