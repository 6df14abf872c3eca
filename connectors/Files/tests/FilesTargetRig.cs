using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using IntegrationHub.Connectors.Files.Out;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Files.Tests;

/// <summary>A folder, read as whoever takes the files would: in the order of their numbers, the last word counts.</summary>
internal sealed class FilesTargetRig(OutgoingFormat format, string encoding) : IUpsertRig
{
    private readonly TempFolder _folder = new();

    public string Folder => Path.Combine(_folder.Path, "out");

    public string Entity => "orders";

    public Task StartAsync() => Task.CompletedTask;

    public ITarget Open(ConnectorServices services) => new FilesTarget(new FilesTargetOptions { Folder = Folder, Format = format, Encoding = encoding }, services);

    public JsonObject Fields(int number, int version) => new()
    {
        ["name"] = $"株式会社 \"{number}\", 東京",
        ["note"] = $"note-{number}-{version}",
        ["lines"] = new JsonArray(new JsonObject { ["product"] = $"チーズ {number}", ["text"] = $"a\r\nb {version}" }, new JsonObject { ["product"] = "二", ["text"] = "-" }),
    };

    public JsonObject PoisonedFields(int number) => new() { ["name"] = $"venom-{number} \ud800" };

    public Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey)
    {
        var found = Directory.Exists(Folder) ? State().GetValueOrDefault(externalKey) : null;
        return Task.FromResult<IReadOnlyList<RemoteObject>>(found is null ? [] : [new RemoteObject(externalKey, found)]);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private Dictionary<string, JsonObject?> State()
    {
        var state = new Dictionary<string, JsonObject?>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(Folder, $"{Entity}-*").Order(StringComparer.Ordinal))
        {
            foreach (var (key, fields) in format == OutgoingFormat.Csv ? OfCsv(file) : OfLines(file))
                state[key] = fields;
        }

        return state;
    }

    private IEnumerable<(string Key, JsonObject? Fields)> OfCsv(string file)
    {
        var lines = file.Replace("orders-", "orders.lines-", StringComparison.Ordinal);
        var ofOrders = (File.Exists(lines) ? Rows(lines) : []).ToLookup(row => row["externalKey"]!.ToString());
        foreach (var row in Rows(file))
        {
            var (key, change) = (row["externalKey"]!.ToString(), row["change"]!.ToString());
            var array = new JsonArray([.. ofOrders[key]]);
            foreach (var line in array)
                line!.AsObject().Remove("externalKey");
            row["lines"] = array;
            row.Remove("change");
            yield return (key, change == "deleted" ? null : row);
        }
    }

    private List<JsonObject> Rows(string file)
    {
        using var csv = CsvReader.Create(new StreamReader(file, FileEncoding.Writing(encoding, withMark: false)), new());
        var rows = new List<JsonObject>();
        while (csv.Read())
            rows.Add(new JsonObject(csv.Headers!.Select((name, at) => KeyValuePair.Create(name, (JsonNode?)csv.GetString(at)))));
        return rows;
    }

    private static IEnumerable<(string Key, JsonObject? Fields)> OfLines(string file)
    {
        foreach (var line in File.ReadLines(file, Encoding.UTF8).Select(line => JsonNode.Parse(line)!))
            yield return (line["externalKey"]!.ToString(), line["change"]!.ToString() == "deleted" ? null : line["fields"]!.DeepClone().AsObject());
    }
}
