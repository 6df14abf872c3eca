using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Tryton.Tests;

/// <summary>Payments in a pretend Tryton. The contract's keys are names and Tryton's are numbers: the rig gives each name a number, and a source over it that says the names.</summary>
internal sealed class TrytonRig : IScriptedSourceRig, ITimedSourceRig, ISlicedSourceRig
{
    private readonly PretendTryton _tryton = new();
    private readonly List<string> _names = [];

    public LivingTable Table { get; } = Filled();
    public ScriptedServer Server => _tryton.Server;
    public string Entity => "Payments";
    public IReadOnlyList<string> Keys => Table.Keys;
    public IReadOnlyList<string> Confidential => [PretendTryton.Password, "key-1", "山田 太郎"];

    public IReadOnlyList<SliceSample> Slices =>
    [
        new(new Slice(Keys: ["P-2", "P-5"]), ["P-2", "P-5"]),
        new(new Slice(From: new(2026, 1, 3), To: new(2026, 1, 4)), ["P-3", "P-4"]),
        new(new Slice(From: new(2026, 1, 6)), ["P-6", "P-7"]),
        new(new Slice(To: new(2026, 1, 2)), ["P-1", "P-2"]),
    ];

    public async Task StartAsync()
    {
        if (_tryton.Models.ContainsKey("account.payment"))
            return;
        await _tryton.StartAsync();
        _tryton.Models["account.payment"] = _ => Table.ByKey().Select(Row).ToList();
        _tryton.Definitions["account.payment"] = """
            {"id":{"type":"integer"},"create_date":{"type":"timestamp"},"write_date":{"type":"timestamp"},"amount":{"type":"numeric"},"date":{"type":"date"},"state":{"type":"selection"},
             "description":{"type":"char"},"party":{"type":"many2one","relation":"party.party"},"version":{"type":"integer"},"key":{"type":"char"},
             "currency":{"type":"many2one","relation":"currency.currency"},"journal":{"type":"many2one","relation":"account.payment.journal"},"line":{"type":"many2one","relation":"account.move.line"}}
            """;
        _tryton.Definitions["currency.currency"] = """{"code":{"type":"char"}}""";
        _tryton.Definitions["account.payment.journal"] = """{"name":{"type":"char"}}""";
        _tryton.Definitions["account.move.line"] = """{"move":{"type":"many2one","relation":"account.move"}}""";
        _tryton.Definitions["account.move"] = """{"origin":{"type":"reference"}}""";
    }

    public async Task<ISource> OpenAsync(ConnectorServices services)
    {
        await StartAsync();
        var options = _tryton.Options();
        options.Fields["Payments"] = ["version", "key"];
        options.OverlapSeconds = 300;
        // each source logs in: the contract lets the requests of a read go wrong one by one, and counts on the next read having as many
        return new NamedSource(new TrytonSource(options, services with { Tokens = new() }), this);
    }

    public async Task PutAsync(string key, DateTimeOffset changedAt)
    {
        await StartAsync();
        Table.Put(key, changedAt);
    }

    public ValueTask DisposeAsync() => _tryton.DisposeAsync();

    private long Number(string name)
    {
        lock (_names)
        {
            if (!_names.Contains(name))
                _names.Add(name);
            return _names.IndexOf(name) + 1;
        }
    }

    private string Name(string number)
    {
        lock (_names)
            return _names[int.Parse(number, CultureInfo.InvariantCulture) - 1];
    }

    /// <summary>Every other version is a new record, whose write_date is null.</summary>
    private JsonObject Row(LivingTable.Row row)
    {
        var created = row.Version % 2 == 1 ? row.ChangedAt : row.ChangedAt.AddHours(-1);
        return new JsonObject
        {
            ["id"] = Number(row.Key),
            ["key"] = row.Key,
            ["version"] = row.Version,
            ["create_date"] = Stamp(created),
            ["write_date"] = row.Version % 2 == 1 ? null : Stamp(row.ChangedAt),
            ["amount"] = new JsonObject { ["__class__"] = "Decimal", ["decimal"] = "12.50" },
            ["date"] = row.Key == "P-1" ? null   // without a date
                : new JsonObject { ["__class__"] = "date", ["year"] = 2026, ["month"] = 1, ["day"] = row.Key.StartsWith("P-", StringComparison.Ordinal) ? int.Parse(row.Key[2..], CultureInfo.InvariantCulture) : 31 },
            ["state"] = "succeeded",
            ["description"] = "山田 太郎",
            ["party"] = 7,
            ["currency."] = new JsonObject { ["code"] = "JPY", ["id"] = 1 },
            ["journal."] = new JsonObject { ["name"] = "Bank", ["id"] = 1 },
            ["line."] = new JsonObject { ["id"] = 3, ["move."] = new JsonObject { ["id"] = 4, ["origin"] = "account.invoice,5" } },
        };
    }

    private static JsonObject Stamp(DateTimeOffset at) => new()
    {
        ["__class__"] = "datetime",
        ["year"] = at.Year,
        ["month"] = at.Month,
        ["day"] = at.Day,
        ["hour"] = at.Hour,
        ["minute"] = at.Minute,
        ["second"] = at.Second,
        ["microsecond"] = at.Millisecond * 1000 + at.Microsecond,
    };

    private static LivingTable Filled()
    {
        var table = new LivingTable();
        for (var i = 1; i <= 7; i++)
            table.Put($"P-{i}", new DateTimeOffset(DateTimeOffset.UtcNow.Ticks / 10_000 * 10_000, TimeSpan.Zero).AddHours(-10 + i));
        return table;
    }

    private sealed class NamedSource(TrytonSource source, TrytonRig rig) : ISource, ISourceSchema, ICountedSource, IPartitionedSource
    {
        public Task CheckAsync(CancellationToken cancellationToken) => source.CheckAsync(cancellationToken);

        public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var batch in source.ReadAsync(request with { Slice = Numbered(request.Slice) }, cancellationToken))
                yield return batch with { Records = [.. batch.Records.Select(record => record with { Key = rig.Name(record.Key) })] };
        }

        public Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken) => source.DescribeAsync(entity, cancellationToken);

        public Task<Partitions> PartitionAsync(ReadRequest request, int wanted, CancellationToken cancellationToken) => source.PartitionAsync(request, wanted, cancellationToken);

        public CountAbility CountsOf(string entity) => source.CountsOf(entity);

        public Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken) =>
            source.CountAsync(request with { Slice = Numbered(request.Slice) }, cancellationToken);

        public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json) => source.Counted(entity, json);

        private Slice? Numbered(Slice? slice) => slice?.Keys is { } keys ? slice with { Keys = [.. keys.Select(key => rig.Number(key).ToString(CultureInfo.InvariantCulture))] } : slice;

        public ValueTask DisposeAsync() => source.DisposeAsync();
    }
}
