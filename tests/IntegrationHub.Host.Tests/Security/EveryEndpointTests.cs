using System.Net;
using System.Text.RegularExpressions;
using IntegrationHub.Host.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Host.Tests.Security;

public sealed partial class EveryEndpointTests(RunningHub hub) : IClassFixture<RunningHub>
{
    private static readonly string[] Open = ["GET /healthz", "GET /readyz", "GET /sign-in", "POST /sign-in", "POST /language", "GET /forbidden", "POST /hooks/1/1"];

    [Fact]
    public async Task Only_health_and_sign_in_answer_without_signing_in()
    {
        using var client = hub.Client();
        var open = new List<string>();
        foreach (var (method, path) in Endpoints())
        {
            var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            var refused = answer.StatusCode == HttpStatusCode.Unauthorized
                || (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/sign-in?returnUrl=", StringComparison.Ordinal));
            if (!refused)
                open.Add($"{method} {path}");
        }

        open.ShouldBeSubsetOf(Open);
        open.ShouldContain("GET /healthz");   // the walk does reach endpoints
    }

    [Fact]
    public void What_is_open_says_so_itself_and_nothing_else_does()
    {
        var anonymous = hub.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), "1")).Distinct();

        anonymous.ShouldBe(Open.Select(open => open.Split(' ')[1]).Distinct(), ignoreOrder: true);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/healthz")]
    [InlineData("/hub.css")]
    [InlineData("/api/v1/runs")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using var client = hub.Client();
        var answer = await client.GetAsync(path);

        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    private IEnumerable<(string Method, string Path)> Endpoints() =>
        from source in hub.Services.GetServices<EndpointDataSource>()
        from endpoint in source.Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), "1"));

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
