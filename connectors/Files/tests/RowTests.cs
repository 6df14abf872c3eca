using System.Text;

namespace IntegrationHub.Connectors.Files.Tests;

public sealed class RowTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_becomes_an_object_of_texts_and_an_empty_cell_an_empty_text()
    {
        var batches = await _folder.With("Orders.csv", "ID,Name,Net\n1,Müller & Co,\n2,\"a,\"\"b\"\"\",3.50").Orders().ReadAllAsync();

        batches.Jsons().ShouldBe(["""{"ID":"1","Name":"Müller & Co","Net":""}""", """{"ID":"2","Name":"a,\"b\"","Net":"3.50"}"""]);
    }

    [Fact]
    public async Task A_quoted_line_end_is_part_of_the_cell_and_counts_as_a_line()
    {
        var batches = await _folder.With("Orders.csv", "ID,Note\r\n1,\"first\r\nsecond\"\r\n2\r\n3,x\r\n").Orders().ReadAllAsync();

        batches.Jsons().ShouldBe(["""{"ID":"1","Note":"first\r\nsecond"}""", """{"ID":"3","Note":"x"}"""]);
        batches.Broken().Single().Place.ShouldBe("Orders.csv line 4");
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("shift_jis", false)]
    [InlineData("CP932", false)]
    [InlineData("euc-jp", false)]
    [InlineData("iso-2022-jp", false)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16", true)]
    public async Task Japanese_text_and_headers_are_read_in_any_encoding(string encoding, bool mark)
    {
        const string text = "受注番号,得意先名\nA-1,株式会社ソ表ポ\nA-2,高橋商店\n";
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var actual = Encoding.GetEncoding(encoding == "CP932" ? "shift_jis" : encoding);
        byte[] bytes = [.. mark ? actual.GetPreamble() : [], .. actual.GetBytes(text)];

        var batches = await _folder.With("Orders.csv", bytes).Orders("受注番号", mark ? "utf-8" : encoding).ReadAllAsync();

        batches.Broken().ShouldBeEmpty();
        batches.Jsons().ShouldBe(["""{"受注番号":"A-1","得意先名":"株式会社ソ表ポ"}""", """{"受注番号":"A-2","得意先名":"高橋商店"}"""]);
    }

    [Theory]
    [InlineData("髙", 0xEE, 0xE0)]
    [InlineData("髙", 0xFB, 0xFC)]
    [InlineData("﨑", 0xED, 0x95)]
    [InlineData("纊", 0xED, 0x40)]
    [InlineData("∵", 0x87, 0x9A)]
    [InlineData("￢", 0xFA, 0x54)]
    [InlineData("・", 0x81, 0x45)]
    public async Task Every_way_in_which_cp932_writes_a_character_is_read(string character, byte first, byte second)
    {
        var batches = await _folder.With("Orders.csv", [.. "ID,Note\n1,"u8, first, second, .. "\n"u8]).Orders("ID", "cp932").ReadAllAsync();

        batches.Broken().ShouldBeEmpty();
        batches.Jsons().ShouldBe([$$"""{"ID":"1","Note":"{{character}}"}"""]);
    }

    [Theory]
    [InlineData(0x85, 0xEC)]
    [InlineData(0xED, 0x20)]
    [InlineData(0xFC, 0xFC)]
    public async Task Bytes_that_cp932_has_no_character_for_are_told(byte first, byte second)
    {
        var batches = await _folder.With("Orders.csv", [.. "ID,Note\n1,"u8, first, second, .. "\n2,x\n"u8]).Orders("ID", "cp932").ReadAllAsync();

        batches.Broken().Single().Place.ShouldBe("Orders.csv line 2");
        batches.Jsons().ShouldBe(["""{"ID":"2","Note":"x"}"""]);
    }

    [Fact]
    public async Task Tabs_part_the_cells_of_a_tsv_file()
    {
        var options = _folder.With("Orders.tsv", "ID\tName\n1\ta,b\n").Orders();
        options.Entities["Orders"].File = "Orders.tsv";

        (await options.ReadAllAsync()).Jsons().ShouldBe(["""{"ID":"1","Name":"a,b"}"""]);
    }

    [Fact]
    public async Task A_semicolon_can_be_the_delimiter() =>
        (await _folder.With("Orders.csv", "ID;Name\n1;a,b\n").Orders(delimiter: ";").ReadAllAsync()).Jsons().ShouldBe(["""{"ID":"1","Name":"a,b"}"""]);

    [Fact]
    public async Task A_key_of_several_columns_is_joined_by_a_slash() =>
        (await _folder.With("Orders.csv", "Co,ID\n10,7\n20,7\n").Orders("Co/ID").ReadAllAsync()).Keys().ShouldBe(["10/7", "20/7"]);

    [Fact]
    public async Task Children_are_arrays_in_file_order_also_when_there_are_none()
    {
        var batches = await _folder.With("Orders.csv", "ID\n1\n2\n3\n").With("Lines.csv", "Order,No\n2,b\n1,x\n2,a\n").OrdersWithLines().ReadAllAsync();

        batches.Jsons().ShouldBe([
            """{"ID":"1","lines":[{"Order":"1","No":"x"}]}""",
            """{"ID":"2","lines":[{"Order":"2","No":"b"},{"Order":"2","No":"a"}]}""",
            """{"ID":"3","lines":[]}""",
        ]);
        batches.Broken().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_stays_as_it_is_while_the_next_ones_are_read()
    {
        var rows = string.Concat(Enumerable.Range(1, 3000).Select(id => $"{id},{new string((char)('a' + id % 26), 50)}\n"));
        var batches = await _folder.With("Orders.csv", "ID,Text\n" + rows).Orders().ReadAllAsync(batchSize: 7);

        batches.Jsons().ShouldBe(Enumerable.Range(1, 3000).Select(id => $$"""{"ID":"{{id}}","Text":"{{new string((char)('a' + id % 26), 50)}}"}"""));
    }
}
