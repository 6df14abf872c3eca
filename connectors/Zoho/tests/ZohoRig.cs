using System.Text.Json.Nodes;
using DemoCrm.Api;
using DemoCrm.Dialects;
using DemoCrm.Dialects.Zoho;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Zoho.Tests;

/// <summary>The stand-in that speaks Zoho CRM's API: accounts, or orders with their lines in a subform.</summary>
internal sealed class ZohoRig(string entity = "Accounts") : ILivingTargetRig, IPreparedTargetRig
{
    public const string Lines = "Order_Lines";

    private const string Good = "good-secret-7f3a";
    private const string Wrong = "wrong-secret-91cc";

    private StandIn? _standIn;

    public ZohoDialect Dialect { get; } = new();

    public string Entity => entity;

    public IReadOnlyList<string> Secrets => [Good, Wrong];

    public string SearchedField => entity == "Accounts" ? "ERP_Number" : "Name";

    public string UnknownEntity => "ERP_Nothing";

    public IReadOnlyList<NeededField> Missing =>
        [new("ERP_Not_There", TargetFieldKind.Number), new("ERP_Other_Key", TargetFieldKind.Text) { IsExternalKey = true }, .. Enumerable.Range(1, 5).Select(number => new NeededField($"ERP_More_{number}", TargetFieldKind.Date)), new("ERP_Parent.id", TargetFieldKind.Reference)];

    public StandIn StandIn => _standIn ?? throw new InvalidOperationException("The rig is not started.");

    public StandInStore Store => StandIn.Store;

    /// <summary>The account that orders belong to.</summary>
    public string Account { get; private set; } = "";

    public async Task StartAsync()
    {
        _standIn = await StandIn.StartAsync(Dialect, new StandInOptions { Secret = Good });
        Account = Store.Add("Accounts", new JsonObject { ["Account_Name"] = "somebody's customer" }).Id;
    }

    public ITarget Open(ConnectorServices services) => new ZohoTarget(Options(), services);

    public ITarget OpenWithWrongCredentials(ConnectorServices services)
    {
        var options = Options();
        options.Auth.RefreshToken = new Secret(Wrong);
        return new ZohoTarget(options, services);
    }

    public ZohoOptions Options() => new() { ApiUrl = StandIn.Address, AccountsUrl = StandIn.Address, Auth = { ClientId = "hub", ClientSecret = new Secret(Good), RefreshToken = new Secret($"refresh-{Good}") } };

    public JsonObject Fields(int number, int version) => entity == "Accounts"
        ? new() { ["Account_Name"] = $"株式会社チーズ {number}-{version}", ["ERP_Number"] = $"number's \\ {number}", ["ERP_Credit_Limit"] = 10.5m + version, ["ERP_Kind"] = version % 2 == 1 ? "organization" : "person" }
        : new()
        {
            ["Name"] = $"order-{number}",
            ["Account"] = new JsonObject { ["id"] = Account },
            ["Contact"] = new JsonObject { ["id"] = null },
            ["Ordered_On"] = $"2026-01-{version:D2}",
            ["Gross"] = 100 + version,
            [Lines] = new JsonArray(Line("1", $"チーズ {number}-{version}", version), Line("2", $"wine {number}-{version}", 7)),
        };

    public JsonObject PoisonedFields(int number)
    {
        var fields = Fields(number, 1);
        if (entity == "Accounts")
            fields["ERP_Credit_Limit"] = "no-number-at-all";
        else
            fields[Lines]![1]!["Description"] = new string('x', 300);
        return fields;
    }

    public Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey)
    {
        lock (Store.Lock)
            return Task.FromResult<IReadOnlyList<RemoteObject>>([.. Store.Where(entity, "ERP_Key", externalKey).Select(record => new RemoteObject(record.Id, Shown(record)))]);
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
        var fields = Fields(number, 1);
        fields.Remove(Lines);
        return Task.FromResult(Store.Add(entity, fields).Id);
    }

    public Task RemoveAsync(string id)
    {
        Store.Remove(entity, id);
        return Task.CompletedTask;
    }

    public Task<bool> MergeAsync(string id, string into) => Task.FromResult(false);   // the API does not tell what into

    public async ValueTask DisposeAsync()
    {
        if (_standIn is not null)
            await _standIn.DisposeAsync();
    }

    public static JsonObject Line(string number, string description, decimal quantity) => new() { ["Number"] = number, ["Description"] = description, ["Quantity"] = quantity };

    private JsonObject Shown(StandInRecord record)
    {
        var shown = record.Fields.DeepClone().AsObject();
        if (entity == "Accounts")
            return shown;
        shown["Contact"] ??= new JsonObject { ["id"] = null };
        shown[Lines] = new JsonArray([.. shown[Lines]!.AsArray().Select(row => (JsonNode)Line((string)row!["Number"]!, (string)row["Description"]!, row["Quantity"]!.GetValue<decimal>()))]);
        return shown;
    }
}
