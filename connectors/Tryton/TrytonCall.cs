using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>One call of Tryton's JSON-RPC, and what its answer means. Errors come with status 200.</summary>
internal sealed class TrytonCall(TrytonOptions options, string method, object?[] parameters)
{
    private static int _calls;
    private readonly int _id = Interlocked.Increment(ref _calls);

    public async Task<ApiAnswer> SendAsync(ConnectorServices services, HttpClient http, bool isRead, CancellationToken cancellationToken)
    {
        var address = new Uri($"{options.BaseUrl!.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(options.Database!)}/");
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { id = _id, method, @params = parameters })) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Options.Set(ApiClient.OnlyReads, isRead);
        return await new ApiClient(services, http).SendAsync(method, request, "BaseUrl and Database", cancellationToken);
    }

    /// <exception cref="ConnectorException">There is none.</exception>
    public JsonElement ResultOf(ApiAnswer answer)
    {
        switch (answer.Status)
        {
            case HttpStatusCode.NotFound:
                throw new SetupException($"{answer.What}: there is no database of this name (404). Check Database and BaseUrl.");
            case HttpStatusCode.Forbidden:
                throw new AccessException($"{answer.What}: Tryton does not let this user call it (403). Check that the user is active and the module installed.");
        }

        var body = answer.Success().Json();
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.Number || id.GetRawText() != $"{_id}")
            throw new ProtocolException($"{answer.What}: the answer does not belong to the question. Check BaseUrl, and what stands between the hub and Tryton.");
        if (body.TryGetProperty("error", out var error))
            throw Failure(answer.What, error);
        return body.TryGetProperty("result", out var result) ? result : throw new ProtocolException($"{answer.What}: the answer has neither result nor error. Check BaseUrl.");
    }

    /// <summary>Tryton's messages quote records, so only their kind is told, and the name of what it does not know.</summary>
    private static ConnectorException Failure(string what, JsonElement error)
    {
        var kind = error.ValueKind == JsonValueKind.Array && error.GetArrayLength() > 0 && error[0].ValueKind == JsonValueKind.String ? error[0].GetString()! : "";
        return kind switch
        {
            "UserError" => new AccessException($"{what}: Tryton refuses it (UserError). Most often the user lacks the right to read one of the models: see Rights in the connector's README."),
            "UserWarning" => new ProtocolException($"{what}: Tryton asks a question back (UserWarning), which a read should not meet. Look into the server's log."),
            "ConcurrencyException" => new TransientException($"{what}: records were changed at the same moment (ConcurrencyException)."),
            ['\'', .. var name, '\''] when IsName(name) => new SetupException($"{what}: Tryton knows no model or field '{name}'. Check Fields, and that the modules named in the connector's README are activated."),
            _ => new ProtocolException($"{what}: Tryton failed. Its log says why."),
        };
    }

    private static bool IsName(string name) => name.Length is > 0 and < 80 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.');
}
