using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Connectors.Webhook.Out;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.Webhook.Tests;

/// <summary>A receiver as its README asks for: it proves the signature by the same code that proves calls to the hub, upserts by key, and forgets on purpose.</summary>
internal sealed class WebhookTargetRig(WebhookSigning signing, bool answersRows) : ITargetRig
{
    private const string Good = "whsec_Z29vZC1zZWNyZXQtb2YtdGhlLWh1Yi0wMQ==";
    private const string Wrong = "whsec_d3Jvbmctc2VjcmV0LW9mLXRoZS1odWItMDE=";
    private readonly Dictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private WebApplication? _server;
    private TargetFault? _fault;
    private TaskCompletionSource _struck = new();

    public string Entity => "orders";

    public IReadOnlyList<string> Secrets => [Good, Wrong];

    /// <summary>How many changes each call brought.</summary>
    public List<int> Calls { get; } = [];

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPost("/in/{entity}", ReceiveAsync);
        await _server.StartAsync();
    }

    public ITarget Open(ConnectorServices services) => Open(Good, services);

    public ITarget OpenWithWrongCredentials(ConnectorServices services) => Open(Wrong, services);

    public JsonObject Fields(int number, int version) => new() { ["name"] = $"株式会社 {number}", ["note"] = $"note-{number}-{version}", ["lines"] = new JsonArray(new JsonObject { ["quantity"] = version }) };

    public JsonObject PoisonedFields(int number) => new() { ["poison"] = $"venom-{number}" };

    public Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey) => Task.FromResult<IReadOnlyList<RemoteObject>>(
        _objects.TryGetValue(externalKey, out var fields) ? [new RemoteObject(externalKey, fields)] : []);

    public Task Plan(TargetFault fault)
    {
        (_fault, _struck) = (fault, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _struck.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _fault = null;
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private WebhookTarget Open(string secret, ConnectorServices services) =>
        new(new WebhookTargetOptions { Url = $"{_server!.Urls.Single()}/in/{{object}}", Secret = new Secret(secret), Signing = signing, MostChanges = 4 }, services);

    private async Task<IResult> ReceiveAsync(HttpContext context, string entity)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (!Proven(context, body.ToArray()))
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        var call = JsonNode.Parse(body.ToArray())!.AsObject();
        var changes = call["changes"]!.AsArray();
        if (_fault is { } planned and not TargetFault.LostAnswer)
            return await StrikeAsync(context, planned);
        if (!answersRows && changes.Any(change => change!["fields"]?["poison"] is not null))
            return Results.StatusCode(StatusCodes.Status422UnprocessableEntity);
        Calls.Add(changes.Count);
        var rows = new JsonArray();
        foreach (var change in changes)
            rows.Add(Take(change!.AsObject()));
        if (_fault is not null)
        {
            _fault = null;
            _struck.SetResult();
            context.Abort();
        }

        return answersRows ? Results.Text(new JsonObject { ["results"] = rows }.ToJsonString(), "application/json") : Results.NoContent();
    }

    private bool Proven(HttpContext context, byte[] body)
    {
        var auth = signing == WebhookSigning.Hub ? new WebhookAuthOptions { Secret = new Secret(Good) } : new WebhookAuthOptions
        {
            Secret = new Secret(Good),
            SecretIsBase64 = true,
            SignatureHeader = "webhook-signature",
            SignaturePrefix = "v1,",
            SignatureEncoding = WebhookEncoding.Base64,
            Signed = "{id}.{timestamp}.{body}",
            TimestampHeader = "webhook-timestamp",
            CallId = "webhook-id",
        };
        var call = new HookCall(name => context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null, _ => null, "application/json", body, DateTimeOffset.UtcNow);
        using var json = JsonDocument.Parse(body);
        return new Signature(auth).WhatIsWrong(call, json.RootElement) is null;
    }

    private async Task<IResult> StrikeAsync(HttpContext context, TargetFault fault)
    {
        _fault = null;
        _struck.SetResult();
        if (fault == TargetFault.TooManyRequests)
            context.Response.Headers.RetryAfter = $"{TargetContract.Wait.TotalSeconds}";
        if (fault == TargetFault.Hang)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.OnlyOnCanceled, TaskScheduler.Default);
        return fault switch
        {
            TargetFault.TooManyRequests => Results.StatusCode(StatusCodes.Status429TooManyRequests),
            TargetFault.Nonsense => Results.Content("<html>Have a nice day", "text/html"),
            _ => Results.StatusCode(StatusCodes.Status500InternalServerError),
        };
    }

    private JsonObject Take(JsonObject change)
    {
        var key = (string)change["key"]!;
        if (change["fields"]?["poison"] is not null)
            return new JsonObject { ["key"] = key, ["status"] = "refused", ["code"] = "poison", ["message"] = $"{change["fields"]!["poison"]}" };
        if ((string)change["change"]! == "deleted")
            _objects.Remove(key);
        else
            _objects[key] = (JsonObject)change["fields"]!.DeepClone();
        return new JsonObject { ["key"] = key, ["status"] = "taken" };
    }
}
