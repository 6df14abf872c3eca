using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files.Tests;

public sealed class SetupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task An_unknown_entity_is_told_with_the_nearest_name() =>
        Refused(_folder.With("Orders.csv", "ID\n").Orders(), "There is no entity 'Order' in the settings of this connection. Did you mean 'Orders'?", "Order");

    [Fact]
    public Task A_missing_file_is_told_with_the_nearest_name() =>
        Refused(_folder.With("Order.csv", "ID\n").Orders(), $"Orders.csv is not in {_folder.Path}. Did you mean 'Order.csv'?");

    [Fact]
    public Task A_missing_folder_is_told()
    {
        var options = _folder.Orders();
        options.Folder = Path.Combine(_folder.Path, "gone");
        return Refused(options, $"Folder: {options.Folder} is not there.");
    }

    [Fact]
    public Task A_missing_key_column_is_told_with_the_nearest_name() =>
        Refused(_folder.With("Orders.csv", "OrderID,Name\n").Orders("OrderId"), "Entities:Orders:Key: Orders.csv has no column 'OrderId'. Did you mean 'OrderID'?");

    [Fact]
    public Task A_missing_child_column_is_told() =>
        Refused(_folder.With("Orders.csv", "ID\n").With("Lines.csv", "No\n").OrdersWithLines(), "Entities:Orders:Children:lines:On: Lines.csv has no column 'Order'.");

    [Fact]
    public Task Children_named_as_a_column_are_told() =>
        Refused(_folder.With("Orders.csv", "ID,lines\n").With("Lines.csv", "Order\n").OrdersWithLines(), "Entities:Orders:Children: Orders.csv has a column 'lines' too.");

    [Fact]
    public Task Two_columns_of_one_name_are_told() =>
        Refused(_folder.With("Orders.csv", "ID,Name,Name\n").Orders(), "Orders.csv line 1: two columns are called 'Name'.");

    [Fact]
    public Task A_column_without_name_is_told() =>
        Refused(_folder.With("Orders.csv", "ID,,Name\n").Orders(), "Orders.csv line 1: column 2 has no name.");

    [Fact]
    public Task An_empty_file_is_told() =>
        Refused(_folder.With("Orders.csv", "").Orders(), "Orders.csv is empty.");

    [Theory]
    [InlineData("shift_jis")]
    [InlineData("utf-16")]
    public Task A_header_in_another_encoding_names_the_setting(string actual) =>
        Refused(
            _folder.With("Orders.csv", CodePagesEncodingProvider.Instance.GetEncoding(actual)?.GetBytes("ID,名前\n1,a\n") ?? Encoding.Unicode.GetBytes("ID,Name\n1,a\n")).Orders(),
            "Orders.csv line 1 is not utf-8 text. Set Encoding to the encoding of the file");

    [Fact]
    public Task An_unknown_encoding_is_told_with_the_nearest_name() =>
        Refused(_folder.With("Orders.csv", "ID\n").Orders(encoding: "shiftjis"), "Encoding: there is no encoding 'shiftjis'. Did you mean 'shift_jis'?");

    [Fact]
    public Task A_delimiter_of_two_characters_is_told() =>
        Refused(_folder.With("Orders.csv", "ID\n").Orders(delimiter: "||"), "Delimiter: must be one ASCII character");

    [Fact]
    public async Task A_check_tells_everything_at_once()
    {
        var options = _folder.With("Orders.csv", "ID\n").Orders("Number");
        options.Entities["Invoices"] = new() { File = "Invoices.csv", Key = "ID" };

        var problem = await Should.ThrowAsync<SetupException>(() => options.Open().CheckAsync(CancellationToken.None));

        problem.Message.ShouldContain("Orders.csv has no column 'Number'");
        problem.Message.ShouldContain("Invoices.csv is not in");
    }

    [Theory]
    [InlineData("company", "Entities:Orders:Company")]
    [InlineData("dates", "Entities:Orders:BusinessDate")]
    [InlineData("range", "range of keys")]
    [InlineData("incoming", "archive")]
    public async Task A_slice_the_settings_do_not_allow_is_refused(string what, string says)
    {
        var options = _folder.With("Orders.csv", "ID\n").Orders();
        if (what == "incoming")
            options.Entities["Orders"].Incoming = new() { Archive = "archive" };
        var slice = what switch
        {
            "company" => new Slice(Company: "1"),
            "dates" => new Slice(From: new(2026, 1, 1)),
            "range" => new Slice { Range = new(null, "5") },
            _ => new Slice(Keys: ["1"]),
        };
        await using var source = options.Open();
        await using var batches = source.ReadAsync(new("Orders", null, 1, slice), CancellationToken.None).GetAsyncEnumerator();

        (await Should.ThrowAsync<SetupException>(async () => await batches.MoveNextAsync())).Message.ShouldContain(says);
    }

    // Told when the entity is read, and by the check before.
    private static async Task Refused(FilesOptions options, string message, string entity = "Orders")
    {
        (await Should.ThrowAsync<SetupException>(() => options.ReadAllAsync(entity: entity))).Message.ShouldStartWith(message);
        if (options.Entities.ContainsKey(entity))
            (await Should.ThrowAsync<SetupException>(() => options.Open().CheckAsync(CancellationToken.None))).Message.ShouldStartWith(message);
    }
}
