using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Settings;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.CommandLine;
using IntegrationHub.Host.Hooks;
using IntegrationHub.Host.Mappings;
using IntegrationHub.Host.Settings;
using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Host.Hosting;

/// <summary>What every verb stands on: checked settings, connections, a log and, when asked for, the migrated database. Disposal closes all of it.</summary>
internal sealed class HubSession : IAsyncDisposable
{
    private HubStorage? _storage;

    private HubSession(HubSettings settings, ConnectorCatalog catalog, MappingCatalog mappings, InstalledConnectors installed, ILoggerFactory logs) =>
        (Settings, Catalog, Mappings, Installed, Logs) = (settings, catalog, mappings, installed, logs);

    internal HubSettings Settings { get; }
    /// <summary>Shared with other hosts once the database is open and migrated.</summary>
    internal ConnectorCatalog Catalog { get; private set; }
    internal InstalledConnectors Installed { get; }
    internal ILoggerFactory Logs { get; }
    internal TimeProvider Time => TimeProvider.System;

    /// <summary>The mappings of all connections, compiled.</summary>
    internal MappingCatalog Mappings { get; }

    /// <summary>The same mappings as they are on disk whenever it is asked.</summary>
    internal MappingsOnDisk MappingsOnDisk => new(FolderOf(Settings), MappedConnections(Catalog, Installed), new ConverterSet(Installed.Converters));

    internal NpgsqlDataSource Database => _storage?.Source ?? throw new InvalidOperationException("This verb did not open the database.");
    internal string ConnectionString => _storage?.ConnectionString ?? throw new InvalidOperationException("This verb did not open the database.");

    /// <summary>Reads the settings, without a database.</summary>
    /// <param name="quiet">Only warnings, on standard error: for verbs whose output is an answer.</param>
    /// <param name="only">Overlook what is wrong with any other mapping.</param>
    /// <exception cref="SettingsException">They cannot work; carries all that is wrong.</exception>
    internal static HubSession Read(bool quiet, MappingChoice? only = null)
    {
        var folder = HubSettings.FindFolder();
        Directory.SetCurrentDirectory(folder);   // so that relative paths mean the same for the hub and for connectors
        return Read(folder, quiet, only);
    }

    /// <inheritdoc cref="Read(bool, MappingChoice)"/>
    internal static HubSession Read(string folder, bool quiet, MappingChoice? only = null)
    {
        var configuration = HubSettings.Load(folder);
        var binder = new SettingsBinder(configuration);
        var settings = HubSettings.Read(folder, configuration, binder);
        var logs = HubLogging.Create(configuration, quiet, binder);
        var installed = InstalledConnectors.In(AppContext.BaseDirectory);
        var catalog = ConnectorCatalog.Bind(installed, configuration, binder, TimeProvider.System, logs);
        HubJobs.Check(catalog.Connections, binder);
        var mappings = MappingsOf(settings, catalog, installed, only, binder);
        HookList.Check(catalog, binder);
        SourceWatch.Check(catalog, binder);
        binder.ThrowIfRefused();
        return new HubSession(settings, catalog, mappings, installed, logs);
    }

    private static MappingCatalog MappingsOf(HubSettings settings, ConnectorCatalog catalog, InstalledConnectors installed, MappingChoice? only, SettingsBinder binder)
    {
        var mappings = MappingCatalog.Load(FolderOf(settings), MappedConnections(catalog, installed), out var lints, new ConverterSet(installed.Converters));
        foreach (var lint in only?.Concerns(mappings, lints) ?? lints)
            binder.Refuse(new SettingsProblem($"{settings.Mappings.Folder}/{lint.File}{(lint.Line == 0 ? "" : $"({lint.Line},{lint.Column})")}", lint.Message));
        CheckLibraries(settings, catalog, binder);
        if (lints.Count > 0)
            return mappings;
        foreach (var (connection, settingsOf) in catalog.Connections)
            foreach (var entity in settingsOf.Syncs.Keys)
                CheckThere(mappings, connection, entity, binder);
        return mappings;
    }

    private static string FolderOf(HubSettings settings) => Path.Combine(settings.Folder, settings.Mappings.Folder);

    private static MappedConnection[] MappedConnections(ConnectorCatalog catalog, InstalledConnectors installed) => [.. catalog.Connections.Select(connection => new MappedConnection(
        connection.Key, connection.Value.Connector, installed.ById[connection.Value.Connector].MappingsFolder, connection.Value.Library))];

    private static void CheckLibraries(HubSettings settings, ConnectorCatalog catalog, SettingsBinder binder)
    {
        var there = MappingCatalog.Libraries(Path.Combine(settings.Folder, settings.Mappings.Folder));
        foreach (var (connection, settingsOf) in catalog.Connections)
            if (settingsOf.Library is { } library && !there.Contains(library))
                binder.Refuse($"Connections:{connection}:Library", $"there is no folder {settings.Mappings.Folder}/{MappingCatalog.Library}/{library}{NearestName.Suggest(library, there)}");
    }

    private static void CheckThere(MappingCatalog mappings, string connection, string entity, SettingsBinder binder)
    {
        try
        {
            mappings.Inward(connection, entity);
        }
        catch (SetupException missing)
        {
            binder.Refuse($"Connections:{connection}:Syncs:{entity}", missing.Message);
        }
    }

    /// <summary>Reads the settings, opens the database and brings it up to this version.</summary>
    /// <exception cref="StoreSetupException">There is no database to be had.</exception>
    internal static async Task<HubSession> OpenAsync(bool quiet, CancellationToken cancellationToken)
    {
        var session = Read(quiet);
        try
        {
            await session.OpenStorageAsync(cancellationToken);
            await new Migrator(session.Database).ApplyAsync(cancellationToken);
            session.Share();
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the database as it is.</summary>
    internal async Task OpenStorageAsync(CancellationToken cancellationToken) =>
        _storage = await HubStorage.OpenAsync(Settings.Folder, Settings.Database, Logs, cancellationToken);

    /// <summary>The same for connections that use what hosts share, if the database is of this version.</summary>
    internal async Task OpenSharedAsync(CancellationToken cancellationToken)
    {
        await OpenStorageAsync(cancellationToken);
        if ((await new Migrator(Database).PendingAsync(cancellationToken)).Count == 0)
            Share();
    }

    private void Share()
    {
        Catalog.Dispose();
        Catalog = Catalog.SharedBy(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await Catalog.DisposeAsync();
        if (_storage is not null)
            await _storage.DisposeAsync();
        Logs.Dispose();
    }
}
