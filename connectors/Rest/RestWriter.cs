using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest;

/// <summary>
/// Writes single records in one of the two styles of API. Both may be repeated after a lost answer without making a double, so
/// <see cref="Delivery.MayExist"/> changes nothing here.
/// </summary>
internal abstract class RestWriter(RestObject target, RestClient client)
{
    protected RestObject Object => target;

    public static RestWriter For(RestObject target, RestClient client) => target.Upsert switch
    {
        RestUpsert.PutByExternalId => new PutWriter(target, client),
        RestUpsert.LookupThenCreate => new LookupWriter(target, client),
        _ => throw new SetupException($"{target.Setting("Upsert")}: there is no way '{target.Upsert}'."),
    };

    /// <summary>Makes the other side show the delivery's state.</summary>
    public Task<DeliveryResult> DeliverAsync(Delivery delivery, CancellationToken cancellationToken) =>
        delivery.Change == ChangeKind.Deleted ? DeleteAsync(delivery, cancellationToken) : UpsertAsync(delivery, cancellationToken);

    protected abstract Task<DeliveryResult> UpsertAsync(Delivery delivery, CancellationToken cancellationToken);

    protected abstract Task<DeliveryResult> DeleteAsync(Delivery delivery, CancellationToken cancellationToken);

    protected Task<ApiAnswer> SendAsync(HttpMethod method, RestPlace place, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken) =>
        client.SendAsync(method, target.Name, place, body, cancellationToken);

    /// <summary>What an answer to a write means for its record.</summary>
    protected DeliveryResult Result(ApiAnswer answer, Delivery delivery, string? knownId)
    {
        if (answer.IsSuccess)
            return new DeliveryResult.Delivered(answer.Body.Length == 0 && knownId is not null ? knownId : target.IdOf(answer.Json(), answer));
        if (answer.IsRefusal())
            return new DeliveryResult.Rejected($"{delivery.Entity} {delivery.ExternalKey}: {answer.Reason(delivery)}");
        return answer.IsBusy ? answer.Deferred() : throw answer.Failure();
    }

    /// <summary>What an answer to a delete means: gone is gone, whoever did it.</summary>
    protected DeliveryResult DeleteResult(ApiAnswer answer, Delivery delivery)
    {
        if (answer.IsSuccess && answer.Body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'<', ..])
            answer.Json();   // a web page, as a proxy or a log-in in between sends: nothing was deleted; this throws
        if (answer.IsSuccess || answer.IsGone)
            return new DeliveryResult.Delivered(delivery.RemoteId ?? "");
        if (answer.IsRefusal())
            return new DeliveryResult.Rejected($"{delivery.Entity} {delivery.ExternalKey}: {answer.Reason(delivery)}");
        return answer.IsBusy ? answer.Deferred() : throw answer.Failure();
    }
}
