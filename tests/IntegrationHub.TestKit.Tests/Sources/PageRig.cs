using System.Globalization;
using IntegrationHub.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>A server on loopback with pages of two records, read by a source that is sound or broken on purpose.</summary>
internal sealed class PageRig(PageFault fault = PageFault.None) : ISourceRig
{
    private WebApplication? _server;

    public string Entity => "things";
    public IReadOnlyList<string> Keys { get; } = [.. Enumerable.Range(1, 5).Select(number => $"T-{number}")];
    public IReadOnlyList<string> Confidential => ["s3cret"];

    public async Task<ISource> OpenAsync(ConnectorServices services)
    {
        if (_server is null)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            _server = builder.Build();
            _server.MapGet("/things", (HttpRequest request) => Page(request));
            await _server.StartAsync();
        }

        return new PageSource(new Uri(_server.Urls.First()), services, fault);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private IResult Page(HttpRequest request) => request.Headers.Authorization == "Bearer s3cret"
        ? Results.Json(Keys.Skip(int.Parse(request.Query["skip"]!, CultureInfo.InvariantCulture)).Take(2).Select(key => new { key }))
        : Results.Unauthorized();
}
