using System.Text;

namespace IntegrationHub.Connectors.Files.Tests;

public sealed class BrokenRowTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2,b,c", "3 cells, but the header has 2.")]
    [InlineData("2", "1 cells, but the header has 2.")]
    [InlineData("2,a\"b", "A quote inside a cell that is not quoted.")]
    [InlineData("2,\"a\"b", "Text after a closing quote.")]
    [InlineData(",b", "ID is empty, but it is the key.")]
    [InlineData("1,b", "The key 1 is already on line 2.")]
    [InlineData("2,b\0", "A NUL byte.")]
    public async Task A_broken_line_is_set_aside_with_its_bytes_and_the_rest_goes_on(string line, string reason)
    {
        var batches = await _folder.With("Orders.csv", $"ID,Name\n1,a\n{line}\n3,c\n").Orders().ReadAllAsync();

        batches.Keys().ShouldBe(["1", "3"]);
        var broken = batches.Broken().Single();
        broken.Place.ShouldBe("Orders.csv line 3");
        broken.Reason.ShouldStartWith(reason);
        Encoding.UTF8.GetString(broken.Raw.Span).ShouldBe(line);
    }

    [Fact]
    public async Task A_reading_from_the_beginning_to_the_end_says_so_and_one_that_resumed_does_not()
    {
        _folder.With("Orders.csv", "ID,Name\n1,a\n2,b,c\n3,c\n4,d\n5,e\n");

        var batches = await _folder.Orders().ReadAllAsync(batchSize: 2);

        batches.Count.ShouldBeGreaterThan(1);
        batches[..^1].ShouldAllBe(batch => batch.ReadWhole.Count == 0);
        batches[^1].ReadWhole.ShouldBe(["Orders.csv"]);
        (await _folder.Orders().ReadAllAsync(batches[0].Next, batchSize: 2)).ShouldAllBe(batch => batch.ReadWhole.Count == 0);
    }

    [Theory]
    [InlineData("2,\"b")]
    [InlineData("\"2,b")]
    public async Task A_quote_that_never_closes_spoils_only_its_own_line(string line)
    {
        var batches = await _folder.With("Orders.csv", $"ID,Name\r\n1,a\r\n{line}\r\n\r\n3,c\r\n4,\"d\r\ne\"\r\n5,\r\n").Orders().ReadAllAsync();

        batches.Keys().ShouldBe(["1", "3", "4", "5"]);
        batches.Broken().Select(broken => (broken.Place, Encoding.UTF8.GetString(broken.Raw.Span))).ShouldBe([("Orders.csv line 3", line)]);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("shift_jis")]
    public async Task A_quote_that_would_swallow_a_large_file_spoils_only_its_own_line(string encoding)
    {
        var rows = string.Concat(Enumerable.Range(3, 100_000).Select(id => $"{id},{id}\r\n"));
        var batches = await _folder.With("Orders.csv", $"ID,Name\r\n1,a\r\n2,\"b\r\n{rows}").Orders(encoding: encoding).ReadAllAsync(batchSize: 50_000);

        batches.Keys().Count().ShouldBe(100_001);
        batches.Broken().Select(broken => (broken.Place, Encoding.UTF8.GetString(broken.Raw.Span))).ShouldBe([("Orders.csv line 3", "2,\"b")]);
        batches.Keys().Last().ShouldBe("100002");
    }

    [Fact]
    public async Task Lines_are_counted_on_behind_a_quote_that_never_closes()
    {
        var batches = await _folder.With("Orders.csv", "ID,Name\n1,\"a\n2,b\n3\n4,d\n").Orders().ReadAllAsync();

        batches.Keys().ShouldBe(["2", "4"]);
        batches.Broken().Select(broken => broken.Place).ShouldBe(["Orders.csv line 2", "Orders.csv line 4"]);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_spoil_only_their_row_and_are_kept()
    {
        byte[] bytes = [.. "ID,Name\n1,a\n2,"u8, 0x83, 0x5C, .. "\n3,c\n"u8];

        var batches = await _folder.With("Orders.csv", bytes).Orders().ReadAllAsync();

        batches.Keys().ShouldBe(["1", "3"]);
        batches.Broken().Single().Place.ShouldBe("Orders.csv line 3");
        batches.Broken().Single().Raw.ToArray().ShouldBe([.. "2,"u8, 0x83, 0x5C]);
    }

    [Fact]
    public async Task Bytes_that_are_not_shift_jis_spoil_only_their_row_and_are_kept()
    {
        byte[] bytes = [.. "ID,Name\n1,"u8, 0x83, 0x5C, .. "\n2,"u8, 0x83, 0x5C, 0xFF, 0x81, (byte)'\n', .. "3,c\n"u8];

        var batches = await _folder.With("Orders.csv", bytes).Orders(encoding: "shift_jis").ReadAllAsync();

        batches.Jsons().ShouldBe(["""{"ID":"1","Name":"ソ"}""", """{"ID":"3","Name":"c"}"""]);
        batches.Broken().Single().Place.ShouldBe("Orders.csv line 3");
        batches.Broken().Single().Reason.ShouldStartWith("Bytes that are not shift_jis.");
        batches.Broken().Single().Raw.ToArray().ShouldBe([.. "2,"u8, 0x83, 0x5C, 0xFF, 0x81]);
    }

    [Fact]
    public async Task Broken_children_and_children_of_nobody_are_set_aside_once()
    {
        var options = _folder.With("Orders.csv", "ID\n1\n2\n").With("Lines.csv", "Order,No\n1,a\n1\n,b\n9,c\n").OrdersWithLines();

        var batches = await options.ReadAllAsync(batchSize: 1);

        batches.Broken().Select(broken => broken.Place).ShouldBe(["Lines.csv line 3", "Lines.csv line 4", "Lines.csv line 5"]);
        batches.Broken().Last().Reason.ShouldStartWith("Orders.csv has no row '9' for it to belong to.");
        (await options.ReadAllAsync(batches[0].Next)).Broken().Select(broken => broken.Place).ShouldBe(["Lines.csv line 5"]);
    }
}
