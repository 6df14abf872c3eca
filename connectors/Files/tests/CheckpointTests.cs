using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_that_did_not_change_yield_nothing()
    {
        var options = _folder.With("Orders.csv", "ID\n1\n2\n").Orders();
        var first = await options.ReadAllAsync(batchSize: 2);

        first.ShouldHaveSingleItem();
        (await options.ReadAllAsync(first[^1].Next)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reading_resumes_in_the_middle_and_still_finds_a_key_from_before()
    {
        var options = _folder.With("Orders.csv", "ID\n1\n2\n3\n1\n4\n").Orders();
        var first = await options.ReadAllAsync(batchSize: 2);

        var rest = await options.ReadAllAsync(first[0].Next, batchSize: 2);

        rest.Keys().ShouldBe(["3", "4"]);
        rest.Broken().Single().Place.ShouldBe("Orders.csv line 5");
    }

    [Fact]
    public async Task A_changed_file_is_read_from_its_first_row()
    {
        var options = _folder.With("Orders.csv", "ID\n1\n2\n3\n").Orders();
        var first = await options.ReadAllAsync(batchSize: 2);
        _folder.With("Orders.csv", "ID\n1\n2\n4\n");

        (await options.ReadAllAsync(first[0].Next)).Keys().ShouldBe(["1", "2", "4"]);
        (await options.ReadAllAsync(first[^1].Next)).Keys().ShouldBe(["1", "2", "4"]);
    }

    [Fact]
    public async Task A_changed_child_file_is_a_change()
    {
        var options = _folder.With("Orders.csv", "ID\n1\n").With("Lines.csv", "Order\n").OrdersWithLines();
        var first = await options.ReadAllAsync();
        _folder.With("Lines.csv", "Order\n1\n");

        (await options.ReadAllAsync(first[^1].Next)).Jsons().ShouldBe(["""{"ID":"1","lines":[{"Order":"1"}]}"""]);
    }

    [Fact]
    public async Task Other_settings_are_a_change()
    {
        var first = await _folder.With("Orders.csv", "ID,No\n1,2\n").Orders().ReadAllAsync();

        (await _folder.Orders("No").ReadAllAsync(first[^1].Next)).Keys().ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_file_without_rows_moves_the_checkpoint_too()
    {
        var options = _folder.With("Orders.csv", "ID\n").Orders();

        var batch = (await options.ReadAllAsync()).ShouldHaveSingleItem();

        batch.Records.ShouldBeEmpty();
        (await options.ReadAllAsync(batch.Next)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_foreign_checkpoint_is_told_apart() =>
        (await Should.ThrowAsync<ProtocolException>(() => _folder.With("Orders.csv", "ID\n1\n").Orders().ReadAllAsync(new("17"))))
            .Message.ShouldStartWith("The checkpoint is not one of the files connector");

    [Fact]
    public async Task A_file_that_changes_between_batches_stops_the_read()
    {
        await using var source = _folder.With("Orders.csv", "ID\n1\n2\n3\n").Orders().Open();
        await using var batches = source.ReadAsync(new("Orders", null, 1), CancellationToken.None).GetAsyncEnumerator();
        (await batches.MoveNextAsync()).ShouldBeTrue();

        _folder.With("Orders.csv", "ID\n1\n2\n3\n4\n");

        (await Should.ThrowAsync<TransientException>(async () => await batches.MoveNextAsync())).Message.ShouldStartWith("Orders.csv changed while it was read.");
    }

    [Fact]
    public async Task A_change_that_leaves_length_and_time_alone_is_found_at_the_end()
    {
        await using var source = _folder.With("Orders.csv", "ID\n1\n2\n3\n").Orders().Open();
        await using var batches = source.ReadAsync(new("Orders", null, 2), CancellationToken.None).GetAsyncEnumerator();
        (await batches.MoveNextAsync()).ShouldBeTrue();

        var path = Path.Combine(_folder.Path, "Orders.csv");
        var written = File.GetLastWriteTimeUtc(path);
        _folder.With("Orders.csv", "ID\n1\n2\n4\n");
        File.SetLastWriteTimeUtc(path, written);

        (await Should.ThrowAsync<TransientException>(async () => await batches.MoveNextAsync())).Message.ShouldStartWith("Orders.csv changed while it was read.");
    }
}
