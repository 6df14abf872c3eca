using IntegrationHub.Bench.Measure;
using Microsoft.EntityFrameworkCore;

namespace IntegrationHub.Bench.Baselines;

/// <summary>
/// Baseline (b), what teams write first: deserialize the page, load what is there with its lines, set what came, <c>SaveChanges</c>;
/// a fresh context per page.
/// </summary>
internal sealed class EfUpsert : IScenario
{
    public string[] Tables => ["public.Orders", "public.OrderLines"];

    public async Task PrepareAsync(Workplace workplace, CancellationToken cancellationToken)
    {
        await using var context = new OrdersContext(workplace.Database);
        await context.Database.EnsureCreatedAsync(cancellationToken);
    }

    public Task RunAsync(Workplace workplace, Laps laps, CancellationToken cancellationToken) => PageLoop.RunAsync(workplace, laps, async (page, stop) =>
    {
        var answer = System.Text.Json.JsonSerializer.Deserialize<ODataAnswer>(page.Span)!.D;
        await using var context = new OrdersContext(workplace.Database);
        var ids = answer.Results.Select(order => order.SalesOrder).ToList();
        var held = await context.Orders.Include(order => order.Lines).Where(order => ids.Contains(order.Id)).ToDictionaryAsync(order => order.Id, stop);
        foreach (var source in answer.Results)
        {
            if (!held.TryGetValue(source.SalesOrder, out var order))
                context.Orders.Add(order = new OrderEntity { Id = source.SalesOrder });
            source.CopyTo(order);
        }
        await context.SaveChangesAsync(stop);
        return (answer.Results.Count, answer.Next is not null);
    }, cancellationToken);
}
