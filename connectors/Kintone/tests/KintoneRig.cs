using System.Globalization;
using System.Text.Json.Nodes;
using DemoCrm.Api;
using DemoCrm.Dialects;
using DemoCrm.Dialects.Kintone;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Kintone.Tests;

/// <summary>The stand-in for kintone as the other side, over real HTTP; orders with their lines.</summary>
internal sealed class KintoneRig : ILivingTargetRig, IPreparedTargetRig
{
    private const string GoodToken = "goodtoken7f3a";
    private const string WrongToken = "wrongtoken91cc";

    private StandIn? _crm;

    public string Entity => "orders";

    public string UnknownEntity => "nothing";

    public IReadOnlyList<NeededField> Missing => [new("remark", TargetFieldKind.LongText), new("lines[].line_colour", TargetFieldKind.Text)];

    public IReadOnlyList<string> Secrets => [GoodToken, WrongToken];

    public string SearchedField => "number";

    public StandIn Crm => _crm ?? throw new InvalidOperationException("The rig is not started.");

    /// <summary>The app of the orders.</summary>
    public static string App => Number("orders");

    /// <summary>Where the connector thinks kintone is, when it is not the stand-in itself.</summary>
    public Uri? Address { get; set; }

    public async Task StartAsync() => _crm = await StandIn.StartAsync(new KintoneDialect(), new StandInOptions { Secret = GoodToken });

    public ITarget Open(ConnectorServices services) => Open(GoodToken, services);

    public ITarget OpenWithWrongCredentials(ConnectorServices services) => Open(WrongToken, services);

    public JsonObject Fields(int number, int version) => new()
    {
        ["number"] = $"SO-\"{number}\"\\",
        ["status"] = $"status-{number}-{version}",
        ["gross"] = 10.5m + version,
        ["ordered_on"] = $"2026-01-{version:00}",
        ["lines"] = new JsonArray([.. Enumerable.Range(1, 3 - version % 2).Select(line => (JsonNode)new JsonObject { ["line_no"] = $"{line}", ["line_description"] = $"チーズ {number} v{version}", ["line_quantity"] = version })]),
    };

    public JsonObject PoisonedFields(int number) => new() { ["number"] = $"poisoned-{number}", ["lines"] = new JsonArray(new JsonObject { ["line_no"] = "line-one" }, new JsonObject { ["line_quantity"] = "no-number-at-all" }) };

    public Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey) => Task.FromResult<IReadOnlyList<RemoteObject>>(
        [.. Crm.Store.Where(App, KintoneDialect.KeyField, externalKey).Select(record => new RemoteObject(record.Id, Plain(record.Fields)))]);

    public Task<string> AddAsync(int number) => Task.FromResult(Crm.Store.Add(App, new JsonObject(KintoneValues.Wrapped(Fields(number, 1)).Select(field => KeyValuePair.Create(field.Key, field.Value!["value"]?.DeepClone())))).Id);

    public Task RemoveAsync(string id)
    {
        Crm.Store.Remove(App, id);
        return Task.CompletedTask;
    }

    public Task<bool> MergeAsync(string id, string into) => Task.FromResult(false);   // kintone has no merging

    public Task Plan(TargetFault fault) => fault switch
    {
        TargetFault.TooManyRequests => Crm.Faults.PlanNext(FaultKind.TooBusy, retryAfter: TargetContract.Wait),
        TargetFault.Failure => Crm.Faults.PlanNext(FaultKind.Fail),
        TargetFault.LostAnswer => Crm.Faults.PlanNext(FaultKind.DropAfterCommit),
        TargetFault.Nonsense => Crm.Faults.PlanNext(FaultKind.Nonsense),
        TargetFault.Hang => Crm.Faults.PlanNext(FaultKind.Hang),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault."),
    };

    public async ValueTask DisposeAsync()
    {
        if (_crm is not null)
            await _crm.DisposeAsync();
    }

    private static string Number(string app) => (KintoneDialect.Apps.ToList().IndexOf(app) + 1).ToString(CultureInfo.InvariantCulture);

    private KintoneTarget Open(string token, ConnectorServices services) => new(
        new KintoneOptions
        {
            BaseUrl = Address ?? Crm.Address,
            Apps = KintoneDialect.Apps.ToDictionary(app => app, app => new KintoneAppOptions { App = int.Parse(Number(app), CultureInfo.InvariantCulture), Token = new Secret(token) }),
        },
        services);

    /// <summary>As the fields of this rig are written.</summary>
    private static JsonObject Plain(JsonObject kept)
    {
        var plain = new JsonObject();
        foreach (var (code, value) in kept)
        {
            plain[code] = value is JsonArray rows
                ? new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject(row!["value"]!.AsObject().Select(column => KeyValuePair.Create(column.Key, Typed(column.Key, column.Value!["value"])))))])
                : Typed(code, value);
        }

        return plain;
    }

    private static JsonNode? Typed(string code, JsonNode? value) => code is "gross" or "line_quantity" ? JsonValue.Create(decimal.Parse(value!.ToString(), CultureInfo.InvariantCulture)) : value?.DeepClone();
}
