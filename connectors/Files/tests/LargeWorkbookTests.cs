using System.Text;

namespace IntegrationHub.Connectors.Files.Tests;

[Collection(nameof(LargeWorkbookTests))]
public sealed class LargeWorkbookTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Batches are let go of as they come; what stays is what is remembered of each key (some 40 bytes) and one row.</summary>
    [Fact]
    public async Task A_sheet_of_a_hundred_thousand_rows_streams()
    {
        const int rows = 100_000;
        var text = new StringBuilder(XlsxFile.Row(1, "ID", "Buyer", "Net", "Note"));
        for (var row = 2; row <= rows + 1; row++)
            text.Append(XlsxFile.Row(row, row, "株式会社高橋商店", row * 1.5, "a remark of some length, as it stands in an order"));
        var options = _folder.With("Orders.xlsx", new XlsxFile().Sheet("Orders", text.ToString()).ToArray()).Orders();
        options.Entities["Orders"].File = "Orders.xlsx";
        text.Clear();

        var read = 0;
        var most = 0L;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var source = options.Open();
        await foreach (var batch in source.ReadAsync(new("Orders", null, 5000), CancellationToken.None))
        {
            read += batch.Records.Count;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        read.ShouldBe(rows);
        most.ShouldBeLessThan(16 * 1024 * 1024);   // the sheet itself unpacks to 26 MiB of XML, its records to 16 of JSON
    }
}

/// <summary>Memory is measured when nothing else runs.</summary>
[CollectionDefinition(nameof(LargeWorkbookTests), DisableParallelization = true)]
public sealed class LargeWorkbookCollection;
