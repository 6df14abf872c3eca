using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Sql;

/// <summary>The connector for tables and queries of a SQL database: a source described by settings alone.</summary>
public sealed class SqlConnector : IConnector
{
    /// <inheritdoc/>
    public void Register(IConnectorRegistry registry) => registry.AddSource<SqlOptions>("sql", (options, services) => new SqlSource(options, services));
}
