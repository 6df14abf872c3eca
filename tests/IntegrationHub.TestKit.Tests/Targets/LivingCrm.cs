using System.Text.Json.Nodes;

namespace IntegrationHub.TestKit.Tests.Targets;

/// <summary>An outside system without a network in which people work by hand: what a <see cref="LivingTarget"/> writes to. One thread.</summary>
internal sealed class LivingCrm
{
    private TargetFault? _fault;
    private TaskCompletionSource _struck = new();

    public List<Entry> Entries { get; } = [];

    public List<string> Fields { get; } = ["name", "amount", "erpId"];

    public Entry Add(string? externalKey, JsonObject fields)
    {
        var entry = new Entry($"id-{Entries.Count + 1}") { ExternalKey = externalKey, Fields = (JsonObject)fields.DeepClone() };
        Entries.Add(entry);
        return entry;
    }

    public Entry? Find(string id) => Entries.Find(entry => entry.Id == id);

    public Task Plan(TargetFault fault)
    {
        (_fault, _struck) = (fault, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _struck.Task;
    }

    public TargetFault? Strike()
    {
        var fault = _fault;
        _fault = null;
        if (fault is not null)
            _struck.SetResult();
        return fault;
    }

    internal sealed class Entry(string id)
    {
        public string Id => id;
        public string? ExternalKey { get; set; }
        public required JsonObject Fields { get; set; }
        public JsonObject? Before { get; set; }
        public bool Deleted { get; set; }
        public string? MergedInto { get; set; }
    }
}
