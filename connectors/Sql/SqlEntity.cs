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

    /// <summary>Null: the entity has no business date.</summary>
    public required SqlColumn? BusinessDate { get; init; }

    /// <summary>Null: the entity has no company.</summary>
    public required SqlColumn? Company { get; init; }

    /// <summary>Null: none is marked as deleted.</summary>
    public required SqlColumn? Deleted { get; init; }

    /// <summary>What a slice may be narrowed by.</summary>
    public static SliceKinds SlicesOf(SqlEntityOptions entity) =>
        SliceKinds.Keys | SliceKinds.KeyRange | (entity.BusinessDate is null ? 0 : SliceKinds.Dates) | (entity.Company is null ? 0 : SliceKinds.Company);

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
        var deleted = entity.Deleted is null ? null : Column(columns, name, nameof(entity.Deleted), entity.Deleted);
        var date = entity.BusinessDate is null ? null : Column(columns, name, nameof(entity.BusinessDate), entity.BusinessDate);
        if (date is { IsTime: false } or { HasZone: true })
            throw new SetupException($"Entities:{name}:BusinessDate: the column {date.Name} is neither a date nor a time without a zone. Cast it to date in a Query.");
        var company = entity.Company is null ? null : Column(columns, name, nameof(entity.Company), entity.Company);
        foreach (var sum in entity.Sums)
            if (!IsExact(Column(columns, name, nameof(entity.Sums), sum).Type))
                throw new SetupException($"Entities:{name}:Sums: the column {sum} holds no exact numbers, so its sum is a matter of luck. Cast it to numeric in a Query.");
        await columns.DisposeAsync();
        var opened = new SqlEntity(connection, options, name, entity) { Key = key, ChangedAt = changedAt, BusinessDate = date, Company = company, Deleted = deleted };
        await opened.RefuseNullsAsync(cancellationToken);
        return opened;
    }

    /// <summary>A page of whole records, by time of change and key where the entity has one, else by key.</summary>
    public Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken) => FetchAsync(request, ChangedAt, "*", cancellationToken);

    /// <summary>A page of whole records of a slice, by key: its own index serves a range of keys, and one of dates needs no other.</summary>
    public Task<Page> FetchSliceAsync(PageRequest request, CancellationToken cancellationToken) => FetchAsync(request, time: null, "*", cancellationToken);

    /// <summary>A page of keys alone, by key.</summary>
    public Task<Page> FetchKeysAsync(PageRequest request, CancellationToken cancellationToken) =>
        FetchAsync(request, time: null, _entity.Deleted is null ? Key.Quoted : $"{Key.Quoted}, {SqlColumn.Quote(_entity.Deleted)}", cancellationToken);

    private async Task<Page> FetchAsync(PageRequest request, SqlColumn? time, string columns, CancellationToken cancellationToken)
    {
        var order = time is null ? Key.Quoted : $"{time.Quoted}, {Key.Quoted}";
        await using var command = _connection.CreateCommand();
        var filter = new SqlSlice(this, command).Where(request.Slice);
        Write(command, $"select {columns} from {From(_entity)} where {Where(request, time)}{filter} order by {order} {First(request.Size)}");
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

    /// <summary>How many living rows there are, into which parts.</summary>
    public async Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken)
    {
        var part = request.By switch
        {
            CountBy.Day => $"cast({BusinessDate!.Quoted} as date)",
            CountBy.Company => Company!.Quoted,
            _ => "null",
        };
        var sums = string.Concat(_entity.Sums.Select(sum => $", sum({SqlColumn.Quote(sum)})"));
        await using var command = _connection.CreateCommand();
        var slice = new SqlSlice(this, command);
        Write(command, $"select {part}, count(*){sums} from {From(_entity)} where 1 = 1{slice.Where(request.Slice)}{slice.Living()}{(request.By == CountBy.Entity ? "" : $" group by {part}")}");
        var counts = new List<SourceCount>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var name = request.By switch
            {
                CountBy.Day => BusinessDate! with { Ordinal = 0, IsDate = true },
                CountBy.Company => Company! with { Ordinal = 0 },
                _ => null,
            };
            counts.Add(new SourceCount(name?.Text(rows) is { Length: > 0 } text ? text : null, Convert.ToInt64(rows.GetValue(1), null))
            {
                Sums = _entity.Sums.Select((sum, at) => (sum, at: at + 2)).Where(column => !rows.IsDBNull(column.at))
                    .ToDictionary(column => column.sum, column => Convert.ToDecimal(rows.GetValue(column.at), null)),
            });
        }

        return counts;
    }

    /// <summary>Where to cut so that there are so many parts: the first keys of all but the first.</summary>
    public async Task<IReadOnlyList<string>> CutsAsync(int parts, CancellationToken cancellationToken)
    {
        await using var count = Command(_connection, _options, $"select count(*) from {From(_entity)}");
        var size = Math.Max(1, (Convert.ToInt64(await count.ExecuteScalarAsync(cancellationToken), null) + parts - 1) / parts);
        var rows = string.Join(", ", Enumerable.Range(1, parts - 1).Select(part => part * size + 1).Prepend(0));
        await using var command = Command(_connection, _options,
            $"select k from (select {Key.Quoted} as k, row_number() over (order by {Key.Quoted}) as r from {From(_entity)}) numbered where r in ({rows}) order by r");
        return await ReadAsync(command, Key with { Ordinal = 0 }, cancellationToken);
    }

    /// <summary>The latest time of change there is; null when there is no row.</summary>
    public async Task<string?> NewestAsync(CancellationToken cancellationToken)
    {
        await using var command = Command(_connection, _options, $"select {ChangedAt!.Quoted} from {From(_entity)} order by {ChangedAt.Quoted} desc {First(1)}");
        return (await ReadAsync(command, ChangedAt with { Ordinal = 0 }, cancellationToken)).FirstOrDefault();
    }

    /// <summary>The key so many rows before the last; null when there are not so many.</summary>
    public async Task<string?> KeyBeforeTheLastAsync(int rows, CancellationToken cancellationToken)
    {
        await using var command = Command(_connection, _options, $"select {Key.Quoted} from {From(_entity)} order by {Key.Quoted} desc {First(rows + 1)}");
        var keys = await ReadAsync(command, Key with { Ordinal = 0 }, cancellationToken);
        return keys.Count == rows + 1 ? keys[^1] : null;
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(DbCommand command, SqlColumn column, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            texts.Add(column.Text(rows)!);
        return texts;
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
        Write(command, options, sql);
        return command;
    }

    private void Write(DbCommand command, string sql) => Write(command, _options, sql);

    private static void Write(DbCommand command, SqlOptions options, string sql)
    {
#pragma warning disable CA2100 // made of the settings' own SQL and quoted names; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = options.StatementTimeoutSeconds + 15;
    }

    private static bool IsExact(Type type) => type == typeof(decimal) || type == typeof(int) || type == typeof(long) || type == typeof(short) || type == typeof(byte);

    internal static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
