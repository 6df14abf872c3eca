using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Connectors.Http;

/// <summary>The network end of a connection: TLS, proxy, and what goes wrong with either, in words.</summary>
internal sealed class Sockets : DelegatingHandler
{
    private readonly string _connection;

    internal Sockets(string connection, ConnectionHttpOptions options)
    {
        _connection = connection;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),   // follow DNS
            UseCookies = false,
        };
        handler.SslOptions.EnabledSslProtocols = options.Tls.Protocols;
        if (options.Tls.Authorities() is { Count: > 0 } authorities)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => errors == SslPolicyErrors.None
                || errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is X509Certificate2 shown && LeadsTo(authorities, shown, chain);
        if (options.ClientCertificate?.Load() is var (own, others))
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(own, others, offline: true);
        if (options.Proxy is { } proxy)
        {
            handler.Proxy = new ListedProxy(proxy);
            handler.DefaultProxyCredentials = null;
        }

        InnerHandler = handler;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            return response.StatusCode != HttpStatusCode.ProxyAuthenticationRequired ? response : throw ProxyRefuses();
        }
        catch (HttpRequestException refused) when (refused is { HttpRequestError: HttpRequestError.ProxyTunnelError } && refused.Message.Contains("407", StringComparison.Ordinal))
        {
            throw ProxyRefuses();
        }
        catch (HttpRequestException insecure) when (insecure is { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException why })
        {
            throw new SetupException(
                $"Connection '{_connection}': no trusted encrypted connection to {request.RequestUri!.Authority}: {why.Message.TrimEnd('.')}. "
                + $"For a private authority set Connections:{_connection}:Http:Tls:AuthorityFile; for a server that asks who we are, Http:ClientCertificate.", insecure);
        }
    }

    private AccessException ProxyRefuses() => new($"Connection '{_connection}': the proxy refuses us (407). Check Connections:{_connection}:Http:Proxy:User and Password.");

    /// <summary>Name, dates and use were checked already; here only whom the chain ends at.</summary>
    private static bool LeadsTo(X509Certificate2Collection authorities, X509Certificate2 certificate, X509Chain? shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;   // as for the system's authorities
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));   // server authentication
        if (shown is not null)
            chain.ChainPolicy.ExtraStore.AddRange(shown.ChainElements.Select(element => element.Certificate).ToArray());
        return chain.Build(certificate);
    }

    private sealed class ListedProxy(ProxyOptions options) : IWebProxy
    {
        public ICredentials? Credentials { get; set; } = options.User is { } user ? new NetworkCredential(user, options.Password?.Reveal()) : null;

        public Uri? GetProxy(Uri destination) => options.Address;

        public bool IsBypassed(Uri host) => options.Bypass.Exists(listed => AllowedHosts.Matches(listed, host));
    }
}
