using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Odoo.Tests;

/// <summary>Payments in a pretend Odoo. The contract's keys are names and Odoo's are numbers: the rig gives each name a number, and a source over it that says the names.</summary>
internal sealed class OdooRig : IScriptedSourceRig, ITimedSourceRig, ISlicedSourceRig
{
    private readonly PretendOdoo _odoo = new();
    private readonly List<string> _names = [];

    public LivingTable Table { get; } = Filled();
    public ScriptedServer Server => _odoo.Server;
    public string Entity => "Payments";
    public IReadOnlyList<string> Keys => Table.Keys;
    public IReadOnlyList<string> Confidential => [PretendOdoo.Key, "山田 太郎"];

    public IReadOnlyList<SliceSample> Slices =>
    [
        new(new Slice(Keys: ["P-2", "P-5"]), ["P-2", "P-5"]),
        new(new Slice(From: new(2026, 1, 3), To: new(2026, 1, 4)), ["P-3", "P-4"]),
        new(new Slice(From: new(2026, 1, 6)), ["P-6", "P-7"]),
        new(new Slice(To: new(2026, 1, 2)), ["P-1", "P-2"]),
    ];

    public async Task StartAsync()
    {
        if (_odoo.Models.ContainsKey("account.payment"))
            return;
        await _odoo.StartAsync();
        _odoo.Fields["account.payment"] = "name:char state:selection amount:monetary currency_id:many2one date:date partner_id:many2one journal_id:many2one memo:char reconciled_invoice_ids:many2many company_id:many2one version:integer key:char";
        _odoo.Models["res.partner"] = () => [PretendOdoo.Row("""{"id":12,"commercial_partner_id":[7,"北斗貿易"]}""")];
        _odoo.Models["account.payment"] = () => [.. Table.ByKey().Select(Row)];
    }

    public async Task<ISource> OpenAsync(ConnectorServices services)
    {
        await StartAsync();
        var options = _odoo.Options();
        options.Fields["Payments"] = ["version", "key"];
        return new NamedSource(new OdooSource(options, services), this);
    }

    public async Task PutAsync(string key, DateTimeOffset changedAt)
    {
        await StartAsync();
        Table.Put(key, changedAt);
    }

    public ValueTask DisposeAsync() => _odoo.DisposeAsync();

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

    private JsonObject Row(LivingTable.Row row) => new()
    {
        ["id"] = Number(row.Key),
        ["key"] = row.Key,
        ["version"] = row.Version,
        ["write_date"] = row.ChangedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        ["name"] = "PBNK1/1",
        ["state"] = "posted",
        ["amount"] = 12.50m,
        ["date"] = row.Key == "P-1" ? false : row.Key.StartsWith("P-", StringComparison.Ordinal) ? $"2026-01-0{row.Key[2..]}" : "2026-01-31",
        ["currency_id"] = new JsonArray(1, "JPY"),
        ["partner_id"] = new JsonArray(12, "山田 太郎"),
        ["reconciled_invoice_ids"] = new JsonArray(5),
    };

    private static LivingTable Filled()
    {
        var table = new LivingTable();
        for (var i = 1; i <= 7; i++)
            table.Put($"P-{i}", new DateTimeOffset(DateTimeOffset.UtcNow.Ticks / 10_000 * 10_000, TimeSpan.Zero).AddHours(-10 + i));
        return table;
    }

    private sealed class NamedSource(OdooSource source, OdooRig rig) : ISource, ISourceSchema, ICountedSource
    {
        public Task CheckAsync(CancellationToken cancellationToken) => source.CheckAsync(cancellationToken);

        public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var batch in source.ReadAsync(request with { Slice = Numbered(request.Slice) }, cancellationToken))
                yield return batch with { Records = [.. batch.Records.Select(record => record with { Key = rig.Name(record.Key) })] };
        }

        public Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken) => source.DescribeAsync(entity, cancellationToken);

        public CountAbility CountsOf(string entity) => source.CountsOf(entity);

        public Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken) =>
            source.CountAsync(request with { Slice = Numbered(request.Slice) }, cancellationToken);

        public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json) => source.Counted(entity, json);

        private Slice? Numbered(Slice? slice) => slice?.Keys is { } keys ? slice with { Keys = [.. keys.Select(key => rig.Number(key).ToString(CultureInfo.InvariantCulture))] } : slice;

        public ValueTask DisposeAsync() => source.DisposeAsync();
    }
}
