using System.Text.Json.Nodes;
using DemoCrm.Api;
using DemoCrm.Dialects;
using DemoCrm.Dialects.HubSpot;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.HubSpot.Tests;

/// <summary>The stand-in that speaks HubSpot's API: companies, or orders with their lines and company.</summary>
internal sealed class HubSpotRig(string entity = "companies") : ILivingTargetRig, IPreparedTargetRig
{
    public const string Lines = "p_erp_order_line";

    private const string Good = "good-secret-7f3a";
    private const string Wrong = "wrong-secret-91cc";

    private StandIn? _standIn;

    public HubSpotDialect Dialect { get; } = new();

    public string Entity => entity;

    public IReadOnlyList<string> Secrets => [Good, Wrong];

    public string SearchedField => "erp_number";

    public string UnknownEntity => "p_erp_nothing";

    public IReadOnlyList<NeededField> Missing => [new("erp_not_there", TargetFieldKind.Number), new("erp_other_flag", TargetFieldKind.Flag), new("erp_other_key", TargetFieldKind.Text) { IsExternalKey = true }];

    public StandIn StandIn => _standIn ?? throw new InvalidOperationException("The rig is not started.");

    public StandInStore Store => StandIn.Store;

    /// <summary>The company that orders belong to.</summary>
    public string Company { get; private set; } = "";

    public async Task StartAsync()
    {
        _standIn = await StandIn.StartAsync(Dialect, new StandInOptions { Secret = Good });
        Company = Store.Add("companies", new JsonObject { ["name"] = "somebody's customer" }).Id;
    }

    public ITarget Open(ConnectorServices services) => new HubSpotTarget(Options(), services);

    public ITarget OpenWithWrongCredentials(ConnectorServices services)
    {
        var options = Options();
        options.Auth.Secret = new Secret(Wrong);
        return new HubSpotTarget(options, services);
    }

    public HubSpotOptions Options() => new() { BaseUrl = StandIn.Address, Auth = { Secret = new Secret(Good) } };

    public JsonObject Fields(int number, int version) => entity == "companies"
        ? new() { ["name"] = $"株式会社チーズ {number}-{version}", ["erp_number"] = $"number-{number}", ["erp_credit_limit"] = 10.5m + version, ["erp_kind"] = version % 2 == 1 ? "organization" : "person" }
        : new()
        {
            ["associated:companies"] = Company,
            ["erp_number"] = $"order-{number}",
            ["erp_ordered_on"] = $"2026-01-{version:D2}",
            ["erp_gross"] = 100 + version,
            [Lines] = new JsonArray(Line("1", $"チーズ {number}-{version}", version), Line("2", $"wine {number}-{version}", 7)),
        };

    public JsonObject PoisonedFields(int number)
    {
        var fields = Fields(number, 1);
        fields[entity == "companies" ? "erp_credit_limit" : "erp_gross"] = "no-number-at-all";
        return fields;
    }

    public Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey)
    {
        lock (Store.Lock)
            return Task.FromResult<IReadOnlyList<RemoteObject>>([.. Store.Where(entity, "erp_key", externalKey).Select(record => new RemoteObject(record.Id, Shown(record, externalKey)))]);
    }

    public Task Plan(TargetFault fault) => fault switch
    {
        TargetFault.TooManyRequests => StandIn.Faults.PlanNext(FaultKind.TooBusy, retryAfter: TargetContract.Wait),
        TargetFault.Failure => StandIn.Faults.PlanNext(FaultKind.Fail),
        TargetFault.LostAnswer => StandIn.Faults.PlanNext(FaultKind.DropAfterCommit),
        TargetFault.Nonsense => StandIn.Faults.PlanNext(FaultKind.Nonsense),
        TargetFault.Hang => StandIn.Faults.PlanNext(FaultKind.Hang),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault."),
    };

    public Task<string> AddAsync(int number)
    {
        var fields = new JsonObject();
        foreach (var (name, value) in Fields(number, 1).Where(field => field.Value is JsonValue && !field.Key.Contains(':', StringComparison.Ordinal)))
            fields[name] = HubSpotValue.Text(value);
        return Task.FromResult(Store.Add(entity, fields).Id);
    }

    public Task RemoveAsync(string id)
    {
        Store.Remove(entity, id);
        return Task.CompletedTask;
    }

    public Task<bool> MergeAsync(string id, string into)
    {
        Store.Remove(entity, id, into);
        return Task.FromResult(true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_standIn is not null)
            await _standIn.DisposeAsync();
    }

    public static JsonObject Line(string number, string description, decimal quantity) => new() { ["erp_number"] = number, ["erp_description"] = description, ["erp_quantity"] = quantity };

    private JsonObject Shown(StandInRecord record, string externalKey)
    {
        var shown = new JsonObject();
        foreach (var (name, _) in record.Fields)
            shown[name] = HubSpotValue.Delivered(record.Text(name), Store.Table(entity).FieldTypes[name]);
        shown["associated:companies"] = Company;
        if (entity != "companies")
            shown[Lines] = new JsonArray([.. Store.Table(Lines).Present.Where(line => line.Text("erp_key")!.StartsWith($"{externalKey}/", StringComparison.Ordinal)).OrderBy(line => line.Text("erp_key"), StringComparer.Ordinal).Select(line =>
                (JsonNode)Line(line.Text("erp_number")!, line.Text("erp_description") ?? "", decimal.Parse(line.Text("erp_quantity")!, System.Globalization.CultureInfo.InvariantCulture)))]);
        return shown;
    }
}
