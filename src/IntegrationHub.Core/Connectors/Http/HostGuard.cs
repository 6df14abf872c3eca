using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Connectors.Http;

/// <summary>Lets no request out to a host that the connection's settings do not name, whoever asked for it: a link in an answer, a mistake of a connector.</summary>
internal sealed class HostGuard(string connection, AllowedHosts hosts) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => hosts.Allows(request.RequestUri!)
        ? base.SendAsync(request, cancellationToken)
        : throw new ProtocolException(
            $"Connection '{connection}': a request to {request.RequestUri!.Authority} was not sent, since no setting of the connection names that host. If it is right, add it to Connections:{connection}:Http:AllowedHosts.");
}
