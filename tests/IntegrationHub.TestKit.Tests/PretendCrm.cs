using System.Text.Json.Nodes;

namespace IntegrationHub.TestKit.Tests;

/// <summary>An outside system without a network: what a <see cref="PretendTarget"/> writes to. One thread.</summary>
internal sealed class PretendCrm
{
    private readonly List<(string Id, string ExternalKey, JsonObject Fields)> _objects = [];
    private int _made;
    private TargetFault? _fault;
    private TaskCompletionSource _struck = new();

    public Task Plan(TargetFault fault)
    {
        _fault = fault;
        _struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _struck.Task;
    }

    /// <summary>The planned fault, which has struck with that; null when none was planned.</summary>
    public TargetFault? Strike()
    {
        var fault = _fault;
        _fault = null;
        if (fault is not null)
            _struck.SetResult();
        return fault;
    }

    public IReadOnlyList<RemoteObject> Find(string externalKey) =>
        [.. _objects.Where(item => item.ExternalKey == externalKey).Select(item => new RemoteObject(item.Id, item.Fields))];

    public string Create(string externalKey, JsonObject fields)
    {
        var id = $"id-{++_made}";
        _objects.Add((id, externalKey, (JsonObject)fields.DeepClone()));
        return id;
    }

    public void Change(string id, JsonObject fields)
    {
        var at = _objects.FindIndex(item => item.Id == id);
        _objects[at] = _objects[at] with { Fields = (JsonObject)fields.DeepClone() };
    }

    public bool Delete(string externalKey) => _objects.RemoveAll(item => item.ExternalKey == externalKey) > 0;
}
