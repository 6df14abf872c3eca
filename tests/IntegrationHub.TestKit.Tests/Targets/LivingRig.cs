using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit.Tests.Targets;

/// <summary>Puts a target with a flaw under the contracts for what a target may show, list and prepare.</summary>
internal sealed class LivingRig(LivingFlaw flaw) : ILivingTargetRig, IPreparedTargetRig
{
    private readonly LivingCrm _crm = new();

    public string Entity => "things";

    public string UnknownEntity => "nothings";

    public string SearchedField => "name";

    public IReadOnlyList<NeededField> Missing => [new("colour", TargetFieldKind.Text)];

    public IReadOnlyList<string> Secrets => [];

    public Task StartAsync() => Task.CompletedTask;

    public ITarget Open(ConnectorServices services) => new LivingTarget(_crm, flaw);

    public ITarget OpenWithWrongCredentials(ConnectorServices services) => throw new NotSupportedException("TargetContract is tried with another target.");

    public JsonObject Fields(int number, int version) => new() { ["name"] = $"thing-{number}", ["amount"] = number * 10 + version };

    public JsonObject PoisonedFields(int number) => throw new NotSupportedException("TargetContract is tried with another target.");

    public Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey) => Task.FromResult<IReadOnlyList<RemoteObject>>(
        [.. _crm.Entries.Where(entry => entry.ExternalKey == externalKey && !entry.Deleted).Select(entry => new RemoteObject(entry.Id, entry.Fields))]);

    public Task Plan(TargetFault fault) => _crm.Plan(fault);

    public Task<string> AddAsync(int number) => Task.FromResult(_crm.Add(null, Fields(number, 1)).Id);

    public Task RemoveAsync(string id)
    {
        _crm.Find(id)!.Deleted = true;
        return Task.CompletedTask;
    }

    public Task<bool> MergeAsync(string id, string into)
    {
        var entry = _crm.Find(id)!;
        (entry.Deleted, entry.MergedInto) = (true, into);
        return Task.FromResult(true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
