using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>For APIs that create or replace by external id.</summary>
internal sealed class PutWriter(RestObject target, RestClient client) : RestWriter(target, client)
{
    protected override async Task<DeliveryResult> UpsertAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (!Object.KnownById || delivery.RemoteId is not { Length: > 0 } known)
            return Result(await SendAsync(HttpMethod.Put, Object.ByExternalId(delivery.ExternalKey), RestBody.Fields(delivery), cancellationToken), delivery, delivery.RemoteId);
        var change = await SendAsync(HttpMethod.Patch, Object.Item(known), RestBody.WithExternalId(delivery, Object.ExternalIdField), cancellationToken);
        return change.IsGone ? new DeliveryResult.Gone() : Result(change, delivery, known);
    }

    protected override async Task<DeliveryResult> DeleteAsync(Delivery delivery, CancellationToken cancellationToken) =>
        DeleteResult(await SendAsync(HttpMethod.Delete, Object.ByExternalId(delivery.ExternalKey), body: null, cancellationToken), delivery);
}
