using System.Data;
using System.Data.Common;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Sql;

/// <summary>One table or query on an open session: fetches pages of it by keyset. One caller at a time.</summary>
internal sealed class SqlEntity
{
    private readonly DbConnection _connection;
    private readonly SqlOptions _options;
    private readonly string _name;
    private readonly SqlEntityOptions _entity;

    private SqlEntity(DbConnection connection, SqlOptions options, string name, SqlEntityOptions entity) =>
        (_connection, _options, _name, _entity) = (connection, options, name, entity);

    public required SqlColumn Key { get; init; }

    /// <summary>Null: the entity has no time of change.</summary>
    public required SqlColumn? ChangedAt { get; init; }

    /// <summary>How the times of change are written in positions.</summary>
    public StampFormat Stamps => new(ChangedAt!.IsDate ? "yyyy-MM-dd" : StampFormat.Iso, ChangedAt.HasZone ? null : TimeZoneInfo.FindSystemTimeZoneById(_options.TimeZone));

    /// <summary>Looks at the columns, and that every row has a key and a time of change: one without is behind no page and would be lost.</summary>
    /// <exception cref="SetupException">The settings do not fit the table.</exception>
    public static async Task<SqlEntity> OpenAsync(DbConnection connection, SqlOptions options, string name, CancellationToken cancellationToken)
    {
        if (!options.Entities.TryGetValue(name, out var entity))
            throw new SetupException($"There is no entity '{name}' in the settings. Entities has {string.Join(", ", options.Entities.Keys)}.");
        await using var probe = Command(connection, options, $"select * from {From(entity)} where 1 = 0");
        await using var columns = await probe.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellationToken);
        var key = Column(columns, name, nameof(entity.Key), entity.Key);
        var changedAt = entity.ChangedAt is null ? null : Column(columns, name, nameof(entity.ChangedAt), entity.ChangedAt);
        if (changedAt is { IsTime: false })
            throw new SetupException($"Entities:{name}:ChangedAt: the column {changedAt.Name} is neither a timestamp nor a date.");
        if (entity.Deleted is not null)
            Column(columns, name, nameof(entity.Deleted), entity.Deleted);
        await columns.DisposeAsync();
        var opened = new SqlEntity(connection, options, name, entity) { Key = key, ChangedAt = changedAt };
        await opened.RefuseNullsAsync(cancellationToken);
        return opened;
    }

    /// <summary>A page of whole records, by time of change and key where the entity has one, else by key.</summary>
    public Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken) => FetchAsync(request, ChangedAt, "*", cancellationToken);

    /// <summary>A page of keys alone, by key.</summary>
    public Task<Page> FetchKeysAsync(PageRequest request, CancellationToken cancellationToken) =>
        FetchAsync(request, time: null, _entity.Deleted is null ? Key.Quoted : $"{Key.Quoted}, {SqlColumn.Quote(_entity.Deleted)}", cancellationToken);

    private async Task<Page> FetchAsync(PageRequest request, SqlColumn? time, string columns, CancellationToken cancellationToken)
    {
        var order = time is null ? Key.Quoted : $"{time.Quoted}, {Key.Quoted}";
        var sql = $"select {columns} from {From(_entity)} where {Where(request, time)} order by {order} {First(request.Size)}";
        await using var command = Command(_connection, _options, sql);
        if (time is not null && (request.After?.Stamp ?? request.Since) is { } stamp)
            Add(command, "stamp", time.Value(stamp));
        if (request.After is { } after)
            Add(command, "key", Key.Value(after.Key));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var (json, records) = (new SqlJson(rows), new List<PageRecord>());
        var (key, at) = (Key with { Ordinal = rows.GetOrdinal(Key.Name) }, time is null ? null : time with { Ordinal = rows.GetOrdinal(time.Name) });
        var deleted = _entity.Deleted is null ? -1 : rows.GetOrdinal(_entity.Deleted);
        while (await rows.ReadAsync(cancellationToken))
            records.Add(new PageRecord(key.Text(rows)!, json.Write(rows), at?.Text(rows), deleted >= 0 && IsSet(rows, deleted) ? ChangeKind.Deleted : ChangeKind.Upserted));
        return new Page(records);
    }

    private string Where(PageRequest request, SqlColumn? time) => request switch
    {
        { After: null, Since: null } => "1 = 1",
        { After: null } => $"{time!.Quoted} >= @stamp",
        _ when time is null => $"{Key.Quoted} > @key",
        _ => $"{time.Quoted} >= @stamp and ({time.Quoted} > @stamp or {Key.Quoted} > @key)",
    };

    private string First(int size) => _options.Limit == SqlLimit.Limit ? $"limit {size}" : $"offset 0 rows fetch next {size} rows only";

    private async Task RefuseNullsAsync(CancellationToken cancellationToken)
    {
        foreach (var column in new[] { Key, ChangedAt }.OfType<SqlColumn>())
        {
            await using var command = Command(_connection, _options, $"select 1 from {From(_entity)} where {column.Quoted} is null order by 1 {First(1)}");
            if (await command.ExecuteScalarAsync(cancellationToken) is not null)
                throw new SetupException($"Entities:{_name}: there are rows whose {column.Name} is null; they could never be read. Fill it, or leave them out by a Query.");
        }
    }

    private static bool IsSet(DbDataReader row, int column) => !row.IsDBNull(column) && row.GetValue(column) switch
    {
        bool truth => truth,
        string text => text is not ("" or "0" or "N" or "n" or "false"),
        IConvertible number and (int or short or byte or long or decimal) => number.ToDecimal(null) != 0,
        _ => true,
    };

    private static SqlColumn Column(DbDataReader columns, string entity, string setting, string name)
    {
        for (var at = 0; at < columns.FieldCount; at++)
            if (columns.GetName(at) == name)
                return new SqlColumn(name, at, columns.GetFieldType(at))
                {
                    IsDate = columns.GetDataTypeName(at).Equals("date", StringComparison.OrdinalIgnoreCase),
                    HasZone = columns.GetFieldType(at) == typeof(DateTimeOffset) || columns.GetDataTypeName(at).Contains("with time zone", StringComparison.OrdinalIgnoreCase),
                };
        throw new SetupException($"Entities:{entity}:{setting}: there is no column '{name}'. There are {string.Join(", ", Enumerable.Range(0, columns.FieldCount).Select(columns.GetName))}.");
    }

    private static string From(SqlEntityOptions entity) => entity.Query is null ? $"{entity.Table} q" : $"({entity.Query}) q";

    private static DbCommand Command(DbConnection connection, SqlOptions options, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // made of the settings' own SQL and quoted names; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = options.StatementTimeoutSeconds + 15;
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
