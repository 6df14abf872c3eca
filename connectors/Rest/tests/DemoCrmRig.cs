using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using DemoCrm;
using DemoCrm.Api;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Rest.Tests;

/// <summary>
/// The demo CRM as the other side, over real HTTP. For lookup-then-create it lets external ids repeat, so that a target
/// that does not look makes a double.
/// </summary>
internal sealed class DemoCrmRig(RestObjectOptions orders) : ILivingTargetRig
{
    private const string GoodToken = "good-token-7f3a";
    private const string WrongToken = "wrong-token-91cc";

    private DemoCrmServer? _crm;

    public string Entity => "orders";

    public IReadOnlyList<string> Secrets => [GoodToken, WrongToken];

    private DemoCrmServer Crm => _crm ?? throw new InvalidOperationException("The rig is not started.");

    public async Task StartAsync() =>
        _crm = await DemoCrmServer.StartAsync(new DemoCrmOptions { Token = GoodToken, UniqueExternalIds = orders.Upsert == RestUpsert.PutByExternalId });

    public ITarget Open(ConnectorServices services) => Open(GoodToken, services);

    public ITarget OpenWithWrongCredentials(ConnectorServices services) => Open(WrongToken, services);

    public JsonObject Fields(int number, int version) => new()
    {
        ["number"] = $"number-{number}",
        ["status"] = $"status-{number}-{version}",
        ["gross"] = 10.5m + version,
        ["lines"] = new JsonArray(new JsonObject { ["number"] = "1", ["description"] = $"チーズ {number} v{version}", ["quantity"] = version }),
    };

    public JsonObject PoisonedFields(int number) => new() { ["number"] = $"poisoned-{number}", ["gross"] = "no-number-at-all" };

    public Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey) => Task.FromResult<IReadOnlyList<RemoteObject>>(
        [.. Crm.WithExternalId(Entity, externalKey).Select(record => new RemoteObject(record.Id, JsonSerializer.SerializeToNode(record.Fields)!.AsObject()))]);

    public Task Plan(TargetFault fault) => fault switch
    {
        TargetFault.TooManyRequests => Crm.Faults.PlanNext(FaultKind.TooBusy, retryAfter: TargetContract.Wait),
        TargetFault.Failure => Crm.Faults.PlanNext(FaultKind.Fail),
        TargetFault.LostAnswer => Crm.Faults.PlanNext(FaultKind.DropAfterCommit),
        TargetFault.Nonsense => Crm.Faults.PlanNext(FaultKind.Nonsense),
        TargetFault.Hang => Crm.Faults.PlanNext(FaultKind.Hang),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault."),
    };

    public string SearchedField => "number";

    public async Task<string> AddAsync(int number) =>
        (await AskAsync(HttpMethod.Post, "", JsonContent.Create(Fields(number, version: 1))))!["id"]!.ToString();

    public Task RemoveAsync(string id) => AskAsync(HttpMethod.Delete, $"/{id}", body: null);

    public Task<bool> MergeAsync(string id, string into) => Task.FromResult(false);   // the demo CRM merges nothing

    public async ValueTask DisposeAsync()
    {
        if (_crm is not null)
            await _crm.DisposeAsync();
    }

    private async Task<JsonNode?> AskAsync(HttpMethod method, string below, HttpContent? body)
    {
        using var http = new HttpClient { BaseAddress = Crm.Address, DefaultRequestHeaders = { Authorization = new("Bearer", GoodToken) } };
        using var request = new HttpRequestMessage(method, $"/api/{Entity}{below}") { Content = body };
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonNode>();
    }

    private RestTarget Open(string token, ConnectorServices services) => new(
        new RestOptions
        {
            BaseUrl = Crm.Address,
            Auth = new HttpAuthOptions { Kind = HttpAuth.Bearer, Secret = new Secret(token) },
            Objects = { [Entity] = orders },
        },
        services);
}
