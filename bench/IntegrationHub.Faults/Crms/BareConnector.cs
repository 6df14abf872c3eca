using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Faults.Crms;

/// <summary>The options of the connector <c>bare</c>.</summary>
internal sealed class BareOptions
{
    public Uri? BaseUrl { get; set; }
}

/// <summary>
/// A target that trusts the hub's bookkeeping: it creates what the hub does not say may exist, without looking. So every answer the hub forgets that it lost shows as a second record.
/// </summary>
internal sealed class BareConnector : IConnector
{
    public void Register(IConnectorRegistry registry) => registry.AddTarget<BareOptions>("bare", (options, services) => new BareTarget(options.BaseUrl!, services));

    private sealed class BareTarget(Uri server, ConnectorServices services) : ITarget
    {
        private readonly ApiClient _api = new(services, services.Http);

        public Task CheckAsync(CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, "/api", null, cancellationToken);

        public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken)
        {
            var results = new List<DeliveryResult>();
            foreach (var delivery in batch)
                results.Add(await DeliverAsync(delivery, cancellationToken));
            return results;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async Task<DeliveryResult> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
        {
            var path = $"/api/{delivery.Entity}";
            var id = delivery.RemoteId;
            if (id is null && delivery.MayExist)
            {
                var found = await SendAsync(HttpMethod.Get, $"{path}?externalId={Uri.EscapeDataString(delivery.ExternalKey)}", null, cancellationToken);
                if (found.AsksForRest)
                    return new DeliveryResult.Deferred("busy");
                id = found.Success().Json().GetProperty("items") is { } items && items.GetArrayLength() > 0 ? items[0].GetProperty("id").GetString() : null;
            }

            if (delivery.Change == ChangeKind.Deleted)
                return id is null ? new DeliveryResult.Delivered("") : Said(await SendAsync(HttpMethod.Delete, $"{path}/{id}", null, cancellationToken), id, isDelete: true);
            var body = (JsonObject)delivery.Fields.DeepClone();
            body["externalId"] = delivery.ExternalKey;
            return Said(id is null ? await SendAsync(HttpMethod.Post, path, body, cancellationToken) : await SendAsync(HttpMethod.Patch, $"{path}/{id}", body, cancellationToken), id, isDelete: false);
        }

        private static DeliveryResult Said(ApiAnswer answer, string? id, bool isDelete) => answer switch
        {
            { AsksForRest: true } => new DeliveryResult.Deferred("busy"),
            { IsGone: true } when isDelete => new DeliveryResult.Delivered(id ?? ""),
            { IsGone: true } when id is not null => new DeliveryResult.Gone(),
            { Status: System.Net.HttpStatusCode.UnprocessableEntity } => new DeliveryResult.Rejected("refused"),
            _ => new DeliveryResult.Delivered(answer.Success().Json() is { ValueKind: JsonValueKind.Object } record ? record.GetProperty("id").GetString()! : throw new ProtocolException("no record")),
        };

        private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(method, new Uri(server, path));
            request.Headers.Authorization = new("Bearer", CrmHub.Token);
            if (body is not null)
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            return await _api.SendAsync("crm", request, "BaseUrl", cancellationToken);
        }
    }
}
