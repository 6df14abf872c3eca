using IntegrationHub.Core.Connectors.Http;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Settings;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IntegrationHub.Core.Connectors;

/// <summary>
/// The connections of the settings, ready to be opened: each with its connector, its bound options, and an HTTP client of its own.
/// Safe from several threads. Dispose it after everything it opened.
/// </summary>
public sealed class ConnectorCatalog : IAsyncDisposable, IDisposable
{
    private readonly IReadOnlyDictionary<string, ConnectionSettings> _settings;
    private readonly Dictionary<string, Connection> _connections;
    private readonly Dictionary<string, QuotaAccount> _accounts;
    private readonly Dictionary<string, QuotaLimits> _limits;
    private readonly QuotaLedger? _ledger;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;

    private ConnectorCatalog(IReadOnlyDictionary<string, ConnectionSettings> settings, NpgsqlDataSource? database, TimeProvider time, ILoggerFactory logs)
    {
        (_settings, _time, _logs) = (settings, time, logs);
        Connections = settings.ToDictionary(pair => pair.Key, pair => pair.Value.Settings, StringComparer.Ordinal);
        _limits = settings.Values.GroupBy(connection => connection.Account, StringComparer.Ordinal)
            .ToDictionary(account => account.Key, account => QuotaLimits.Of(account.Key, [.. account.Select(connection => connection.Settings.Quota)]), StringComparer.Ordinal);
        _ledger = database is null ? null : new QuotaLedger(database);
        _accounts = _ledger is null ? [] : _limits.ToDictionary(account => account.Key, account => new QuotaAccount(account.Value, _ledger, time), StringComparer.Ordinal);
        var tokens = new TokenCache(database is null ? new NoTokenStore() : new RefreshTokens(database));
        _connections = settings.ToDictionary(pair => pair.Key,
            pair => new Connection(pair.Value, tokens, _accounts.GetValueOrDefault(pair.Value.Account), database is null ? null : new Received(new ReceivedLog(database), pair.Key), time, logs.CreateLogger($"IntegrationHub.Connectors.{pair.Key}")), StringComparer.Ordinal);
    }

    /// <summary>What the settings say about each connection, by name.</summary>
    public IReadOnlyDictionary<string, ConnectionOptions> Connections { get; }

    /// <summary>Reads the section <c>Connections</c>. What is wrong with it, or with a connector, goes to the binder's problems.</summary>
    public static ConnectorCatalog Bind(InstalledConnectors installed, IConfiguration settings, SettingsBinder binder, TimeProvider time, ILoggerFactory logs)
    {
        foreach (var problem in installed.Problems)
            binder.Refuse(problem);
        var connections = new Dictionary<string, ConnectionSettings>(StringComparer.Ordinal);
        foreach (var section in settings.GetSection("Connections").GetChildren())
            if (ConnectionReader.Read(section, installed, binder) is { } read)
                connections.Add(section.Key, read);
        return new ConnectorCatalog(connections, database: null, time, logs);
    }

    /// <summary>
    /// The same connections with what all hosts share: the calls of their accounts, refresh tokens, and what was pushed. One that is not shared counts no calls and uses no refresh tokens.
    /// </summary>
    /// <param name="database">Migrated. It outlives the catalog.</param>
    public ConnectorCatalog SharedBy(NpgsqlDataSource database) => new(_settings, database, _time, _logs);

    /// <summary>Whether the connection has a refresh token: a vendor may replace it with each use, so it should only be used where the new one is kept.</summary>
    public bool HasRefreshToken(string connection) => _settings.TryGetValue(connection, out var settings)
        && ((object?[])[settings.SourceOptions, settings.TargetOptions]).SelectMany(options => options?.GetType().GetProperties().Select(property => property.GetIndexParameters().Length == 0 ? property.GetValue(options) : null) ?? [])
            .Any(value => value is HttpAuthOptions { Kind: HttpAuth.RefreshToken });

    /// <summary>How the accounts stand that somebody limits, by name.</summary>
    public async Task<IReadOnlyList<AccountQuota>> QuotasAsync(CancellationToken cancellationToken)
    {
        var kept = _ledger is null ? new Dictionary<string, QuotaState>() : await _ledger.ListAsync(cancellationToken);
        var now = _time.GetUtcNow();
        return [.. from limits in _limits.Values
                   where limits.PerDay is not null || kept.ContainsKey(limits.Account)
                   orderby limits.Account
                   select AccountQuota.Of(limits, [.. _settings.Values.Where(connection => connection.Account == limits.Account).Select(connection => connection.Name).Order(StringComparer.Ordinal)], kept.GetValueOrDefault(limits.Account), now)];
    }

    /// <summary>Opens a connection as a source, for one run; the caller disposes it.</summary>
    /// <exception cref="SetupException">There is no such connection, or it is no source.</exception>
    public ISource OpenSource(string connection) => Find(connection).OpenSource();

    /// <summary>Opens a connection as a target, for one round of deliveries; the caller disposes it.</summary>
    /// <exception cref="SetupException">There is no such connection, or it is no target.</exception>
    public ITarget OpenTarget(string connection) => Find(connection).OpenTarget();

    /// <summary>Opens what takes calls, by connection; once for a host.</summary>
    /// <exception cref="SetupException">Options contradict each other.</exception>
    public IReadOnlyDictionary<string, IHook> OpenHooks() =>
        _connections.Select(connection => (connection.Key, Hook: connection.Value.OpenHook())).Where(one => one.Hook is not null).ToDictionary(one => one.Key, one => one.Hook!, StringComparer.Ordinal);

    /// <summary>Can we get in? Tries each side of the connection that the settings use.</summary>
    /// <exception cref="ConnectorException">We cannot; the message says why.</exception>
    public async Task CheckAsync(string connection, CancellationToken cancellationToken)
    {
        var found = Find(connection);
        if (found.IsSource)
        {
            await using var source = found.OpenSource();
            await source.CheckAsync(cancellationToken);
        }
        if (found.IsTarget)
        {
            await using var target = found.OpenTarget();
            await target.CheckAsync(cancellationToken);
        }
    }

    /// <summary>Gives back what calls were taken and not used, and ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var account in _accounts.Values)
            await account.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
            connection.Dispose();
    }

    private Connection Find(string name) => _connections.TryGetValue(name, out var connection)
        ? connection
        : throw new SetupException($"There is no connection '{name}' in the settings{NearestName.Suggest(name, _connections.Keys)}");
}
