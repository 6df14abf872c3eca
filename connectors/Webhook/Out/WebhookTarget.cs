using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Webhook.Out;

/// <summary>Posts changes to an address, signed. The other side upserts by key: a change may come twice. Retries nothing itself.</summary>
internal sealed class WebhookTarget(WebhookTargetOptions options, ConnectorServices services) : ITarget
{
    private const string Settings = "Url and Secret";
    private readonly ApiClient _api = new(services, services.Http);
    private readonly WebhookCall _call = new(options, services.Time);

    public async Task CheckAsync(CancellationToken cancellationToken) => (await SendAsync("check", [], cancellationToken)).Success();

    public async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellationToken)
    {
        var results = new List<DeliveryResult>(batch.Count);
        foreach (var changes in batch.Chunk(options.MostChanges))
            results.AddRange(await DeliverAsync(changes, cancellationToken));
        return results;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;   // the HTTP client belongs to the hub

    private async Task<IEnumerable<DeliveryResult>> DeliverAsync(Delivery[] changes, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(changes[0].Entity, changes, cancellationToken);
        if (answer.IsSuccess)
            return WebhookAnswer.Results(answer, changes);
        if ((int)answer.Status is not (400 or 409 or 413 or 422))
            throw answer.Failure();   // what came before in this batch comes again: the other side upserts
        if (changes.Length == 1)
            return [new DeliveryResult.Rejected($"{changes[0].Entity} {changes[0].ExternalKey}: the other side refused it ({(int)answer.Status}).")];
        var singles = new List<DeliveryResult>(changes.Length);   // all refused for the sake of one: which?
        foreach (var change in changes)
            singles.AddRange(await DeliverAsync([change], cancellationToken));
        return singles;
    }

    private async Task<ApiAnswer> SendAsync(string subject, Delivery[] changes, CancellationToken cancellationToken)
    {
        using var request = _call.With(subject, changes);
        return await _api.SendAsync(subject, request, Settings, cancellationToken);
    }
}
