using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.Rest.Tests;

/// <summary>An API that answers as a test says, over real HTTP, and keeps what it was asked.</summary>
internal sealed class StubApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Asked> _asked = [];

    private StubApi(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>The requests so far, in the order of their arrival.</summary>
    public IReadOnlyList<Asked> Requests => [.. _asked];

    /// <summary>Answers every request with what <paramref name="answer"/> says for it.</summary>
    public static async Task<StubApi> StartAsync(Func<Asked, Answer> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var api = new StubApi(app);
        app.Run(context => api.AnswerAsync(context, answer));
        await app.StartAsync();
        return api;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<Asked, Answer> answer)
    {
        using var body = new StreamReader(context.Request.Body);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var asked = new Asked($"{context.Request.Method} {target}", await body.ReadToEndAsync(), context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()));
        _asked.Enqueue(asked);
        var told = answer(asked);
        context.Response.StatusCode = told.Status;
        if (told.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait;
        if (told.Location is { } location)
            context.Response.Headers.Location = location;
        await context.Response.WriteAsync(told.Body);
    }

    /// <summary>A request: <c>PUT /api/…</c> as it was sent, its body and its headers.</summary>
    internal sealed record Asked(string Line, string Body, IReadOnlyDictionary<string, string> Headers);

    internal sealed record Answer(int Status, string Body = "", string? RetryAfter = null, string? Location = null)
    {
        public static Answer Created(string id) => new(201, $$"""{"id":"{{id}}"}""");
    }
}
