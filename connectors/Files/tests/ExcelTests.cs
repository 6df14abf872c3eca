using System.Text;
using IntegrationHub.Sdk;
using static IntegrationHub.Connectors.Files.Tests.XlsxFile;

namespace IntegrationHub.Connectors.Files.Tests;

public sealed class ExcelTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_becomes_an_object_with_texts_numbers_and_truths()
    {
        var rows = Row(1, "ID", "Name", "Net", "Paid") + Row(2, "007", "高橋商店", 1234.5) + $"<row r=\"3\">{Styled("A3", "10248", 0)}<c r=\"C3\"><v>0.30000000000000004</v></c><c r=\"D3\" t=\"b\"><v>1</v></c></row>";

        var batches = await Read(new XlsxFile().Sheet("受注", rows));

        batches.Jsons().ShouldBe(["""{"ID":"007","Name":"高橋商店","Net":1234.5,"Paid":""}""", """{"ID":10248,"Name":"","Net":0.3,"Paid":true}"""]);
        batches.Keys().ShouldBe(["007", "10248"]);
    }

    [Theory]
    [InlineData("14", "46350", "\"2026-11-24\"")]
    [InlineData("31", "46350", "\"2026-11-24\"")]
    [InlineData("57", "46350", "\"2026-11-24\"")]
    [InlineData("[$-411]ggge\"年\"m\"月\"d\"日\"", "46350", "\"2026-11-24\"")]
    [InlineData("yyyy/m/d\\ h:mm", "46350.4375", "\"2026-11-24T10:30:00\"")]
    [InlineData("h:mm", "0.4375", "\"10:30:00\"")]
    [InlineData("[h]:mm", "1.5", "\"36:00:00\"")]
    [InlineData("yyyy/m/d", "59", "\"1900-02-28\"")]
    [InlineData("yyyy/m/d", "61", "\"1900-03-01\"")]
    [InlineData("yyyy/m/d", "1", "\"1900-01-01\"")]
    [InlineData("9", "0.08", "0.08")]
    [InlineData("00000", "42", "\"00042\"")]
    [InlineData("00000", "4.5", "4.5")]
    [InlineData("#,##0\"円\"", "98000", "98000")]
    [InlineData("#,##0.00_);[Red]\\(#,##0.00\\)", "-3.5", "-3.5")]
    [InlineData("0.00E+00", "1234567", "1234567")]
    [InlineData("General", "1E+20", "100000000000000000000")]
    [InlineData("\"day\"0", "5", "5")]
    public async Task A_number_is_what_its_format_makes_of_it(string format, string value, string json)
    {
        var batches = await Read(new XlsxFile { Formats = [format] }.Sheet("Orders", Row(1, "ID", "V") + $"<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>1</t></is></c>{Styled("B2", value, 1)}</row>"));

        batches.Jsons().ShouldBe([$$"""{"ID":"1","V":{{json}}}"""]);
    }

    [Fact]
    public async Task Days_that_count_from_1904_are_the_same_days()
    {
        var batches = await Read(new XlsxFile { Formats = ["14"], Date1904 = true }.Sheet("Orders", Row(1, "ID", "V") + $"<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>1</t></is></c>{Styled("B2", "44888", 1)}</row>"));

        batches.Jsons().ShouldBe(["""{"ID":"1","V":"2026-11-24"}"""]);
    }

    [Fact]
    public async Task A_text_is_read_without_its_furigana_and_with_all_its_pieces()
    {
        var book = new XlsxFile().Text("<t>受注番号</t><rPh sb=\"0\" eb=\"2\"><t>ジュチュウ</t></rPh>").Text("<r><t>株式</t></r><r><rPr/><t xml:space=\"preserve\">会社 </t></r><rPh sb=\"0\" eb=\"1\"><t>カブ</t></rPh><r><t>髙橋_x000D_商店</t></r>")
            .Sheet("Orders", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c></row>");

        (await Read(book, "受注番号")).Keys().ShouldBe(["株式会社 髙橋\r商店"]);
    }

    [Fact]
    public async Task Titles_above_the_header_and_columns_without_a_name_are_passed_over()
    {
        var rows = Row(1, "受注一覧", null, "2026年11月") + Row(3, "", "受注\n番号", null, "得意先") + Row(4, "x", "A-1", "remark", "高橋") + Row(6, null, "A-2", null, "齋藤");

        var batches = await Read(new XlsxFile().Sheet("Orders", rows), "受注 番号");

        batches.Jsons().ShouldBe(["""{"受注 番号":"A-1","得意先":"高橋"}""", """{"受注 番号":"A-2","得意先":"齋藤"}"""]);
    }

    [Fact]
    public async Task The_header_can_be_said()
    {
        var options = Options(new XlsxFile().Sheet("Orders", Row(1, "ID", "A") + Row(2, "ID", "B") + Row(3, "1", "x")), "ID");
        options.Entities["Orders"].HeaderRow = 2;

        (await options.ReadAllAsync()).Jsons().ShouldBe(["""{"ID":"1","B":"x"}"""]);
    }

    [Fact]
    public async Task Every_cell_of_a_merged_range_has_its_value()
    {
        var rows = Row(1, "ID", "Buyer", "Note") + Row(2, "1", "高橋", "a") + Row(3, "2", null, "b") + Row(4, "3", "齋藤", null) + Row(5, "4");

        var batches = await Read(new XlsxFile().Sheet("Orders", rows, merged: "<mergeCells><mergeCell ref=\"B2:B3\"/><mergeCell ref=\"B4:C4\"/></mergeCells>"));

        batches.Jsons().ShouldBe([
            """{"ID":"1","Buyer":"高橋","Note":"a"}""", """{"ID":"2","Buyer":"高橋","Note":"b"}""", """{"ID":"3","Buyer":"齋藤","Note":"齋藤"}""", """{"ID":"4","Buyer":"","Note":""}""",
        ]);
    }

    [Fact]
    public async Task A_formula_has_the_value_that_was_stored_with_it_and_an_error_breaks_its_row()
    {
        var rows = Row(1, "ID", "Net") + "<row r=\"2\"><c r=\"A2\" t=\"str\"><f>\"A\"&amp;1</f><v>A1</v></c><c r=\"B2\"><f>1+2</f><v>3</v></c></row>"
            + "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>A2</t></is></c><c r=\"B3\" t=\"e\"><f>1/0</f><v>#N/A</v></c></row>";

        var batches = await Read(new XlsxFile().Sheet("受注", rows));

        batches.Jsons().ShouldBe(["""{"ID":"A1","Net":3}"""]);
        var broken = batches.Broken().Single();
        (broken.Place, broken.Reason).ShouldBe(("Orders.xlsx sheet 受注 row 3", "Net holds #N/A. Correct the formula or the value in the workbook."));
        Encoding.UTF8.GetString(broken.Raw.Span).ShouldBe("""{"ID":"A2","Net":"#N/A"}""");
    }

    [Fact]
    public async Task Hidden_rows_count_unless_the_settings_leave_them_out()
    {
        var options = Options(new XlsxFile().Sheet("Orders", Row(1, "ID") + "<row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>1</v></c></row>" + Row(3, 2)), "ID");

        (await options.ReadAllAsync()).Keys().ShouldBe(["1", "2"]);
        options.Entities["Orders"].SkipHiddenRows = true;
        (await options.ReadAllAsync()).Keys().ShouldBe(["2"]);
    }

    [Theory]
    [InlineData(null, "seen")]
    [InlineData("控え", "hidden")]
    [InlineData("3", "third")]
    public async Task A_sheet_is_found_by_name_by_number_or_as_the_first_that_is_not_hidden(string? sheet, string key)
    {
        var options = Options(new XlsxFile().Sheet("控え", Row(1, "ID") + Row(2, "hidden"), "hidden").Sheet("受注", Row(1, "ID") + Row(2, "seen")).Sheet("Third", Row(1, "ID") + Row(2, "third")), "ID");
        options.Entities["Orders"].Sheet = sheet;

        (await options.ReadAllAsync()).Keys().ShouldBe([key]);
    }

    [Fact]
    public async Task Another_sheet_can_hold_the_children()
    {
        var options = Options(new XlsxFile().Sheet("Orders", Row(1, "ID") + Row(2, 7)).Sheet("Lines", Row(1, "Order", "No") + Row(2, 7, 1) + Row(3, 7, 2) + Row(4, 8, 1)), "ID");
        options.Entities["Orders"].Children["lines"] = new() { File = "Orders.xlsx", Sheet = "Lines", On = "Order" };

        var batches = await options.ReadAllAsync();

        batches.Jsons().ShouldBe(["""{"ID":7,"lines":[{"Order":7,"No":1},{"Order":7,"No":2}]}"""]);
        batches.Broken().Single().Place.ShouldBe("Orders.xlsx sheet Lines row 4");
    }

    [Fact]
    public async Task An_xls_of_Excel_97_is_read_as_well()
    {
        var options = _folder.With("Orders.xls", File.ReadAllBytes(Checkout.PathOf("connectors/Files/tests/workbooks/orders.xls"))).Orders("受注番号");
        options.Entities["Orders"].File = "Orders.xls";

        (await options.ReadAllAsync()).Jsons().ShouldBe([
            """{"受注番号":"A-001","得意先":"株式会社髙橋商店","受注日":"2026-11-24","金額":1234.56,"割引率":0.08,"商品コード":"00042","納品済":true}""",
            """{"受注番号":"A-002","得意先":"株式会社髙橋商店","受注日":"2026-11-25","金額":98000,"割引率":0.1,"商品コード":"00042","納品済":false}""",
            """{"受注番号":"A-003","得意先":"山田","受注日":"","金額":"","割引率":"","商品コード":"","納品済":""}""",
            """{"受注番号":"A-004","得意先":"","受注日":"","金額":99234.56,"割引率":"","商品コード":"","納品済":""}""",
            """{"受注番号":"A-005","得意先":"","受注日":"","金額":"","割引率":"","商品コード":"","納品済":""}""",
        ]);
    }

    [Fact]
    public async Task Reading_resumes_in_the_middle()
    {
        var options = Options(new XlsxFile().Sheet("Orders", Row(1, "ID") + string.Concat(Enumerable.Range(2, 9).Select(row => Row(row, row)))), "ID");

        var first = await options.ReadAllAsync(batchSize: 4);

        (await options.ReadAllAsync(first[0].Next)).Keys().ShouldBe(["6", "7", "8", "9", "10"]);
    }

    [Fact]
    public async Task A_missing_sheet_or_column_is_told()
    {
        var options = Options(new XlsxFile().Sheet("Orders", Row(1, "No") + Row(2, 1)), "ID");
        (await Should.ThrowAsync<SetupException>(() => options.ReadAllAsync())).Message.ShouldStartWith("Entities:Orders:Key: Orders.xlsx has no column 'ID'. ");
        options.Entities["Orders"].Sheet = "Order";
        (await Should.ThrowAsync<SetupException>(() => options.ReadAllAsync())).Message.ShouldBe("Orders.xlsx has no sheet 'Order'. Did you mean 'Orders'? It has Orders.");
    }

    private FilesOptions Options(XlsxFile book, string key)
    {
        var options = _folder.With("Orders.xlsx", book.ToArray()).Orders(key);
        options.Entities["Orders"].File = "Orders.xlsx";
        return options;
    }

    private Task<List<SourceBatch>> Read(XlsxFile book, string key = "ID") => Options(book, key).ReadAllAsync();
}
