using System.Text.Json.Nodes;
using DemoCrm.Api;
using DemoCrm.Dialects;
using DemoCrm.Dialects.Dataverse;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Dynamics365.Tests;

/// <summary>The stand-in for Dataverse as the other side, over real HTTP.</summary>
/// <param name="entity">The table that is delivered to: account, or erp_order, which has lines.</param>
internal sealed class Dynamics365Rig(string entity) : ILivingTargetRig, IPreparedTargetRig
{
    private const string GoodSecret = "good-secret-7f3a";
    private const string WrongSecret = "wrong-secret-91cc";

    private readonly KnownTables _known = new();
    private StandIn? _crm;

    public string Entity => entity;

    public IReadOnlyList<string> Secrets => [GoodSecret, WrongSecret, "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9"];

    public StandIn Crm => _crm ?? throw new InvalidOperationException("The rig is not started.");

    /// <summary>Where the connector thinks the environment is, when it is not the stand-in itself.</summary>
    public Uri? Address { get; set; }

    public string SearchedField => IsAccount ? "name" : "erp_name";

    public string UnknownEntity => "erp_nothing";

    public IReadOnlyList<NeededField> Missing =>
    [
        new("erp_remark", TargetFieldKind.LongText), new("erp_points", TargetFieldKind.Number), new("erp_is_key_account", TargetFieldKind.Flag), new("erp_since", TargetFieldKind.Date), new("erp_seen_at", TargetFieldKind.Instant),
        new("erp_group", TargetFieldKind.Text), new("erp_main_contactid", TargetFieldKind.Reference) { RefersTo = "contact" }, new("erp_addresses", TargetFieldKind.Lines), new("erp_addresses[].erp_city", TargetFieldKind.Text),
    ];

    private bool IsAccount => entity == "account";

    public async Task StartAsync()
    {
        _crm = await StandIn.StartAsync(new DataverseDialect(), new StandInOptions { Secret = GoodSecret });
        _crm.Store.Add("publisher", new JsonObject { ["uniquename"] = "erp", ["customizationprefix"] = "erp" });
    }

    public ITarget Open(ConnectorServices services) => Open(GoodSecret, services);

    public ITarget OpenWithWrongCredentials(ConnectorServices services) => Open(WrongSecret, services);

    public JsonObject Fields(int number, int version) => IsAccount
        ? new JsonObject { ["name"] = $"株式会社 Kunde {number}", ["address1_city"] = $"city-{number}-{version}", ["erp_credit_limit"] = 10.5m + version, ["erp_last_order_on"] = $"2026-01-{1 + (version % 28):00}", ["telephone1"] = null }
        : new JsonObject
        {
            ["erp_name"] = $"SO-{number}",
            ["erp_status"] = $"status-{number}-{version}",
            ["erp_gross"] = 10.5m + version,
            ["erp_customerid"] = null,
            ["erp_order_lines"] = new JsonArray([.. Enumerable.Range(1, 3 - version % 2).Select(line => (JsonNode)new JsonObject { ["erp_name"] = $"{line}", ["erp_description"] = $"チーズ {number} v{version}", ["erp_quantity"] = version })]),
        };

    public JsonObject PoisonedFields(int number) => IsAccount
        ? new JsonObject { ["name"] = $"poisoned-{number}", ["erp_credit_limit"] = "no-number-at-all" }
        : new JsonObject { ["erp_name"] = $"poisoned-{number}", ["erp_order_lines"] = new JsonArray(new JsonObject { ["erp_name"] = "line-one" }, new JsonObject { ["erp_quantity"] = "no-number-at-all" }) };

    public Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey) => Task.FromResult<IReadOnlyList<RemoteObject>>(
        [.. Crm.Store.Where(Entity, "erp_key", KeyText.Of(externalKey)!).Select(record => new RemoteObject(record.Id, IsAccount ? record.Fields : WithLines(record)))]);

    public Task<string> AddAsync(int number)
    {
        var fields = Fields(number, version: 1);
        fields.Remove("erp_order_lines");
        return Task.FromResult(Crm.Store.Add(Entity, fields).Id);
    }

    public Task RemoveAsync(string id)
    {
        Crm.Store.Remove(Entity, id);
        return Task.CompletedTask;
    }

    public Task<bool> MergeAsync(string id, string into)
    {
        if (IsAccount)
            Crm.Store.Remove(Entity, id, mergedInto: into);
        return Task.FromResult(IsAccount);
    }

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

    /// <summary>The lines that the stand-in has for an order.</summary>
    public IReadOnlyList<StandInRecord> Lines(string order) => Crm.Store.Where("erp_order_line", "erp_orderid", order);

    private JsonObject WithLines(StandInRecord record)
    {
        var fields = record.Fields.DeepClone().AsObject();
        fields["erp_order_lines"] = new JsonArray([.. Lines(record.Id).OrderBy(line => line.Text("erp_name"), StringComparer.Ordinal).Select(Shown)]);
        return fields;
    }

    private static JsonNode Shown(StandInRecord line)
    {
        var fields = line.Fields.DeepClone().AsObject();
        fields.Remove("erp_key");
        fields.Remove("erp_orderid");
        return fields;
    }

    private Dynamics365Target Open(string secret, ConnectorServices services) => new(
        new Dynamics365Options
        {
            EnvironmentUrl = Address ?? Crm.Address,
            Auth = new HttpAuthOptions { Kind = HttpAuth.ClientCredentials, TokenUrl = new Uri(Address ?? Crm.Address, "/contoso.example/oauth2/v2.0/token"), ClientId = "11111111-2222-3333-4444-555555555555", ClientSecret = new Secret(secret) },
        },
        services,
        _known);
}
