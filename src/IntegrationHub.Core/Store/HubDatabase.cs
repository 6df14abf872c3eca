using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>Opens the hub's database with the settings its statements rely on.</summary>
public static class HubDatabase
{
    /// <summary>A data source with prepared statements; dispose it when the host stops.</summary>
    public static NpgsqlDataSource Open(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.ApplicationName ??= "IntegrationHub";
        builder.ConnectionStringBuilder.MaxAutoPrepare = 60;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConnectionStringBuilder.NoResetOnClose = false;
        return builder.Build();
    }
}
