using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit.Tests;

/// <summary>Puts a target with a flaw under the contract.</summary>
internal sealed class PretendRig(TargetFlaw flaw) : ITargetRig
{
    public const string Poison = "poison";

    private readonly PretendCrm _crm = new();

    public string Entity => "things";

    public IReadOnlyList<string> Secrets => ["right-secret", "wrong-secret"];

    public Task StartAsync() => Task.CompletedTask;

    public ITarget Open(ConnectorServices services) => new PretendTarget(_crm, Secrets[0], refused: false, flaw, services.Log);

    public ITarget OpenWithWrongCredentials(ConnectorServices services) => new PretendTarget(_crm, Secrets[1], refused: true, flaw, services.Log);

    public JsonObject Fields(int number, int version) => new() { ["name"] = $"thing-{number}-{version}" };

    public JsonObject PoisonedFields(int number) => new() { [Poison] = $"venom-{number}" };

    public Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey) => Task.FromResult(_crm.Find(externalKey));

    public Task Plan(TargetFault fault) => _crm.Plan(fault);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
