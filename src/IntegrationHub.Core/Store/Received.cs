using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>What one connection received, as its source sees it. Safe from several threads.</summary>
public sealed class Received(ReceivedLog log, string connection) : IReceived
{
    public Task<IReadOnlyList<ReceivedRecord>> ReadAsync(string entity, long after, int most, CancellationToken cancellationToken) =>
        GuardAsync(async () => await log.ReadAsync(new SyncKey(connection, entity), after, most, cancellationToken));

    public Task DiscardAsync(string entity, long upTo, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        await log.DiscardAsync(new SyncKey(connection, entity), upTo, cancellationToken);
        return true;
    });

    private static async Task<T> GuardAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (NpgsqlException gone) when (gone.IsTransient)
        {
            throw new TransientException($"The hub's database did not answer: {gone.Message}", inner: gone);
        }
    }
}
