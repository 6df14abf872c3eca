using System.Diagnostics;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Store.Embedded;
using IntegrationHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IntegrationHub.Core.Tests.Store.Embedded;

public sealed class EmbeddedPostgresTests
{
    private static readonly Dictionary<string, string> s_fast = new() { ["fsync"] = "off", ["shared_buffers"] = "16MB" };
    private readonly string _folder = TestFolders.Create("embedded");

    [Fact]
    public async Task A_started_server_takes_queries_on_no_tcp_port_and_is_gone_after_disposal()
    {
        var server = await StartAsync();
        await using (server)
        {
            (await AskAsync(server, "select current_database()")).ShouldBe("hub");
            (await AskAsync(server, "show listen_addresses")).ShouldBe("");
            (await AskAsync(server, "show server_encoding")).ShouldBe("UTF8");
            (await AskAsync(server, "select lower('ÄŠ')")).ShouldBe("äš");
        }
        await Should.ThrowAsync<NpgsqlException>(() => AskAsync(server, "select 1"));
    }

    [Fact]
    public async Task Data_survive_a_restart()
    {
        await using (var server = await StartAsync())
            await AskAsync(server, "create table kept as select 42 as answer");
        await using (var server = await StartAsync())
            (await AskAsync(server, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_second_host_joins_and_the_last_to_leave_stops_the_server()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        second.ProcessId.ShouldBe(first.ProcessId);

        await first.DisposeAsync();
        (await AskAsync(second, "select 1")).ShouldBe(1);

        await second.DisposeAsync();
        await Should.ThrowAsync<NpgsqlException>(() => AskAsync(second, "select 1"));
    }

    [Fact]
    public async Task Hosts_that_start_together_share_one_server()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(StartAsync)));
        servers.Select(server => server.ProcessId).Distinct().Count().ShouldBe(1);
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_was_killed_starts_again_with_what_was_committed()
    {
        await using (var server = await StartAsync())
        {
            await AskAsync(server, "create table kept as select 42 as answer");
            using var process = Process.GetProcessById(server.ProcessId);
            process.Kill();
            await process.WaitForExitAsync();
        }
        await using (var server = await StartAsync())
            (await AskAsync(server, "select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_pid_file_whose_number_another_process_has_by_now_does_not_keep_the_server_from_starting()
    {
        await using (await StartAsync())
        {
        }
        var pidFile = Path.Combine(_folder, "server", "data", "postmaster.pid");
        await File.WriteAllTextAsync(pidFile, $"{Environment.ProcessId}\n{Path.GetDirectoryName(pidFile)}\n0\n5432\n\n\n");

        await using (var server = await StartAsync())
            (await AskAsync(server, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_folder_too_deep_for_a_socket_works_too()
    {
        var deep = Path.Combine(_folder, new string('d', 60), "with a space", new string('e', 60));
        await using var server = await EmbeddedPostgres.StartAsync(deep, NullLogger.Instance, s_fast, CancellationToken.None);
        (await AskAsync(server, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_setting_PostgreSQL_does_not_take_is_told_with_its_own_words_and_nothing_keeps_running()
    {
        var settings = new Dictionary<string, string> { ["fsync"] = "off", ["shared_buffers"] = "plenty" };
        var refused = await Should.ThrowAsync<StoreSetupException>(() => EmbeddedPostgres.StartAsync(_folder, NullLogger.Instance, settings, CancellationToken.None));
        refused.Message.ShouldContain("plenty");
        refused.Message.ShouldContain("server.log");
        File.Exists(Path.Combine(_folder, "server", "data", "postmaster.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_told_in_a_sentence()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        var refused = await Should.ThrowAsync<StoreSetupException>(() => EmbeddedPostgres.StartAsync(file, NullLogger.Instance, s_fast, CancellationToken.None));
        refused.Message.ShouldContain(file);
    }

    private Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(_folder, NullLogger.Instance, s_fast, CancellationToken.None);

    private static async Task<object?> AskAsync(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
