using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Bench.Pages;

/// <summary>The ERP of the bench: answers pre-rendered pages on loopback. Runs in a process of its own, so that its work is not counted.</summary>
internal static class PageServer
{
    /// <summary>Serves until standard input closes, so that it never outlives the bench. Says <c>ready address</c> on standard output.</summary>
    public static async Task RunAsync(int orders, int customers, CancellationToken cancellationToken)
    {
        var root = new Uri($"http://127.0.0.1:{FreePort()}/");
        var feeds = Feeds.Render(orders, customers, root);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(root.AbsoluteUri);
        await using var app = builder.Build();
        app.MapGet("/$metadata", () => Results.Text(Feeds.Metadata, "application/xml"));
        app.MapGet("/{feed}", async (HttpContext http, string feed) =>
        {
            var skip = int.Parse(http.Request.Query["$skiptoken"].FirstOrDefault("0")!, CultureInfo.InvariantCulture);
            var page = feeds[feed][skip / Feeds.PageSize];
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = page.Length;
            await page.SendAsync(http.Response.Body, http.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        await ServerProcess.ServeAsync(root, cancellationToken);
        await app.StopAsync(cancellationToken);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
