using System.Text.Json.Nodes;
using DemoCrm.Api;
using DemoCrm.Dialects;
using DemoCrm.Dialects.Salesforce;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Salesforce.Tests;

/// <summary>The stand-in that speaks Salesforce's API, with the connector's package deployed: accounts, or orders with their lines.</summary>
internal sealed class SalesforceRig(string entity = "Account", bool mayCustomize = false) : ILivingTargetRig, IPreparedTargetRig
{
    private const string Good = "good-secret-7f3a";
    private const string Wrong = "wrong-secret-91cc";
    private const string Lines = "ERP_Order_Lines__r";

    private StandIn? _standIn;
    private string _account = "";

    public SalesforceDialect Dialect { get; } = new() { MayCustomize = mayCustomize };

    public string Entity => entity;

    public IReadOnlyList<string> Secrets => [Good, Wrong];

    public string SearchedField => entity == "Account" ? "ERP_Number__c" : "Name";

    public string UnknownEntity => "ERP_Nothing__c";

    public IReadOnlyList<NeededField> Missing => mayCustomize && entity != "Account" ? [new($"{Lines}[].ERP_Weight__c", TargetFieldKind.Number), new("ERP_Flag__c", TargetFieldKind.Flag)] : [new("ERP_Not_There__c", TargetFieldKind.Text), new("ERP_Other_ID__c", TargetFieldKind.Text) { IsExternalKey = true }];

    public StandIn StandIn => _standIn ?? throw new InvalidOperationException("The rig is not started.");

    public StandInStore Store => StandIn.Store;

    /// <summary>The account that orders belong to.</summary>
    public string Account => _account;

    public async Task StartAsync()
    {
        _standIn = await StandIn.StartAsync(Dialect, new StandInOptions { Secret = Good });
        _account = Store.Add("Account", new JsonObject { ["Name"] = "somebody's customer" }).Id;
    }

    public ITarget Open(ConnectorServices services) => new SalesforceTarget(Options(), services);

    public ITarget OpenWithWrongCredentials(ConnectorServices services)
    {
        var options = Options();
        options.Auth.ClientSecret = new Secret(Wrong);
        return new SalesforceTarget(options, services);
    }

    public SalesforceOptions Options() => new() { BaseUrl = StandIn.Address, Auth = { Kind = HttpAuth.ClientCredentials, ClientId = "hub", ClientSecret = new Secret(Good) } };

    public JsonObject Fields(int number, int version) => entity == "Account"
        ? new() { ["Name"] = $"株式会社チーズ {number}-{version}", ["ERP_Number__c"] = $"number-{number}", ["ERP_Credit_Limit__c"] = 10.5m + version, ["ERP_Kind__c"] = version % 2 == 1 ? "Organization" : "Person" }
        : new()
        {
            ["ERP_Account__c"] = _account,
            ["Name"] = $"order-{number}",
            ["ERP_Ordered_On__c"] = $"2026-01-{version:D2}",
            ["ERP_Gross__c"] = 100 + version,
            [Lines] = new JsonArray(Line("1", $"チーズ {number}-{version}", version), Line("2", $"wine {number}-{version}", 7)),
        };

    public JsonObject PoisonedFields(int number)
    {
        var fields = Fields(number, 1);
        if (entity == "Account")
            fields["ERP_Credit_Limit__c"] = "no-number-at-all";
        else
            fields[Lines]![1]!["ERP_Description__c"] = new string('x', 300);
        return fields;
    }

    public Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey)
    {
        lock (Store.Lock)
            return Task.FromResult<IReadOnlyList<RemoteObject>>([.. Store.Where(entity, "ERP_ID__c", externalKey).Select(record => new RemoteObject(record.Id, Shown(record, externalKey)))]);
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

    public Task<bool> MergeAsync(string id, string into)
    {
        if (entity != "Account")
            return Task.FromResult(false);   // only accounts, contacts, leads and cases can be merged
        Store.Remove(entity, id, into);
        return Task.FromResult(true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_standIn is not null)
            await _standIn.DisposeAsync();
    }

    public static JsonObject Line(string number, string description, decimal quantity) => new() { ["ERP_ID__c"] = number, ["Name"] = number, ["ERP_Description__c"] = description, ["ERP_Quantity__c"] = quantity };

    private JsonObject Shown(StandInRecord record, string externalKey)
    {
        var shown = record.Fields.DeepClone().AsObject();
        if (entity != "Account")
            shown[Lines] = new JsonArray([.. Store.Where("ERP_Order_Line__c", "ERP_Order__c", record.Id).OrderBy(line => line.Text("ERP_ID__c"), StringComparer.Ordinal).Select(line =>
                (JsonNode)Line(line.Text("ERP_ID__c")![(externalKey.Length + 1)..], line.Text("ERP_Description__c") ?? "", line.Fields["ERP_Quantity__c"]!.GetValue<decimal>()))]);
        return shown;
    }
}
