using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Odoo;

/// <summary>One call of Odoo's JSON-RPC, and what its answer means. Errors come with status 200.</summary>
/// <param name="options">The connection's.</param>
/// <param name="what">For messages.</param>
/// <param name="service"><c>common</c> or <c>object</c>.</param>
/// <param name="method">The service's.</param>
/// <param name="args">What it takes.</param>
internal sealed class OdooCall(OdooOptions options, string what, string service, string method, object?[] args)
{
    private static int _calls;
    private readonly int _id = Interlocked.Increment(ref _calls);

    public async Task<JsonElement> ResultAsync(ConnectorServices services, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{options.BaseUrl!.AbsoluteUri.TrimEnd('/')}/jsonrpc"))
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", method = "call", id = _id, @params = new { service, method, args } }))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        request.Options.Set(ApiClient.OnlyReads, true);   // logging in changes nothing over there, either
        return Result(await new ApiClient(services, services.Http).SendAsync(what, request, "BaseUrl and Database", cancellationToken));
    }

    private JsonElement Result(ApiAnswer answer)
    {
        var body = answer.Success().Json();
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.Number || id.GetRawText() != $"{_id}")
            throw new ProtocolException($"{answer.What}: the answer does not belong to the question. Check BaseUrl, and what stands between the hub and Odoo.");
        if (body.TryGetProperty("error", out var error))
            throw Failure(answer.What, error);
        return body.TryGetProperty("result", out var result) ? result : throw new ProtocolException($"{answer.What}: the answer has neither result nor error. Check BaseUrl.");
    }

    /// <summary>Odoo's messages quote records, so only the kind of the error is told.</summary>
    private static ConnectorException Failure(string what, JsonElement error)
    {
        var data = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("data", out var told) ? told : default;
        var (name, message) = (Text(data, "name"), Text(data, "message"));
        return name[(name.LastIndexOf('.') + 1)..] switch
        {
            "AccessDenied" => new AccessException($"{what}: Odoo refuses the log-in (AccessDenied). Check User and ApiKey, and that the user is active."),
            "AccessError" => new AccessException($"{what}: the user may not read it (AccessError). See Rights in the connector's README."),
            "MissingError" => new TransientException($"{what}: a record was deleted while it was read (MissingError)."),
            "SerializationFailure" or "DeadlockDetected" or "LockNotAvailable" or "PoolError" or "QueryCanceled" => new TransientException($"{what}: Odoo's database was busy."),
            "OperationalError" when message.Contains("does not exist", StringComparison.Ordinal) => new SetupException($"{what}: there is no database of this name. Check Database."),
            "OperationalError" => new TransientException($"{what}: Odoo cannot reach its database (OperationalError)."),
            _ when message.StartsWith("Object ", StringComparison.Ordinal) && message.Contains("exist", StringComparison.Ordinal) || name.EndsWith("KeyError", StringComparison.Ordinal) =>
                new SetupException($"{what}: Odoo does not know this model. Check that its app is installed; see Versions in the connector's README."),
            "UserError" or "ValidationError" => new ProtocolException($"{what}: Odoo refuses the read (UserError or ValidationError), which a read should not meet. Odoo's log says why."),
            _ => new ProtocolException($"{what}: Odoo failed. Its log says why."),
        };
    }

    private static string Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
