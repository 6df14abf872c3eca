using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using IntegrationHub.TestKit;
using Npgsql;

namespace IntegrationHub.Connectors.Sql.Tests;

/// <summary>A real PostgreSQL with a table of seven orders, three of them of one time.</summary>
/// <param name="entity">The entity the facts read.</param>
internal sealed class SqlRig(string entity) : ITimedSourceRig, ISlicedSourceRig
{
    private TestDatabase? _database;

    public string Entity => entity;
    public List<string> Added { get; } = [];
    public IReadOnlyList<string> Keys => [.. Enumerable.Range(1, 7).Select(number => entity == "added" ? $"{number}" : $"SO-{number}"), .. Added];

    /// <summary>SO-7 has neither a day nor a company.</summary>
    public IReadOnlyList<SliceSample> Slices => entity == "added" ? [new(new Slice(Keys: ["2", "5", "6"]), ["2", "5", "6"])] :
    [
        new(new Slice(Keys: ["SO-5", "SO-2"]), ["SO-2", "SO-5"]),
        .. entity is not ("orders" or "booked") ? Array.Empty<SliceSample>() :
        [
            new(new Slice(From: new(2025, 1, 2), To: new(2025, 1, 4)), ["SO-2", "SO-3", "SO-4"]),
            new(new Slice(From: new(2025, 1, 5)), ["SO-5", "SO-6"]),
            new(new Slice(To: new(2025, 1, 1)), ["SO-1", "SO-7"]),
            new(new Slice(Company: "1000"), ["SO-1", "SO-3", "SO-5"]),
            new(new Slice(Company: "1000", From: new(2025, 1, 1), To: new(2025, 1, 3)), ["SO-1", "SO-3"]),
            new(new Slice(Company: "1000", Keys: ["SO-1", "SO-2"]), ["SO-1"]),
        ],
    ];

    public IReadOnlyList<string> Confidential => ["pa$$word", "Yamada"];

    public SqlOptions Options { get; private set; } = null!;

    public async Task<ISource> OpenAsync(ConnectorServices services)
    {
        await StartAsync();
        return new SqlSource(Options, services);
    }

    public async Task PutAsync(string key, DateTimeOffset changedAt)
    {
        await StartAsync();
        Added.Add(key);
        await ExecuteAsync($"""
            insert into orders (id, who, changed_at, local_at, day) values ('{key}', 'Yamada', '{changedAt:O}', '{TimeZoneInfo.ConvertTime(changedAt, Tokyo):yyyy-MM-dd HH:mm:ss.ffffff}', '{TimeZoneInfo.ConvertTime(changedAt, Tokyo):yyyy-MM-dd}')
            on conflict (id) do update set changed_at = excluded.changed_at, local_at = excluded.local_at, day = excluded.day
            """);
    }

    public async Task StartAsync()
    {
        if (_database is not null)
            return;
        _database = await PostgresFixture.CreateDatabaseAsync(migrated: false);
        await ExecuteAsync("""
            create table orders (n int generated always as identity, id text primary key, who text, changed_at timestamptz not null, local_at timestamp not null, day date not null, gone boolean, lines jsonb, price numeric, company text, booked_on date, booked_at timestamp);
            insert into orders (id, who, changed_at, local_at, day, lines, price)
            select 'SO-' || n, 'Yamada', t, t at time zone 'Asia/Tokyo', (t at time zone 'Asia/Tokyo')::date, '[{"item": 1.50}]', 0.10
            from (select n, timestamptz '2020-01-01 00:00:00.123456Z' + case when n in (3, 4, 5) then interval '3 minutes' else n * interval '1 minute' end as t from generate_series(1, 7) n) x;
            update orders set company = case when n % 2 = 1 then '1000' else '2000' end, booked_on = date '2024-12-31' + n, booked_at = date '2024-12-31' + n + time '23:59:59.9', price = case when n = 1 then 0.10 else n + 0.05 end where n < 7;
            """);
        Options = new SqlOptions
        {
            ConnectionString = _database.ConnectionString,
            Password = new Secret("pa$$word"),
            TimeZone = "Asia/Tokyo",
            Entities =
            {
                ["orders"] = new() { Table = "public.orders", Key = "id", ChangedAt = "changed_at", BusinessDate = "booked_on", Company = "company", Sums = ["price", "n"] },
                ["booked"] = new() { Table = "orders", Key = "id", ChangedAt = "changed_at", BusinessDate = "booked_at", Company = "company", Sums = ["price"], Deleted = "gone" },
                ["local"] = new() { Table = "orders", Key = "id", ChangedAt = "local_at" },
                ["days"] = new() { Query = "select id, day, who from orders", Key = "id", ChangedAt = "day" },
                ["all"] = new() { Query = "select id, who, price, lines from orders", Key = "id" },
                ["added"] = new() { Query = "select id, n from orders", Key = "n", OnlyAdded = true },
                ["flagged"] = new() { Table = "orders", Key = "id", ChangedAt = "changed_at", Deleted = "gone" },
            },
        };
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database!.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // written by the tests
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static TimeZoneInfo Tokyo { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
}
