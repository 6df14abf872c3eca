using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Settings;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.Hooks;

/// <summary>Everything that can be called from outside. Safe from several threads.</summary>
internal sealed class HookList
{
    private readonly Dictionary<string, Hook> _byPath = new(StringComparer.OrdinalIgnoreCase);

    public HookList(ConnectorCatalog catalog)
    {
        foreach (var (connection, hook) in catalog.OpenHooks())
            foreach (var (entity, plan) in hook.Plans)
            {
                var one = new Hook(new SyncKey(connection, entity), hook, plan);
                _byPath.Add(one.Key.ToString(), one);
                if (hook.Plans.Count == 1)
                    _byPath.Add(connection, one);
            }
    }

    internal IReadOnlyList<Hook> All => [.. _byPath.Values.Distinct().OrderBy(hook => hook.Key.ToString(), StringComparer.Ordinal)];

    /// <summary>The one that is meant; without an entity the connection's only one.</summary>
    internal Hook? Find(string connection, string? entity) => _byPath.GetValueOrDefault(entity is null ? connection : $"{connection}/{entity}");

    /// <summary>Reports what a call could not do.</summary>
    internal static void Check(ConnectorCatalog catalog, SettingsBinder binder)
    {
        if (binder.Problems.Count > 0)
            return;
        foreach (var hook in new HookList(catalog).All)
        {
            var path = $"Connections:{hook.Key.Connection}";
            if (hook.Plan.Pushes && !catalog.Connections[hook.Key.Connection].Syncs.ContainsKey(hook.Key.Entity))
                binder.Refuse($"{path}:Syncs", $"has no {hook.Key.Entity}, to which calls push records; add it, or they would be kept and never read");
            foreach (var trigger in hook.Plan.Triggers)
                if (trigger.Split('/', 2) is not [var connection, var entity] || !catalog.Connections.TryGetValue(connection, out var other) || !other.Syncs.ContainsKey(entity))
                    binder.Refuse($"{path}:Options:Entities:{hook.Key.Entity}:Triggers", $"there is no sync '{trigger}'{NearestName.Suggest(trigger, [.. catalog.Connections.SelectMany(one => one.Value.Syncs.Keys.Select(name => $"{one.Key}/{name}"))])}");
        }
    }
}

/// <summary>One thing that can be called.</summary>
internal sealed record Hook(SyncKey Key, IHook Receiver, HookPlan Plan)
{
    /// <summary>Its address within the hub.</summary>
    internal string Path => $"/hooks/{Key.Connection}/{Uri.EscapeDataString(Key.Entity)}";

    /// <summary>The syncs a call starts.</summary>
    internal IEnumerable<string> Starts => Plan.Pushes ? [Key.ToString()] : Plan.Triggers;
}
