using IntegrationHub.Host.Hosting;

namespace IntegrationHub.Host.Tests.Hooks;

/// <summary>A folder that is watched, through the real host.</summary>
public sealed class WatchTests(HookWorld world) : IClassFixture<HookWorld>
{
    [Fact]
    public async Task A_file_that_comes_is_synced_and_archived_without_a_schedule()
    {
        using var stop = new CancellationTokenSource();
        var watch = SourceWatch.RunAsync(world.Services, stop.Token);

        await File.WriteAllTextAsync(Path.Combine(world.InFolder, "customers-1.csv"), "Number,name\nW1,Watched\n");

        await world.UntilAsync("Watched", "select doc->>'name' from hub.record where id = 'W1'");
        await world.UntilAsync(true, "select exists (select from hub.run where job = 'sync:erp/Customers' and outcome = 'succeeded' and created = 1)");
        File.Exists(Path.Combine(world.InFolder, "customers-1.csv")).ShouldBeFalse();
        await stop.CancelAsync();
        await watch;
    }
}
