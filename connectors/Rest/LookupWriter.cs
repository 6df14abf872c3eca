using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest;

/// <summary>
/// For APIs that only create and change: a record whose remote id we do not know is looked up by its external id before it is created,
/// every time. So a lost answer, or a hub set up afresh, makes no double.
/// </summary>
internal sealed class LookupWriter(RestObject target, RestClient client) : RestWriter(target, client)
{
    protected override async Task<DeliveryResult> UpsertAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var isGone = false;
        if (delivery.RemoteId is { Length: > 0 } known)
        {
            var change = await PatchAsync(delivery, known, cancellationToken);
            if (!change.IsGone)
                return Result(change, delivery, known);
            isGone = true;   // unless it goes on under another id
        }
        switch (await LookUpAsync(delivery, cancellationToken))
        {
            case Found.Unanswered(var why):
                return why;
            case Found.Records([]) when isGone:
                return new DeliveryResult.Gone();
            case Found.Records([]):
                var created = await SendAsync(HttpMethod.Post, Object.Collection, RestBody.WithExternalId(delivery, Object.ExternalIdField), cancellationToken);
                return Result(created, delivery, knownId: null);
            case Found.Records([var id]):
                return Result(await PatchAsync(delivery, id, cancellationToken), delivery, id);
            case Found.Records several:
                return Doubled(delivery, several);
            default:
                throw new InvalidOperationException("A lookup has two outcomes.");
        }
    }

    protected override async Task<DeliveryResult> DeleteAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.RemoteId is { Length: > 0 } known)
            return DeleteResult(await SendAsync(HttpMethod.Delete, Object.Item(known), body: null, cancellationToken), delivery);
        return await LookUpAsync(delivery, cancellationToken) switch
        {
            Found.Unanswered(var why) => why,
            Found.Records([]) => new DeliveryResult.Delivered(""),
            Found.Records([var id]) => DeleteResult(await SendAsync(HttpMethod.Delete, Object.Item(id), body: null, cancellationToken), delivery),
            Found.Records several => Doubled(delivery, several),
            _ => throw new InvalidOperationException("A lookup has two outcomes."),
        };
    }

    private Task<ApiAnswer> PatchAsync(Delivery delivery, string id, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, Object.Item(id), RestBody.WithExternalId(delivery, Object.ExternalIdField), cancellationToken);

    private async Task<Found> LookUpAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, Object.Search(delivery.ExternalKey), body: null, cancellationToken);
        if (answer.IsBusy)
            return new Found.Unanswered(answer.Deferred());
        if (!answer.IsSuccess)
            throw answer.Failure();
        return new Found.Records([.. RestObject.Items(answer).Select(item => CheckedId(item, answer, delivery))]);
    }

    /// <summary>An API that ignores the search would hand us somebody else's record to overwrite; so each hit must show the external id.</summary>
    private string CheckedId(JsonElement item, ApiAnswer answer, Delivery delivery) =>
        Object.ExternalIdOf(item) == delivery.ExternalKey
                ? Object.IdOf(item, answer)
                : throw new ProtocolException(
                    $"{answer.What}: the search for {delivery.ExternalKey} answered a record whose '{Object.ExternalIdField}' is another. Check {answer.Check} and {Object.Setting("ExternalIdField")}.");

    private static DeliveryResult.Rejected Doubled(Delivery delivery, Found.Records several) =>
        new($"{delivery.Entity} {delivery.ExternalKey}: there are {several.Ids.Count} records with this external id over there ({string.Join(", ", several.Ids.Take(5))}). Leave one of them, then replay.");

    /// <summary>What a lookup gave. Closed.</summary>
    private abstract record Found
    {
        internal sealed record Records(IReadOnlyList<string> Ids) : Found;

        internal sealed record Unanswered(DeliveryResult.Deferred Why) : Found;
    }
}
