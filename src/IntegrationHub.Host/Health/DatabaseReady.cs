using IntegrationHub.Core.Store;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace IntegrationHub.Host.Health;

/// <summary>The database answers, and is of this version.</summary>
internal sealed class DatabaseReady(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await new Migrator(database).PendingAsync(cancellationToken)).Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("migrations are pending; run: hub migrate");
        }
        catch (NpgsqlException unreachable)
        {
            return HealthCheckResult.Unhealthy("does not answer", unreachable);
        }
        catch (StoreSetupException unfit)
        {
            return HealthCheckResult.Unhealthy("is not of this version", unfit);
        }
    }
}
