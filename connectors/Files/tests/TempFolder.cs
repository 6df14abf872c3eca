using System.Text;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Files.Tests;

/// <summary>A folder with files for one test, and a source over it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ih-files-").FullName;

    public TempFolder With(string file, string text) => With(file, new UTF8Encoding(false).GetBytes(text));

    public TempFolder With(string file, byte[] bytes)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, file), bytes);
        return this;
    }

    /// <summary>Options with one entity <c>Orders</c> in Orders.csv by ID.</summary>
    public FilesOptions Orders(string key = "ID", string encoding = "utf-8", string? delimiter = null) => new()
    {
        Folder = Path,
        Encoding = encoding,
        Delimiter = delimiter,
        Entities = { ["Orders"] = new() { File = "Orders.csv", Key = key } },
    };

    /// <summary>As <see cref="Orders"/>, with <c>lines</c> from Lines.csv by Order.</summary>
    public FilesOptions OrdersWithLines()
    {
        var options = Orders();
        options.Entities["Orders"].Children["lines"] = new() { File = "Lines.csv", On = "Order" };
        return options;
    }

    /// <summary>Options with one entity <c>Orders</c> in XML files.</summary>
    public FilesOptions Xml(string file, string key, string? element = null) => new()
    {
        Folder = Path,
        Entities = { ["Orders"] = new() { File = file, Key = key, Element = element } },
    };

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Reading in one go.</summary>
internal static class Reading
{
    public static FilesSource Open(this FilesOptions options) => new(options, new(new(), TimeProvider.System, NullLogger.Instance));

    public static async Task<List<SourceBatch>> ReadAllAsync(this FilesOptions options, Checkpoint? after = null, int batchSize = 100, string entity = "Orders")
    {
        await using var source = options.Open();
        List<SourceBatch> batches = [];
        await foreach (var batch in source.ReadAsync(new(entity, after, batchSize), CancellationToken.None))
            batches.Add(batch);
        return batches;
    }

    public static IEnumerable<string> Keys(this IEnumerable<SourceBatch> batches) => batches.SelectMany(batch => batch.Records).Select(record => record.Key);

    public static IEnumerable<string> Jsons(this IEnumerable<SourceBatch> batches) =>
        batches.SelectMany(batch => batch.Records).Select(record => Encoding.UTF8.GetString(record.Json.Span));

    public static IEnumerable<BrokenRecord> Broken(this IEnumerable<SourceBatch> batches) => batches.SelectMany(batch => batch.Broken);
}
