using System.ComponentModel.DataAnnotations;
using System.Text;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Sql.Tests;

public sealed class SqlSourceTests : IAsyncLifetime
{
    private readonly SqlRig _rig = new("orders");

    public Task InitializeAsync() => _rig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_row_becomes_JSON_with_exact_numbers_and_its_JSON_inside() =>
        (await ReadAsync("all")).First().Json.ShouldBe("""{"id":"SO-1","who":"Yamada","price":0.10,"lines":[{"item": 1.50}]}""");

    [Fact]
    public async Task The_second_run_reads_only_the_overlap()
    {
        Checkpoint? at = null;
        await ReadAsync("orders", checkpoint => at = checkpoint);
        await _rig.ExecuteAsync("update orders set changed_at = '2020-01-02 00:00Z' where id = 'SO-2'");
        (await ReadAsync("orders", after: at)).Select(record => record.Key).ShouldBe(["SO-3", "SO-4", "SO-5", "SO-6", "SO-7", "SO-2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Rows_that_are_only_added_are_read_by_their_number()
    {
        Checkpoint? at = null;
        (await ReadAsync("added", checkpoint => at = checkpoint)).Count.ShouldBe(7);
        _rig.Options.Entities["added"].Lookback = 2;
        await ReadAsync("added", checkpoint => at = checkpoint, at);
        await _rig.ExecuteAsync("insert into orders (id, changed_at, local_at, day) values ('SO-8', now(), now(), now())");
        (await ReadAsync("added", after: at)).Select(record => record.Key).ShouldBe(["6", "7", "8"]);
    }

    [Fact]
    public async Task A_flagged_row_is_reported_as_deleted_and_not_listed()
    {
        await _rig.ExecuteAsync("update orders set gone = true where id = 'SO-2'; update orders set gone = false where id = 'SO-3'");
        (await ReadAsync("flagged")).Where(record => record.Change == ChangeKind.Deleted).Select(record => record.Key).ShouldBe(["SO-2"]);
        (await KeysAsync("flagged")).ShouldBe(["SO-1", "SO-3", "SO-4", "SO-5", "SO-6", "SO-7"]);
        (await KeysAsync("orders")).Count.ShouldBe(7);
    }

    [Fact]
    public async Task The_session_cannot_write_whatever_a_query_says()
    {
        await _rig.ExecuteAsync("create function forget() returns int language sql as 'delete from orders; select 1'");
        _rig.Options.Entities["all"] = new() { Query = "select id, forget() from orders", Key = "id" };
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync("all"))).Message.ShouldContain("25006");   // read-only SQL transaction
        (await ReadAsync("orders")).Count.ShouldBe(7);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_given_up()
    {
        _rig.Options.StatementTimeoutSeconds = 1;
        _rig.Options.Entities["all"] = new() { Query = "select id, pg_sleep(30) from orders", Key = "id" };
        (await Should.ThrowAsync<TransientException>(() => ReadAsync("all"))).Message.ShouldContain("too slow");
    }

    [Fact]
    public async Task A_row_that_could_never_be_read_is_an_error_in_the_settings()
    {
        await _rig.ExecuteAsync("alter table orders alter changed_at drop not null; update orders set changed_at = null where id = 'SO-2'");
        (await Should.ThrowAsync<SetupException>(() => ReadAsync("orders"))).Message.ShouldContain("rows whose changed_at is null");
    }

    [Theory]
    [InlineData("no_such_table", "id", null, "42P01")]
    [InlineData("orders", "number", null, "There are n, id, who")]
    [InlineData("orders", "id", "who", "neither a timestamp nor a date")]
    public async Task What_does_not_fit_the_database_is_told_with_the_setting(string table, string key, string? changedAt, string says)
    {
        _rig.Options.Entities["wrong"] = new() { Table = table, Key = key, ChangedAt = changedAt };
        (await Should.ThrowAsync<SetupException>(() => ReadAsync("wrong"))).Message.ShouldContain(says);
        var source = Open();
        await using (source)
            (await Should.ThrowAsync<SetupException>(() => source.CheckAsync(CancellationToken.None))).Message.ShouldContain(says);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_transient()
    {
        _rig.Options.ConnectionString = "Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=2";
        await Should.ThrowAsync<TransientException>(() => ReadAsync("orders"));
    }

    [Fact]
    public async Task Another_driver_is_named_by_its_factory()
    {
        _rig.Options.Driver = "Npgsql.NpgsqlFactory, Npgsql";
        _rig.Options.OnConnect = ["set default_transaction_read_only = on"];
        (await ReadAsync("local")).Count.ShouldBe(7);
        _rig.Options.Limit = SqlLimit.Limit;
        (await ReadAsync("local")).Count.ShouldBe(7);
        _rig.Options.Driver = "No.Such, Driver";
        (await Should.ThrowAsync<SetupException>(() => ReadAsync("local"))).Message.ShouldContain("is not there");
    }

    [Fact]
    public void Settings_that_cannot_work_are_told()
    {
        Problems(new SqlOptions { ConnectionString = "Host=a;Password=b" }).ShouldContain("ConnectionString: holds a password; put it into Password, where it is not shown");
        Problems(new SqlOptions { ConnectionString = "Host=a;;=" }).ShouldContain("ConnectionString: must be of the form Key=value;Key=value");
        Problems(new SqlOptions { ConnectionString = "Host=a", TimeZone = "Mars" }).ShouldContain("TimeZone: must be an IANA name such as Asia/Tokyo");
        Problems(new SqlEntityOptions { Key = "id" }).ShouldBe(["Table: needs either Table or Query"]);
        Problems(new SqlEntityOptions { Key = "id", Query = "select 1;" }).ShouldBe(["Query: must be one query without a semicolon"]);
        Problems(new SqlEntityOptions { Key = "id", Table = "a", OnlyAdded = true, ChangedAt = "b" }).ShouldHaveSingleItem();
    }

    private static List<string> Problems(IValidatableObject options) =>
        [.. options.Validate(new ValidationContext(options)).Select(problem => $"{problem.MemberNames.First()}: {problem.ErrorMessage}")];

    private SqlSource Open() => new(_rig.Options, new ConnectorServices(null!, TimeProvider.System, NullLogger.Instance));

    private async Task<List<(string Key, ChangeKind Change, string Json)>> ReadAsync(string entity, Action<Checkpoint>? next = null, Checkpoint? after = null)
    {
        await using var source = Open();
        var records = new List<(string, ChangeKind, string)>();
        await foreach (var batch in source.ReadAsync(new ReadRequest(entity, after, 3), CancellationToken.None))
        {
            records.AddRange(batch.Records.Select(record => (record.Key, record.Change, Encoding.UTF8.GetString(record.Json.Span))));
            next?.Invoke(batch.Next);
        }

        return records;
    }

    private async Task<List<string>> KeysAsync(string entity)
    {
        await using var source = Open();
        var keys = new List<string>();
        await foreach (var some in source.ListKeysAsync(entity, CancellationToken.None))
            keys.AddRange(some);
        return keys;
    }
}
