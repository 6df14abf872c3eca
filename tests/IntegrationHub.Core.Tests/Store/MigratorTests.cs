using IntegrationHub.Core.Store;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Store;

public sealed class MigratorTests : IAsyncLifetime
{
    private static readonly Migration s_first = new(1, "0001_first.sql", "create table first (id int);");
    private static readonly Migration s_second = new(2, "0002_second.sql", "create table second (id int);\ninsert into second values (2);");
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresFixture.CreateDatabaseAsync(migrated: false);

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task The_hubs_own_migrations_apply_once_and_then_nothing_is_pending()
    {
        var migrator = new Migrator(_database.DataSource);
        var pending = await migrator.PendingAsync(CancellationToken.None);
        pending[0].Name.ShouldBe("0001_hub.sql");

        (await migrator.ApplyAsync(CancellationToken.None)).ShouldBe(pending);

        (await migrator.PendingAsync(CancellationToken.None)).ShouldBeEmpty();
        (await migrator.ApplyAsync(CancellationToken.None)).ShouldBeEmpty();
        (await AskAsync("select to_regclass('hub.record')::text")).ShouldBe("hub.record");
    }

    [Fact]
    public async Task Hosts_that_start_together_apply_each_migration_once()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new Migrator(_database.DataSource, [s_first, s_second]).ApplyAsync(CancellationToken.None))));
        applied.SelectMany(names => names).ShouldBe([s_first, s_second], ignoreOrder: true);
        (await AskAsync("select count(*) from second")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_later_version_applies_only_what_is_new()
    {
        await new Migrator(_database.DataSource, [s_first]).ApplyAsync(CancellationToken.None);
        (await new Migrator(_database.DataSource, [s_first, s_second]).ApplyAsync(CancellationToken.None)).ShouldBe([s_second]);
    }

    [Fact]
    public async Task An_applied_file_that_changed_is_an_error_that_names_it()
    {
        await new Migrator(_database.DataSource, [s_first]).ApplyAsync(CancellationToken.None);
        var changed = new Migrator(_database.DataSource, [s_first with { Sql = "create table first (id bigint);" }]);
        (await Should.ThrowAsync<StoreSetupException>(() => changed.ApplyAsync(CancellationToken.None))).Message.ShouldContain("0001_first.sql");
        await Should.ThrowAsync<StoreSetupException>(() => changed.PendingAsync(CancellationToken.None));
    }

    [Fact]
    public void Line_ends_do_not_change_a_file() =>
        new Migration(2, s_second.Name, s_second.Sql.Replace("\n", "\r\n")).Checksum.ShouldBe(s_second.Checksum);

    [Fact]
    public async Task A_database_of_a_newer_hub_is_left_alone()
    {
        await new Migrator(_database.DataSource, [s_first, s_second]).ApplyAsync(CancellationToken.None);
        var older = new Migrator(_database.DataSource, [s_first]);
        (await Should.ThrowAsync<StoreSetupException>(() => older.ApplyAsync(CancellationToken.None))).Message.ShouldContain("0002_second.sql");
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_no_half_of_itself_and_keeps_those_before()
    {
        var broken = s_second with { Sql = "create table half (id int); select no_such_function();" };
        var refused = await Should.ThrowAsync<StoreSetupException>(() => new Migrator(_database.DataSource, [s_first, broken]).ApplyAsync(CancellationToken.None));
        refused.Message.ShouldContain("0002_second.sql");
        refused.Message.ShouldContain("no_such_function");
        (await AskAsync("select to_regclass('half') is null and to_regclass('first') is not null")).ShouldBe(true);
        (await new Migrator(_database.DataSource, [s_first, s_second]).ApplyAsync(CancellationToken.None)).ShouldBe([s_second]);
    }

    private async Task<object?> AskAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
