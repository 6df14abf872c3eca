using System.Security.Cryptography.X509Certificates;
using IntegrationHub.Core.Connectors.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Core.Tests.Connectors.Http;

/// <summary>A server on loopback, with TLS when it has a certificate, and clients of a connection to it.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<HttpClient> _clients = [];
    private int _requests;

    private Peer(RequestDelegate answer, X509Certificate2? certificate, bool asksForCertificate, string? own)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
            {
                if (certificate is not null)
                    listen.UseHttps(certificate, https =>
                    {
                        https.ClientCertificateMode = asksForCertificate ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
                        https.ClientCertificateValidation = (shown, _, _) => shown.Thumbprint == own;
                    });
            });
        });
        _app = builder.Build();
        _app.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            return answer(context);
        });
    }

    public Uri Address => new(_app.Urls.Single());
    public int Requests => _requests;

    public static async Task<Peer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null, bool asksForCertificate = false, string? takes = null)
    {
        var peer = new Peer(answer, certificate, asksForCertificate, takes);
        await peer._app.StartAsync();
        return peer;
    }

    /// <summary>A connection's client, allowed to go to this server.</summary>
    public HttpClient Client(ConnectionHttpOptions? options = null, TimeProvider? time = null)
    {
        var client = ConnectionHttp.Create("erp", options ?? new(), new AllowedHosts([new { BaseUrl = Address }], options?.AllowedHosts ?? []), quota: null, time ?? TimeProvider.System, NullLogger.Instance);
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _app.DisposeAsync();
    }
}
