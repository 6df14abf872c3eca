using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.Rest;

/// <summary>
/// One batch of deliveries on its way: upserts go through the batch endpoint when there is one, everything else one by one.
/// Once the API asks for rest, nothing more is sent.
/// </summary>
internal sealed class RestRound(RestObject target, RestClient client, ILogger log, IReadOnlyList<Delivery> batch)
{
    private const int AtOnce = 4;

    private readonly DeliveryResult[] _results = new DeliveryResult[batch.Count];

    /// <summary>Sends everything, and answers in the order of the batch.</summary>
    /// <exception cref="TransientException">Not one delivery was answered with more than "not now".</exception>
    public async Task<IReadOnlyList<DeliveryResult>> RunAsync(CancellationToken cancellationToken)
    {
        var rows = Enumerable.Range(0, batch.Count);
        var together = target.BatchSize > 1 ? rows.Where(row => batch[row].Change == ChangeKind.Upserted).ToArray() : [];
        var singles = rows.Except(together).ToList();
        foreach (var chunk in together.Chunk(target.BatchSize))
        {
            if (!await SendTogetherAsync(chunk, cancellationToken))
                singles.AddRange(chunk);
        }
        await SendSinglesAsync(singles, cancellationToken);
        return Array.TrueForAll(_results, result => result is DeliveryResult.Deferred) ? throw NotNow() : _results;
    }

    private async Task SendSinglesAsync(List<int> rows, CancellationToken cancellationToken)
    {
        var writer = RestWriter.For(target, client);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(rows, limits, async (row, token) =>
            _results[row] = client.Resting is { } resting ? resting : await writer.DeliverAsync(batch[row], token));
    }

    /// <returns>False when the API refuses the request as a whole, so that it does not say which record is at fault.</returns>
    private async Task<bool> SendTogetherAsync(int[] rows, CancellationToken cancellationToken)
    {
        if (client.Resting is { } resting)
            return Answered(rows, _ => resting);
        var body = RestBody.Batch([.. rows.Select(row => batch[row])], target);
        var answer = await client.SendAsync(HttpMethod.Post, target.Name, target.BatchUpsert, body, cancellationToken);
        if (answer.IsRefusal())
        {
            log.BatchRefused(target.Name, (int)answer.Status, rows.Length);
            return false;
        }
        if (answer.IsBusy)
            return Answered(rows, _ => answer.Deferred());
        var results = answer.IsSuccess ? RestBatchAnswer.Rows(answer, rows.Length) : throw answer.Failure();
        return Answered(rows, at => RestBatchAnswer.Result(answer, results[at], target, batch[rows[at]]));
    }

    private bool Answered(int[] rows, Func<int, DeliveryResult> answer)
    {
        for (var at = 0; at < rows.Length; at++)
            _results[rows[at]] = answer(at);
        return true;
    }

    private TransientException NotNow()
    {
        var deferred = _results.OfType<DeliveryResult.Deferred>().ToList();
        return new TransientException(deferred[0].Reason, deferred.Max(result => result.After));
    }
}
