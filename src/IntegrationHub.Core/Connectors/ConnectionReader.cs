using IntegrationHub.Core.Settings;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Core.Connectors;

/// <summary>A connection as the settings have it: its connector, and the connector's options once per side that is used.</summary>
internal sealed record ConnectionSettings(string Name, ConnectionOptions Settings, InstalledConnector Connector, object? SourceOptions, object? TargetOptions)
{
    /// <summary>What takes calls shares the options of the side that has the same class.</summary>
    internal object? HookOptions => Connector.Hook is { } hook ? new[] { SourceOptions, TargetOptions }.FirstOrDefault(options => options?.GetType() == hook.Options) : null;

    /// <summary>Whose calls it uses.</summary>
    internal string Account => string.IsNullOrEmpty(Settings.Quota.Account) ? Name : Settings.Quota.Account;
}

/// <summary>Reads one connection with its connector's own options.</summary>
internal static class ConnectionReader
{
    internal static ConnectionSettings? Read(IConfigurationSection section, InstalledConnectors installed, SettingsBinder binder)
    {
        var (name, path) = (section.Key, section.Path);
        var settings = binder.Bind<ConnectionOptions>(path, elsewhere: "Options");
        if (!IsName(name))
            binder.Refuse(path, $"'{name}' is no name for a connection; use small letters, digits and hyphens, as in 'northwind'");
        foreach (var (entity, sync) in settings.Syncs)
            CheckZone(sync.TimeZone, $"{path}:Syncs:{entity}:TimeZone", binder);
        if (settings.Reconcile is { } reconcile)
            CheckZone(reconcile.TimeZone, $"{path}:Reconcile:TimeZone", binder);
        if (settings.Deliver is { } deliver)
            CheckZone(deliver.TimeZone, $"{path}:Deliver:TimeZone", binder);
        if (settings.Connector is "")
            return null;   // said already
        if (!installed.ById.TryGetValue(settings.Connector, out var connector))
        {
            binder.Refuse($"{path}:Connector", $"there is no connector '{settings.Connector}'{NearestName.Suggest(settings.Connector, [.. installed.ById.Keys])}");
            return null;
        }

        if (settings.Syncs.Count > 0 && !connector.HasSource)
            binder.Refuse($"{path}:Syncs", $"the connector '{connector.Id}' has no source to sync from; remove Syncs");
        if (settings.Reconcile is not null && settings.Syncs.Count == 0)
            binder.Refuse($"{path}:Reconcile", "there is nothing to compare: a connection without Syncs; remove Reconcile, or add it to the connection that has the Syncs");
        if (settings.Deliver is not null && !connector.HasTarget)
            binder.Refuse($"{path}:Deliver", $"the connector '{connector.Id}' has no target to deliver to; remove Deliver");
        return BindOptions(name, settings, connector, $"{path}:Options", binder);
    }

    /// <summary>Both sides share the section; where their options classes differ, each overlooks the other's keys.</summary>
    private static ConnectionSettings BindOptions(string name, ConnectionOptions settings, InstalledConnector connector, string path, SettingsBinder binder)
    {
        var (source, target) = (connector.Source?.Options, connector.Target?.Options);
        if (settings.Deliver is null && (settings.Syncs.Count > 0 || source is not null && source != target))
            target = null;
        if (settings.Syncs.Count == 0 && settings.Deliver is not null)
            source = null;
        if (source == target)
        {
            var shared = source is null ? null : binder.Bind(source, path);
            return new ConnectionSettings(name, settings, connector, shared, shared);
        }
        return new ConnectionSettings(name, settings, connector,
            source is null ? null : binder.Bind(source, path, NamesOf(target)), target is null ? null : binder.Bind(target, path, NamesOf(source)));
    }

    private static string[] NamesOf(Type? options) => options is null ? [] : [.. options.GetProperties().Select(property => property.Name)];

    private static void CheckZone(string zone, string path, SettingsBinder binder)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            binder.Refuse(path, $"there is no time zone '{zone}' on this machine; use an IANA name such as Europe/Berlin, Asia/Tokyo or UTC");
    }

    /// <summary>Names become part of record keys, job ids and folders.</summary>
    private static bool IsName(string name) => name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
