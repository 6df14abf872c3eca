using System.Data.Common;
using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Sql;

/// <summary>Reads tables and queries of a database, page by page in the order of time and key.</summary>
internal sealed class SqlSource(SqlOptions options, ConnectorServices services) : ISource, IKeyListing, IPartitionedSource, ICountedSource
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

    public async Task<Partitions> PartitionAsync(ReadRequest request, int wanted, CancellationToken cancellationToken)
    {
        var entity = request.Entity;
        await using var connection = await OpenAsync(entity, cancellationToken);
        var described = await DescribeAsync(connection, entity, cancellationToken);
        var resume = await AsConnectorAsync(entity, () => ResumeAsync(described, entity, cancellationToken), cancellationToken);   // before the cuts, so that nothing falls between
        var cuts = wanted < 2 ? [] : await AsConnectorAsync(entity, () => described.CutsAsync(wanted, cancellationToken), cancellationToken);
        return new Partitions([.. cuts.Prepend(null).Zip(cuts.Append(null), (from, before) => new Slice { Range = new KeyRange(from, before) })], resume);
    }

    public CountAbility CountsOf(string entity)
    {
        var settings = Settings(entity);
        return new CountAbility(
            [CountBy.Entity, .. settings.Company is null ? [] : new[] { CountBy.Company }, .. settings.BusinessDate is null ? [] : new[] { CountBy.Day }],
            SqlEntity.SlicesOf(settings) & ~SliceKinds.Keys)
        { Sums = settings.Sums };
    }

    public async Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(request.Entity, cancellationToken);
        var described = await DescribeAsync(connection, request.Entity, cancellationToken);
        return await AsConnectorAsync(request.Entity, () => described.CountAsync(request, cancellationToken), cancellationToken);
    }

    public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json)
    {
        var settings = Settings(entity);
        return new CountedFields { Company = settings.Company, Day = settings.BusinessDate, Sums = settings.Sums }.Of(json);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private IAsyncEnumerable<SourceBatch> Read(SqlEntity entity, ReadRequest request, CancellationToken cancellationToken)
    {
        var settings = options.Entities[request.Entity];
        if (request.Slice is not null)
            return new FullCursor((page, token) => AsConnectorAsync(request.Entity, () => entity.FetchSliceAsync(page, token), token), Paging.Keyset)
            {
                Slices = SqlEntity.SlicesOf(settings),
                KeysPerPage = 500,
            }.ReadAsync(request, cancellationToken);
        FetchPage fetch = (page, token) => AsConnectorAsync(request.Entity, () => entity.FetchAsync(page, token), token);
        if (entity.ChangedAt is not null)
            return ByTime(fetch, entity, settings).ReadAsync(request, cancellationToken);
        return settings.OnlyAdded
            ? new KeyCursor(fetch) { Lookback = settings.Lookback }.ReadAsync(request, cancellationToken)
            : new FullCursor(fetch, Paging.Keyset).ReadAsync(request, cancellationToken);
    }

    private TimeCursor ByTime(FetchPage fetch, SqlEntity entity, SqlEntityOptions settings) =>
        new(fetch, entity.Stamps, services.Time) { Overlap = TimeSpan.FromSeconds(settings.OverlapSeconds) };

    /// <summary>From where the live sync finds everything that comes from now on.</summary>
    private async Task<Checkpoint> ResumeAsync(SqlEntity entity, string name, CancellationToken cancellationToken)
    {
        var settings = Settings(name);
        return entity.ChangedAt is not null ? ByTime(entity.FetchAsync, entity, settings).ResumeAt(await entity.NewestAsync(cancellationToken))
            : settings.OnlyAdded ? new KeyCursor(entity.FetchAsync).ResumeBehind(await entity.KeyBeforeTheLastAsync(settings.Lookback, cancellationToken))
            : new FullCursor(entity.FetchAsync, Paging.Keyset).Resume();
    }

    private SqlEntityOptions Settings(string entity) => options.Entities.GetValueOrDefault(entity)
        ?? throw new SetupException($"There is no entity '{entity}' in the settings. Entities has {string.Join(", ", options.Entities.Keys)}.");

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
