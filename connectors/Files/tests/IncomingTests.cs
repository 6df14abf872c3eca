using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Files.Tests;

/// <summary>Files that come, are read once, and go into the archive.</summary>
public sealed class IncomingTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HandClock _clock = new();
    private Checkpoint? _committed;

    private string Today => Path.Combine("archive", _clock.Now.ToString("yyyy-MM-dd"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_are_read_once_in_the_order_of_their_names_and_archived()
    {
        var options = Options();
        _folder.With("orders-2.csv", "ID\n3\n").With("orders-1.csv", "ID\n1\n2\n").With("other.csv", "x");

        (await SyncAsync(options)).ShouldBe(["1", "2", "3"]);

        Names().ShouldBe([$"{Today}/orders-1.csv", $"{Today}/orders-2.csv", "other.csv"]);
        (await SyncAsync(options)).ShouldBeEmpty();
        _folder.With("orders-3.csv", "ID\n1\n");
        (await SyncAsync(options)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Or_in_the_order_of_their_times()
    {
        var options = Options(incoming => incoming.Order = IncomingOrder.Time);
        _folder.With("orders-1.csv", "ID\n1\n").With("orders-2.csv", "ID\n2\n");
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "orders-1.csv"), DateTime.UtcNow.AddMinutes(-1));
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "orders-2.csv"), DateTime.UtcNow.AddMinutes(-2));

        (await SyncAsync(options)).ShouldBe(["2", "1"]);
    }

    [Fact]
    public async Task A_file_stays_until_its_last_batch_is_committed()
    {
        var options = Options();
        _folder.With("orders-1.csv", "ID\n1\n2\n3\n");
        await using var source = Open(options);
        var batches = await BatchesAsync(source, batchSize: 2);

        await source.CommittedAsync(batches[0].Next, CancellationToken.None);
        Names().ShouldBe(["orders-1.csv"]);
        await source.CommittedAsync(batches[1].Next, CancellationToken.None);
        await source.CommittedAsync(batches[1].Next, CancellationToken.None);   // may be told twice
        Names().ShouldBe([$"{Today}/orders-1.csv"]);
    }

    [Fact]
    public async Task A_host_that_died_between_commit_and_archive_loses_nothing_and_reads_nothing_twice()
    {
        var options = Options();
        _folder.With("orders-1.csv", "ID\n1\n").With("orders-2.csv", "ID\n2\n");
        await using (var source = Open(options))
            _committed = (await BatchesAsync(source))[0].Next;   // stored, but nobody was told

        (await SyncAsync(options)).ShouldBe(["2"]);
        Names().ShouldBe([$"{Today}/orders-1.csv", $"{Today}/orders-2.csv"]);
    }

    [Fact]
    public async Task A_host_that_died_in_the_middle_of_a_file_goes_on_there_also_when_another_came_before_it()
    {
        var options = Options();
        _folder.With("orders-2.csv", "ID\n1\n2\n3\n");
        await using (var source = Open(options))
            _committed = (await BatchesAsync(source, batchSize: 2))[0].Next;
        _folder.With("orders-1.csv", "ID\n0\n");

        (await SyncAsync(options)).ShouldBe(["3", "0"]);
    }

    [Fact]
    public async Task A_file_that_was_replaced_after_it_was_read_is_not_archived_but_read()
    {
        var options = Options();
        _folder.With("orders-1.csv", "ID\n1\n");
        await using (var source = Open(options))
        {
            _committed = (await BatchesAsync(source)).Single().Next;
            _folder.With("orders-1.csv", "ID\n2\n");
            await source.CommittedAsync(_committed, CancellationToken.None);
        }

        Names().ShouldBe(["orders-1.csv"]);
        (await SyncAsync(options)).ShouldBe(["2"]);
        Names().ShouldBe([$"{Today}/orders-1.csv"]);
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_read_ends_the_run()
    {
        _folder.With("orders-1.csv", "ID\n1\n2\n3\n");
        await using var source = Open(Options());
        await using var batches = source.ReadAsync(new("Orders", null, 1), CancellationToken.None).GetAsyncEnumerator();
        (await batches.MoveNextAsync()).ShouldBeTrue();
        _folder.With("orders-1.csv", "ID\n1\n2\n3\n4\n");

        await Should.ThrowAsync<TransientException>(async () => await batches.MoveNextAsync());
    }

    [Fact]
    public async Task Two_files_of_one_name_and_day_are_kept_apart()
    {
        var options = Options(file: "orders.csv");
        foreach (var id in new[] { 1, 2, 3 })
        {
            _folder.With("orders.csv", $"ID\n{id}\n");
            (await SyncAsync(options)).ShouldBe([$"{id}"]);
        }

        Names().ShouldBe([$"{Today}/2/orders.csv", $"{Today}/3/orders.csv", $"{Today}/orders.csv"]);
    }

    [Fact]
    public async Task A_file_that_was_just_written_is_left_alone()
    {
        var options = Options(incoming => incoming.QuietSeconds = 30);
        _folder.With("orders-1.csv", "ID\n1\n");
        var written = File.GetLastWriteTimeUtc(Path.Combine(_folder.Path, "orders-1.csv"));

        _clock.Now = written.AddSeconds(29);
        (await SyncAsync(options)).ShouldBeEmpty();
        _clock.Now = written.AddSeconds(30);
        (await SyncAsync(options)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task With_a_marker_a_file_is_complete_when_its_marker_is_there_and_the_marker_goes_with_it()
    {
        var options = Options(incoming => incoming.Marker = ".done", file: "orders-*");
        _folder.With("orders-1.csv", "ID\n1\n").With("orders-2.csv", "ID\n2\n").With("orders-2.done", "").With("orders-3.csv", "ID\n3\n").With("orders-3.csv.done", "");

        (await SyncAsync(options)).ShouldBe(["2", "3"]);
        Names().ShouldBe([$"{Today}/orders-2.csv", $"{Today}/orders-3.csv", "orders-1.csv"]);
    }

    [Fact]
    public async Task What_is_being_written_under_another_name_is_not_seen()
    {
        var options = Options(file: "*.csv");
        _folder.With(".orders.csv", "ID\n1\n").With("~$orders.csv", "ID\n2\n").With("orders.csv.tmp", "ID\n3\n");

        (await SyncAsync(options)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Children_come_and_go_with_their_file()
    {
        var options = Options();
        options.Entities["Orders"].Children["lines"] = new() { File = "lines-*.csv", On = "Order" };
        _folder.With("orders-1.csv", "ID\n1\n").With("orders-2.csv", "ID\n2\n").With("lines-2.csv", "Order,No\n2,a\n");

        (await SyncAsync(options)).ShouldBe(["2"]);
        Names().ShouldBe([$"{Today}/lines-2.csv", $"{Today}/orders-2.csv", "orders-1.csv"]);
        _folder.With("lines-1.csv", "Order,No\n1,a\n");
        (await SyncAsync(options)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task The_same_file_with_other_children_is_read()
    {
        var options = Options();
        options.Entities["Orders"].Children["lines"] = new() { File = "lines-*.csv", On = "Order" };
        _folder.With("orders-1.csv", "ID\n1\n").With("lines-1.csv", "Order,No\n1,a\n");
        (await SyncAsync(options)).ShouldBe(["1"]);
        _folder.With("orders-1.csv", "ID\n1\n").With("lines-1.csv", "Order,No\n1,b\n");

        (await SyncAsync(options)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_host_that_died_while_it_archived_finishes_it()
    {
        var options = Options();
        options.Entities["Orders"].Children["lines"] = new() { File = "lines-*.csv", On = "Order" };
        _folder.With("orders-1.csv", "ID\n1\n").With("lines-1.csv", "Order,No\n1,a\n");
        await using (var source = Open(options))
            _committed = (await BatchesAsync(source)).Single().Next;
        File.Delete(Path.Combine(_folder.Path, "lines-1.csv"));   // as if it were archived already

        (await SyncAsync(options)).ShouldBeEmpty();
        Names().ShouldBe([$"{Today}/orders-1.csv"]);
    }

    [Fact]
    public async Task Of_a_file_with_broken_lines_the_lines_are_set_aside_and_the_file_is_archived()
    {
        _folder.With("orders-1.csv", "ID\n1\n2,x\n");
        await using var source = Open(Options());
        var batch = (await BatchesAsync(source)).Single();
        await source.CommittedAsync(batch.Next, CancellationToken.None);

        batch.Broken.Single().Place.ShouldBe("orders-1.csv line 3");
        Names().ShouldBe([$"{Today}/orders-1.csv"]);
    }

    [Fact]
    public async Task A_workbook_that_cannot_be_read_is_set_aside_whole_and_does_not_keep_back_the_next()
    {
        var options = Options(file: "orders-*.xlsx");
        _folder.With("orders-1.xlsx", [1, 2, 3]).With("orders-2.xlsx", new XlsxFile().Sheet("a", XlsxFile.Row(1, "ID") + XlsxFile.Row(2, "1")).ToArray());
        await using var source = Open(options);

        var batches = await BatchesAsync(source);

        batches[0].Broken.Single().Place.ShouldBe("orders-1.xlsx");
        batches[0].Broken.Single().Raw.ToArray().ShouldBe([1, 2, 3]);
        batches.Keys().ShouldBe(["1"]);
    }

    [Fact]
    public async Task Files_that_two_entities_read_are_refused()
    {
        var options = Options();
        options.Entities["Customers"] = new() { File = "*.csv", Key = "ID", Incoming = new() { Archive = "archive" } };
        _folder.With("orders-1.csv", "ID\n1\n");

        (await Should.ThrowAsync<SetupException>(() => SyncAsync(options))).Message.ShouldStartWith("Entities:Orders:Incoming: orders-1.csv is also read by the entity 'Customers'");
    }

    [Fact]
    public async Task Old_days_of_the_archive_are_removed_when_the_settings_say_so()
    {
        var options = Options(incoming => incoming.KeepArchiveDays = 30);
        foreach (var day in new[] { _clock.Now.AddDays(-31).ToString("yyyy-MM-dd"), _clock.Now.AddDays(-30).ToString("yyyy-MM-dd"), "keep" })
            Directory.CreateDirectory(Path.Combine(_folder.Path, "archive", day));
        _folder.With("orders-1.csv", "ID\n1\n");
        await SyncAsync(options);

        Directory.GetDirectories(Path.Combine(_folder.Path, "archive")).Select(Path.GetFileName).Order()
            .ShouldBe([_clock.Now.AddDays(-30).ToString("yyyy-MM-dd"), _clock.Now.ToString("yyyy-MM-dd"), "keep"]);
    }

    private FilesOptions Options(Action<IncomingOptions>? how = null, string file = "orders-*.csv")
    {
        var options = _folder.Orders();
        var incoming = new IncomingOptions { Archive = "archive" };
        how?.Invoke(incoming);
        (options.Entities["Orders"].File, options.Entities["Orders"].Incoming) = (file, incoming);
        return options;
    }

    private FilesSource Open(FilesOptions options) => new(options, new(new(), _clock, NullLogger.Instance));

    private async Task<List<SourceBatch>> BatchesAsync(FilesSource source, int batchSize = 100)
    {
        List<SourceBatch> batches = [];
        await foreach (var batch in source.ReadAsync(new("Orders", _committed, batchSize), CancellationToken.None))
            batches.Add(batch);
        return batches;
    }

    // As the hub does: each batch is committed, and then told.
    private async Task<List<string>> SyncAsync(FilesOptions options)
    {
        await using var source = Open(options);
        List<string> keys = [];
        await foreach (var batch in source.ReadAsync(new("Orders", _committed, 100), CancellationToken.None))
        {
            keys.AddRange(batch.Records.Select(record => record.Key));
            _committed = batch.Next;
            await source.CommittedAsync(batch.Next, CancellationToken.None);
        }

        return keys;
    }

    private IEnumerable<string> Names() => Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder.Path, path)).Order(StringComparer.Ordinal);
}
