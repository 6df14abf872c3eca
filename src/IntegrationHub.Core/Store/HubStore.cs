using System.Collections.Concurrent;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// The hub's PostgreSQL, as the left half of the line sees it: checkpoints, and transactions that hold records, marks and the checkpoint together.
/// Safe from several threads; each transaction has one caller.
/// </summary>
/// <param name="database">Its connections must use <see cref="HubDatabase.Open(string)"/>'s settings.</param>
public sealed class HubStore(NpgsqlDataSource database)
{
    private readonly Catalog catalog = new(database);
    private readonly Numbers recordNumbers = new(database, "hub.record_no", 5000);
    private readonly Numbers customerNumbers = new(database, "hub.customer_no", 100);

    private readonly ConcurrentBag<CopyBuffer> buffers = [];   // as many as there were transactions at once; a batch's rows take megabytes

    internal Catalog Catalog => catalog;

    /// <summary>What is known of the shape of each sync's records.</summary>
    public SourceShapes Shapes { get; } = new(database);

    /// <summary>Where the sync resumes; null when it has never stored a batch.</summary>
    public async Task<Checkpoint?> LoadCheckpointAsync(SyncKey key, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select value from hub.checkpoint where sync = $1");
        command.Parameters.Add(new() { Value = key.ToString() });
        return await command.ExecuteScalarAsync(cancellationToken) is string value ? new Checkpoint(value) : null;
    }

    /// <summary>Begins to compare all keys of a source's entity with what the hub holds of it.</summary>
    /// <param name="sync">Of the sync.</param>
    /// <param name="entity">What its records become.</param>
    public async Task<KeyPass> BeginKeyPassAsync(SyncKey sync, EntityKind entity, CancellationToken cancellationToken) =>
        await KeyPass.BeginAsync(database, sync, await catalog.FeedAsync(sync.Connection, entity, cancellationToken), cancellationToken);

    /// <summary>Begins to compare what targets list with what they acknowledged.</summary>
    public Task<TargetPass> BeginTargetPassAsync(CancellationToken cancellationToken) => TargetPass.BeginAsync(database, this, cancellationToken);

    /// <summary>Begins a batch's transaction by moving the checkpoint: whoever moves it first is the one who writes.</summary>
    /// <param name="scope">Whose batch, into which entity, with which mapping, marked for which targets.</param>
    /// <param name="from">The checkpoint this run last saw; null when there was none.</param>
    /// <param name="to">Where to resume once this batch is stored.</param>
    /// <exception cref="SyncOvertakenException">Another run moved it.</exception>
    public async Task<HubTransaction> BeginAsync(BatchScope scope, Checkpoint? from, Checkpoint to, CancellationToken cancellationToken)
    {
        var feed = await catalog.FeedAsync(scope.Key.Connection, scope.Entity, cancellationToken);
        var mapping = await catalog.MappingAsync(scope.Mapping, cancellationToken);
        var targets = new List<short>(scope.Targets.Count);
        foreach (var target in scope.Targets)
            targets.Add(await catalog.TargetAsync(target, cancellationToken));

        var connection = await database.OpenConnectionAsync(cancellationToken);
        var transaction = new HubTransaction(connection, await connection.BeginTransactionAsync(cancellationToken), scope, feed, mapping, targets, catalog, recordNumbers, customerNumbers, buffers);
        try
        {
            await transaction.MoveCheckpointAsync(from, to, cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }
}

/// <summary>What a batch belongs to.</summary>
/// <param name="Key">Whose checkpoint moves.</param>
/// <param name="Parking">The sync that parked records belong to.</param>
/// <param name="Entity">What the records become.</param>
/// <param name="Mapping">The mapping that makes them.</param>
/// <param name="Targets">Who is to see them.</param>
/// <param name="RunNo">The run.</param>
public sealed record BatchScope(SyncKey Key, SyncKey Parking, EntityKind Entity, MappingUse Mapping, IReadOnlyList<string> Targets, long RunNo)
{
    /// <summary>Deletes are of records that were not changed since; null: of all.</summary>
    public DateTimeOffset? DeleteUnlessChangedSince { get; init; }

    /// <summary>Its records come from the hub itself, and something newer may have come since they were read.</summary>
    internal bool IsReplay => Parking != Key && DeleteUnlessChangedSince is null && ReadAt is null;

    /// <summary>Its records were read from the source at this time, beside the sync: what the sync has stored since is newer, and stays. Null: they are the sync's own, or a replay's.</summary>
    public DateTimeOffset? ReadAt { get; init; }
}
