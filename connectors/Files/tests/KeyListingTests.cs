using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files.Tests;

public sealed class KeyListingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_keys_of_a_file_are_listed_also_when_it_was_read_before() =>
        (await KeysAsync(_folder.With("Orders.csv", "List\nID,Name\n1,a\n2,b\n3,c\n").Orders())).ShouldBe(["1", "2", "3"]);

    [Theory]
    [InlineData("ID\n1\n2,x\n")]
    [InlineData("ID\n1\n1\n")]
    [InlineData("ID,N\n1,a\n,b\n")]
    public async Task With_a_line_that_cannot_be_read_the_list_is_not_whole(string text) =>
        await Should.ThrowAsync<ProtocolException>(() => KeysAsync(_folder.With("Orders.csv", text).Orders()));

    [Fact]
    public async Task A_missing_file_a_missing_pattern_and_files_that_come_list_nothing()
    {
        await Should.ThrowAsync<SetupException>(() => KeysAsync(_folder.Orders()));
        await Should.ThrowAsync<ProtocolException>(() => KeysAsync(_folder.Xml("*.xml", "id")));
        var incoming = _folder.With("Orders.csv", "ID\n1\n").Orders();
        incoming.Entities["Orders"].Incoming = new() { Archive = "archive", QuietSeconds = 0 };
        await Should.ThrowAsync<SetupException>(() => KeysAsync(incoming));
    }

    private static async Task<List<string>> KeysAsync(FilesOptions options)
    {
        await using var source = options.Open();
        List<string> keys = [];
        await foreach (var some in source.ListKeysAsync("Orders", CancellationToken.None))
            keys.AddRange(some);
        return keys;
    }
}
