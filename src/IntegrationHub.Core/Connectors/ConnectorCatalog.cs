using IntegrationHub.Core.Settings;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Core.Connectors;

/// <summary>
/// The connections of the settings, ready to be opened: each with its connector, its bound options, and an HTTP client of its own.
/// Safe from several threads. Dispose it after everything it opened.
/// </summary>
public sealed class ConnectorCatalog : IDisposable
{
    private readonly Dictionary<string, Connection> _connections;

    private ConnectorCatalog(Dictionary<string, Connection> connections)
    {
        _connections = connections;
        Connections = connections.ToDictionary(pair => pair.Key, pair => pair.Value.Settings, StringComparer.Ordinal);
    }

    /// <summary>What the settings say about each connection, by name.</summary>
    public IReadOnlyDictionary<string, ConnectionOptions> Connections { get; }

    /// <summary>Reads the section <c>Connections</c>. What is wrong with it, or with a connector, goes to the binder's problems.</summary>
    public static ConnectorCatalog Bind(InstalledConnectors installed, IConfiguration settings, SettingsBinder binder, TimeProvider time, ILoggerFactory logs)
    {
        var tokens = new TokenCache();
        foreach (var problem in installed.Problems)
            binder.Refuse(problem);
        var connections = new Dictionary<string, Connection>(StringComparer.Ordinal);
        foreach (var section in settings.GetSection("Connections").GetChildren())
            if (ConnectionReader.Read(section, installed, binder) is { } read)
                connections.Add(section.Key, new Connection(read, tokens, time, logs.CreateLogger($"IntegrationHub.Connectors.{section.Key}")));
        return new ConnectorCatalog(connections);
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

    /// <summary>Says where pushed records are kept, when the store is open. Before any source is opened.</summary>
    public void ReceiveFrom(Func<string, IReceived> received)
    {
        foreach (var (name, connection) in _connections)
            connection.ReceiveFrom(received(name));
    }

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

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
            connection.Dispose();
    }

    private Connection Find(string name) => _connections.TryGetValue(name, out var connection)
        ? connection
        : throw new SetupException($"There is no connection '{name}' in the settings{NearestName.Suggest(name, _connections.Keys)}");
}
