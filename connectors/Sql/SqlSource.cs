using System.Data.Common;
using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Sql;

/// <summary>Reads tables and queries of a database, page by page in the order of time and key.</summary>
internal sealed class SqlSource(SqlOptions options, ConnectorServices services) : ISource, IKeyListing
{
    private const int KeysPerPage = 5000;

    private readonly SqlDatabase _database = new(options);

    /// <summary>Opens every entity, and tells everything that is wrong with the settings at once.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        List<string> problems = [];
        foreach (var entity in options.Entities.Keys)
        {
            try
            {
                await using var connection = await OpenAsync(entity, cancellationToken);
                await DescribeAsync(connection, entity, cancellationToken);
            }
            catch (SetupException problem)
            {
                problems.Add(problem.Message);
            }
        }

        if (problems.Count > 0)
            throw new SetupException(string.Join(Environment.NewLine, problems.Distinct()));
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(request.Entity, cancellationToken);
        var entity = await DescribeAsync(connection, request.Entity, cancellationToken);
        await foreach (var batch in Read(entity, request, cancellationToken))
            yield return batch;
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(entity, cancellationToken);
        var described = await DescribeAsync(connection, entity, cancellationToken);
        var pages = new FullCursor((page, token) => AsConnectorAsync(entity, () => described.FetchKeysAsync(page, token), token), Paging.Keyset);
        await foreach (var keys in pages.KeysAsync(entity, KeysPerPage, cancellationToken))
            yield return keys;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private IAsyncEnumerable<SourceBatch> Read(SqlEntity entity, ReadRequest request, CancellationToken cancellationToken)
    {
        var settings = options.Entities[request.Entity];
        FetchPage fetch = (page, token) => AsConnectorAsync(request.Entity, () => entity.FetchAsync(page, token), token);
        if (entity.ChangedAt is not null)
            return new TimeCursor(fetch, entity.Stamps, services.Time) { Overlap = TimeSpan.FromSeconds(settings.OverlapSeconds) }.ReadAsync(request, cancellationToken);
        return settings.OnlyAdded
            ? new KeyCursor(fetch) { Lookback = settings.Lookback }.ReadAsync(request, cancellationToken)
            : new FullCursor(fetch, Paging.Keyset).ReadAsync(request, cancellationToken);
    }

    private Task<DbConnection> OpenAsync(string entity, CancellationToken cancellationToken) =>
        AsConnectorAsync(entity, () => _database.OpenAsync(cancellationToken), cancellationToken);

    private Task<SqlEntity> DescribeAsync(DbConnection connection, string entity, CancellationToken cancellationToken) =>
        AsConnectorAsync(entity, () => SqlEntity.OpenAsync(connection, options, entity, cancellationToken), cancellationToken);

    private static async Task<T> AsConnectorAsync<T>(string entity, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await ask();
        }
        catch (DbException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();   // some drivers tell a cancelled statement as a failed one
            throw SqlErrors.Meaning(failure, entity);
        }
    }
}
