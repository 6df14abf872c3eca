using IntegrationHub.Core.Jobs;
using Quartz;

namespace IntegrationHub.Jobs.Quartz;

/// <summary>What Quartz runs for every job of the hub: it hands over to the hub's handler.</summary>
[DisallowConcurrentExecution]
internal sealed class HandlerJob(IJobHandler handler) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await handler.RunAsync(Keys.IdOf(context.JobDetail.Key), cancellationToken);
}
