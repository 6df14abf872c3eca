using System.Text;
using System.Text.Json.Nodes;
using DemoCrm.Api;
using DemoCrm.Dialects;
using DemoCrm.Dialects.C4c;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.SapSalesCloud.Tests;

/// <summary>The stand-in for SAP Cloud for Customer as the other side, over real HTTP.</summary>
/// <param name="entity">The collection that is delivered to: of accounts, or of orders, which have items.</param>
internal sealed class C4cRig(string entity) : ILivingTargetRig, IPreparedTargetRig
{
    private const string GoodSecret = "good-secret-7f3a";
    private const string WrongSecret = "wrong-secret-91cc";

    private readonly KnownModels _known = new();
    private StandIn? _crm;

    public string Entity => entity;

    public IReadOnlyList<string> Secrets => [GoodSecret, WrongSecret, Convert.ToBase64String(Encoding.UTF8.GetBytes($"HUB:{GoodSecret}"))];

    public C4cDialect Dialect { get; } = new();

    public StandIn Crm => _crm ?? throw new InvalidOperationException("The rig is not started.");

    /// <summary>Where the connector thinks the tenant is, when it is not the stand-in itself.</summary>
    public Uri? Address { get; set; }

    public string SearchedField => IsAccount ? "Name" : "Number";

    public string UnknownEntity => "NothingCollection";

    public bool KeepsKeysUnique => false;

    public IReadOnlyList<NeededField> Missing => [new("Remark_KUT", TargetFieldKind.LongText), new("Points_KUT", TargetFieldKind.Number), new("Since_KUT", TargetFieldKind.Date), new("OtherUUID", TargetFieldKind.Reference) { RefersTo = "ContactCollection" }];

    public string Table => Entity[..^"Collection".Length];

    private bool IsAccount => Table == "CorporateAccount";

    public async Task StartAsync() => _crm = await StandIn.StartAsync(Dialect, new StandInOptions { Secret = GoodSecret });

    public ITarget Open(ConnectorServices services) => Open(GoodSecret, services);

    public ITarget OpenWithWrongCredentials(ConnectorServices services) => Open(WrongSecret, services);

    public JsonObject Fields(int number, int version) => IsAccount
        ? new JsonObject
        {
            ["Name"] = $"株式会社 O'Kunde {number}",
            ["City"] = $"city-{number}-{version}",
            ["ErpCreditLimit_KUT"] = 10.5m + version,
            ["ErpLastOrderOn_KUT"] = $"2026-01-{1 + (version % 28):00}",
            ["ErpSeenAt_KUT"] = $"2026-01-31T03:04:{version % 60:00}Z",
            ["ErpStatus_KUT"] = $"status-{number}-{version}",
            ["Phone"] = null,
        }
        : new JsonObject
        {
            ["Number"] = $"SO-{number}",
            ["Status"] = $"status-{number}-{version}",
            ["Gross"] = 10.5m + version,
            ["AccountUUID"] = "00163E03A0701EE288BE9895233EBD27",
            ["ErpOrderItem"] = new JsonArray([.. Enumerable.Range(1, 3 - version % 2).Select(line => (JsonNode)new JsonObject { ["ID"] = $"{line}0", ["Description"] = $"チーズ {number} v{version}", ["Quantity"] = version })]),
        };

    public JsonObject PoisonedFields(int number) => IsAccount
        ? new JsonObject { ["Name"] = $"poisoned-{number}", ["ErpCreditLimit_KUT"] = "no-number-at-all" }
        : new JsonObject { ["Number"] = $"poisoned-{number}", ["ErpOrderItem"] = new JsonArray(new JsonObject { ["ID"] = "line-one" }, new JsonObject { ["ID"] = "2", ["Quantity"] = "no-number-at-all" }) };

    public Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey)
    {
        lock (Crm.Store.Lock)
        {
            return Task.FromResult<IReadOnlyList<RemoteObject>>([.. Crm.Store.Table(Table).Present.Where(record => record.Text("ExternalID") == externalKey).Select(record => new RemoteObject(record.Id, Shown(record)))]);
        }
    }

    public Task<string> AddAsync(int number)
    {
        var fields = Fields(number, version: 1);
        foreach (var name in (string[])["ErpOrderItem", "ErpCreditLimit_KUT", "ErpLastOrderOn_KUT", "ErpSeenAt_KUT", "Gross", "AccountUUID"])
            fields.Remove(name);
        return Task.FromResult(Crm.Store.Add(Table, fields).Id);
    }

    public Task RemoveAsync(string id)
    {
        Crm.Store.Remove(Table, id);
        return Task.CompletedTask;
    }

    /// <summary>C4C merges accounts, but its OData API does not say what into.</summary>
    public Task<bool> MergeAsync(string id, string into) => Task.FromResult(false);

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

    public IReadOnlyList<StandInRecord> Items(string order) => Crm.Store.Where("ErpOrderItem", "ParentObjectID", order);

    /// <summary>What the stand-in keeps, as it was delivered.</summary>
    private JsonObject Shown(StandInRecord record)
    {
        var model = ODataModel.Read(Encoding.UTF8.GetBytes(C4cDialect.Metadata(Crm.Store)), "stand-in");
        var fields = In(record, model.Type($"c4codataapi.{Table}")!);
        if (!IsAccount)
            fields["ErpOrderItem"] = new JsonArray([.. Items(record.Id).OrderBy(item => item.Text("ID"), StringComparer.Ordinal).Select(item => (JsonNode)In(item, model.Type("c4codataapi.ErpOrderItem")!))]);
        return fields;

        JsonObject In(StandInRecord kept, ODataType type)
        {
            var shown = new JsonObject();
            foreach (var (name, value) in kept.Fields)
                if (name != "ParentObjectID")
                    shown[name] = C4cValues.Shown(model, type.Property(name)!, value);
            return shown;
        }
    }

    private SapSalesCloudTarget Open(string secret, ConnectorServices services) => new(
        new SapSalesCloudOptions { TenantUrl = Address ?? Crm.Address, Auth = new HttpAuthOptions { Kind = HttpAuth.Basic, User = "HUB", Secret = new Secret(secret) } },
        services,
        _known);
}
