using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Connectors.Files.Out;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Files.Tests;

public sealed class CsvTargetTests() : UpsertContract(new FilesTargetRig(OutgoingFormat.Csv, "utf-8"));

public sealed class Utf16CsvTargetTests() : UpsertContract(new FilesTargetRig(OutgoingFormat.Csv, "utf-16"));

public sealed class JsonLinesTargetTests() : UpsertContract(new FilesTargetRig(OutgoingFormat.JsonLines, "utf-8"));

public sealed class FilesTargetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_batch_is_one_file_with_a_header_and_one_for_its_lines()
    {
        await DeliverAsync(Options(), Order(1, "10:00"), Deleted(2));

        Text("orders-0000000001.csv").ShouldBe("change,externalKey,number,total.amount,tags\r\nupserted,erp/order/1,SO-1,10.50,a; b\r\ndeleted,erp/order/2,,,\r\n");
        Text("orders.lines-0000000001.csv").ShouldBe("externalKey,at\r\nerp/order/1,10:00\r\n");
    }

    [Fact]
    public async Task Numbers_go_on_when_somebody_takes_the_files_away()
    {
        await DeliverAsync(Options(), Order(1, "a"));
        foreach (var file in Directory.GetFiles(_folder.Path, "orders*"))
            File.Delete(file);
        await DeliverAsync(Options(), Order(1, "b"));

        File.Exists(Path.Combine(_folder.Path, "orders-0000000002.csv")).ShouldBeTrue();
    }

    [Fact]
    public async Task Two_hosts_at_once_make_two_files()
    {
        await Task.WhenAll(Enumerable.Range(1, 8).Select(number => DeliverAsync(Options(), Order(number, "a"))));

        Directory.GetFiles(_folder.Path, "orders-*").Length.ShouldBe(8);
        Directory.GetFiles(_folder.Path, "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_marker_is_there_once_all_files_are()
    {
        var options = Options();
        options.Marker = ".done";
        await DeliverAsync(options, Order(1, "a"));

        File.Exists(Path.Combine(_folder.Path, "orders-0000000001.csv.done")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_character_that_the_encoding_does_not_have_parks_its_record_and_names_the_field()
    {
        var options = Options();
        options.Encoding = "shift_jis";
        var strange = Order(1, "a");
        strange.Fields["number"] = "𠮷";   // outside of JIS X 0208

        var answers = await DeliverAsync(options, strange, Order(2, "b"));

        answers[0].ShouldBeOfType<DeliveryResult.Rejected>().Reason.ShouldBe("orders erp/order/1: 'number' has a character that shift_jis does not have. Change it, or set Encoding to utf-8.");
        answers[1].ShouldBeOfType<DeliveryResult.Delivered>();
    }

    [Fact]
    public async Task Japanese_files_are_in_the_encoding_that_is_set()
    {
        var options = Options();
        options.Encoding = "cp932";
        var order = Order(1, "①");
        order.Fields["number"] = "髙島屋㈱";
        await DeliverAsync(options, order, Order(2, "a") with { ExternalKey = "erp/order/é" });

        var cp932 = FileEncoding.Writing("cp932", withMark: false);
        cp932.GetString(File.ReadAllBytes(Path.Combine(_folder.Path, "orders-0000000001.csv"))).ShouldBe("change,externalKey,number,total.amount,tags\r\nupserted,erp/order/1,髙島屋㈱,10.50,a; b\r\n");
        cp932.GetString(File.ReadAllBytes(Path.Combine(_folder.Path, "orders.lines-0000000001.csv"))).ShouldBe("externalKey,at\r\nerp/order/1,①\r\n");
    }

    [Fact]
    public async Task Excel_gets_its_byte_order_mark()
    {
        var options = Options();
        options.ByteOrderMark = true;
        await DeliverAsync(options, Order(1, "a"));

        File.ReadAllBytes(Path.Combine(_folder.Path, "orders-0000000001.csv"))[..3].ShouldBe(Encoding.UTF8.Preamble.ToArray());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_is_told()
    {
        var options = Options();
        options.Folder = Path.Combine(_folder.Path, "not", "there");
        (await Should.ThrowAsync<SetupException>(() => DeliverAsync(options, Order(1, "a")))).Message.ShouldContain("is not there");

        options.Folder = _folder.With("a-file", "x").Path + "/a-file";
        await Should.ThrowAsync<ConnectorException>(() => DeliverAsync(options, Order(1, "a")));
    }

    [Fact]
    public async Task An_object_that_is_no_file_name_is_told() =>
        (await Should.ThrowAsync<SetupException>(() => DeliverAsync(Options(), Order(1, "a") with { Entity = "../orders" }))).Message.ShouldContain("to.object");

    private FilesTargetOptions Options() => new() { Folder = _folder.Path };

    private string Text(string file) => File.ReadAllText(Path.Combine(_folder.Path, file));

    private static Delivery Order(int number, string at) => new("orders", $"erp/order/{number}", null, false, ChangeKind.Upserted, new JsonObject
    {
        ["number"] = $"SO-{number}",
        ["total"] = new JsonObject { ["amount"] = 10.50m },
        ["tags"] = new JsonArray("a", "b"),
        ["lines"] = new JsonArray(new JsonObject { ["at"] = at }),
    });

    private static Delivery Deleted(int number) => new("orders", $"erp/order/{number}", null, false, ChangeKind.Deleted, []);

    private static async Task<IReadOnlyList<DeliveryResult>> DeliverAsync(FilesTargetOptions options, params Delivery[] batch)
    {
        using var http = new HttpClient();
        await using var target = new FilesTarget(options, new ConnectorServices(http, TimeProvider.System, NullLogger.Instance));
        return await target.DeliverAsync(batch, CancellationToken.None);
    }
}
