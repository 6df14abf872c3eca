using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files.Tests;

public sealed class HeaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Titles_above_the_header_are_passed_over_and_lines_are_counted_with_them()
    {
        var batches = await _folder.With("Orders.csv", "受注一覧\n出力日,2026/11/27\n\n受注番号,得意先\nA-1,高橋\nA-2\n").Orders("受注番号").ReadAllAsync();

        batches.Jsons().ShouldBe(["""{"受注番号":"A-1","得意先":"高橋"}"""]);
        batches.Broken().Single().Place.ShouldBe("Orders.csv line 6");
    }

    [Fact]
    public async Task Resuming_below_titles_loses_nothing()
    {
        var options = _folder.With("Orders.csv", "List\n\nID\n1\n2\n3\n").Orders();
        var first = await options.ReadAllAsync(batchSize: 1);

        (await options.ReadAllAsync(first[0].Next)).Keys().ShouldBe(["2", "3"]);
    }

    [Theory]
    [InlineData("ID;Name;Net\n1;a;3,50\n")]
    [InlineData("ID\tName\tNet\n1\ta\t3,50\n")]
    [InlineData("ID|Name|Net\n1|a|3,50\n")]
    [InlineData("List, all of it\nID;Name;Net\n1;a;3,50\n")]
    public async Task What_parts_the_header_parts_the_cells(string text) =>
        (await _folder.With("Orders.csv", text).Orders().ReadAllAsync()).Jsons().ShouldBe(["""{"ID":"1","Name":"a","Net":"3,50"}"""]);

    [Fact]
    public async Task A_text_file_of_any_ending_is_read()
    {
        var options = _folder.With("受注.txt", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("ID\tName\n1\ta\n")).ToArray()).Orders();
        options.Entities["Orders"].File = "受注.txt";

        (await options.ReadAllAsync()).Jsons().ShouldBe(["""{"ID":"1","Name":"a"}"""]);
    }

    [Fact]
    public async Task The_line_of_the_header_can_be_said()
    {
        var options = _folder.With("Orders.csv", "ID,Old\nID,Name\n1,a\n").Orders();
        options.Entities["Orders"].HeaderRow = 2;

        (await options.ReadAllAsync()).Jsons().ShouldBe(["""{"ID":"1","Name":"a"}"""]);

        options.Entities["Orders"].HeaderRow = 9;
        (await Should.ThrowAsync<SetupException>(() => options.ReadAllAsync())).Message.ShouldStartWith("Orders.csv has no line 9, where HeaderRow says ");
    }

    [Fact]
    public async Task Another_header_line_is_a_change()
    {
        var options = _folder.With("Orders.csv", "ID,Old\nID,Name\n1,a\n").Orders();
        var first = await options.ReadAllAsync();
        options.Entities["Orders"].HeaderRow = 2;

        (await options.ReadAllAsync(first[^1].Next)).Keys().ShouldBe(["1"]);
    }
}
