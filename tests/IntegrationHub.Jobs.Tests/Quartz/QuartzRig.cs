using IntegrationHub.Core.Jobs;
using IntegrationHub.Jobs.Quartz;
using IntegrationHub.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Jobs.Tests.Quartz;

internal sealed class QuartzRig : IJobEngineRig
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresFixture.CreateDatabaseAsync();

    public async Task<JobHost> StartHostAsync(IJobHandler handler)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(handler);
        builder.Services.AddQuartzJobEngine(_database.ConnectionString);
        var host = builder.Build();
        await host.StartAsync();
        return new JobHost(host.Services.GetRequiredService<IJobEngine>(), async () =>
        {
            await host.StopAsync();
            host.Dispose();
        });
    }

    public async Task MoveNextOccurrencesBackAsync(TimeSpan time)
    {
        await using var command = _database.DataSource.CreateCommand($"update quartz.qrtz_triggers set next_fire_time = next_fire_time - {time.Ticks}, start_time = start_time - {time.Ticks}");
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();
}
