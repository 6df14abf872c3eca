using System.IO.Compression;
using System.Text;
using IntegrationHub.Sdk;
using static IntegrationHub.Connectors.Files.Tests.XlsxFile;

namespace IntegrationHub.Connectors.Files.Tests;

/// <summary>Workbooks that nobody can read, or that are made to harm: a sentence, and soon.</summary>
public sealed class UnreadableWorkbookTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_password_is_told() =>
        Refused(File.ReadAllBytes(Checkout.PathOf("connectors/Files/tests/workbooks/protected.xlsx")), "Orders.xlsx is protected by a password. ");

    [Fact]
    public Task Html_under_an_excel_name_is_told() =>
        Refused(Encoding.UTF8.GetBytes("<html><table><tr><td>ID</td></tr></table></html>"), "Orders.xlsx is no Excel workbook, but text or HTML under an Excel name. ");

    [Fact]
    public Task A_file_that_was_cut_short_is_told()
    {
        var whole = new XlsxFile().Sheet("Orders", Row(1, "ID") + Row(2, 1)).ToArray();
        return Refused(whole[..(whole.Length / 2)], "Orders.xlsx is damaged, ");
    }

    [Fact]
    public Task A_sheet_that_is_no_xml_is_told() =>
        Refused(new XlsxFile().Sheet("Orders", Row(1, "ID") + "<row r=\"2\"><c").ToArray(), "Orders.xlsx is damaged, ");

    [Fact]
    public Task Cells_that_point_nowhere_are_told() =>
        Refused(new XlsxFile().Sheet("Orders", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>5</v></c></row>").ToArray(), "Orders.xlsx is damaged, ");

    [Fact]
    public Task An_entity_that_opens_another_file_is_told() =>
        Refused(Replaced("xl/workbook.xml", "<!DOCTYPE workbook [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><workbook><sheets><sheet name=\"&x;\"/></sheets></workbook>"), "Orders.xlsx is damaged, ");

    [Fact]
    public async Task A_row_that_unpacks_without_end_is_given_up()
    {
        // 32 MiB of blanks in one row: packed, 32 KiB.
        var bytes = new XlsxFile().Sheet("Orders", Row(1, "ID") + "<row r=\"2\">" + new string(' ', 32 * 1024 * 1024) + "</row>").ToArray();
        bytes.Length.ShouldBeLessThan(100_000);

        await Refused(bytes, "Orders.xlsx is damaged, too large to be true, ");
    }

    [Fact]
    public async Task Unreadable_is_told_by_the_check_too()
    {
        var options = Options([1, 2, 3]);

        (await Should.ThrowAsync<SetupException>(() => options.Open().CheckAsync(CancellationToken.None))).Message.ShouldStartWith("Orders.xlsx is no Excel workbook.");
    }

    private static byte[] Replaced(string part, string content)
    {
        using var file = new MemoryStream();
        file.Write(new XlsxFile().Sheet("Orders", Row(1, "ID")).ToArray());
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(part)!.Delete();
            using var stream = zip.CreateEntry(part).Open();
            stream.Write(Encoding.UTF8.GetBytes(content));
        }

        return file.ToArray();
    }

    private FilesOptions Options(byte[] bytes)
    {
        var options = _folder.With("Orders.xlsx", bytes).Orders();
        options.Entities["Orders"].File = "Orders.xlsx";
        return options;
    }

    private async Task Refused(byte[] bytes, string message) =>
        (await Should.ThrowAsync<ProtocolException>(() => Options(bytes).ReadAllAsync())).Message.ShouldStartWith(message);
}
