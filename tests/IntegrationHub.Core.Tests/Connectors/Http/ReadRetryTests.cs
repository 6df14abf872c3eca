using System.Net;
using IntegrationHub.Core.Connectors.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Core.Tests.Connectors.Http;

public sealed class ReadRetryTests : IAsyncLifetime
{
    private readonly List<string> _seen = [];
    private readonly HttpClient _client = ConnectionHttp.Create("erp", new(), new AllowedHosts([], ["127.0.0.1"]), quota: null, TimeProvider.System, NullLogger.Instance);
    private WebApplication _server = null!;
    private Func<HttpContext, int, Task> _answer = (_, _) => Task.CompletedTask;

    private string Address => _server.Urls.First();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(context =>
        {
            lock (_seen)
                _seen.Add($"{context.Request.Method} {context.Request.Path}");
            return _answer(context, _seen.Count);
        });
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_read_is_tried_again_when_the_other_side_is_busy()
    {
        _answer = Busy(times: 2, retryAfter: "0");
        (await _client.GetAsync($"{Address}/orders")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task After_four_attempts_the_answer_is_handed_on()
    {
        _answer = Busy(times: 100, retryAfter: "0");
        (await _client.GetAsync($"{Address}/orders")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        _seen.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_long_wait_that_is_asked_for_is_handed_on_at_once()
    {
        _answer = Busy(times: 1, retryAfter: "120");
        var answer = await _client.GetAsync($"{Address}/orders");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(120));
        _seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_write_is_never_repeated()
    {
        _answer = Busy(times: 1, retryAfter: "0");
        (await _client.PostAsync($"{Address}/orders", new StringContent("{}"))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        _seen.ShouldBe(["POST /orders"]);
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again()
    {
        _answer = (context, _) => { context.Response.StatusCode = 401; return Task.CompletedTask; };
        (await _client.GetAsync($"{Address}/orders")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        _seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_redirect_on_the_same_host_is_followed_with_the_credentials()
    {
        string? credentials = null;
        _answer = (context, _) =>
        {
            if (context.Request.Path == "/old")
                context.Response.Redirect("/new");
            else
                credentials = context.Request.Headers["X-Api-Key"];
            return Task.CompletedTask;
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Address}/old") { Headers = { { "X-Api-Key", "key" } } };
        (await _client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
        credentials.ShouldBe("key");
    }

    [Theory]
    [InlineData("http://localhost:{port}/new")]
    [InlineData("https://127.0.0.1:{port}/new")]
    [InlineData("http://127.0.0.1:1/new")]
    public async Task A_redirect_to_anybody_else_is_not_followed(string location)
    {
        _answer = (context, _) => { context.Response.Redirect(location.Replace("{port}", $"{new Uri(Address).Port}", StringComparison.Ordinal)); return Task.CompletedTask; };
        (await _client.GetAsync($"{Address}/old")).StatusCode.ShouldBe(HttpStatusCode.Found);
        _seen.ShouldBe(["GET /old"]);
    }

    [Fact]
    public async Task A_redirect_in_a_circle_ends()
    {
        _answer = (context, _) => { context.Response.Redirect("/round"); return Task.CompletedTask; };
        (await _client.GetAsync($"{Address}/round")).StatusCode.ShouldBe(HttpStatusCode.Found);
        _seen.Count.ShouldBe(6);
    }

    private static Func<HttpContext, int, Task> Busy(int times, string retryAfter) => (context, request) =>
    {
        if (request <= times)
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = retryAfter;
        }
        return Task.CompletedTask;
    };
}
