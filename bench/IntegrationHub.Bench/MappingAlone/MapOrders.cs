using IntegrationHub.Bench.Hub;
using IntegrationHub.Bench.Measure;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Sdk;

namespace IntegrationHub.Bench.MappingAlone;

/// <summary>Mapping alone: records in memory to canonical orders in memory, nothing else.</summary>
/// <param name="byHand">By hand-written code, rather than by the compiled mapping.</param>
internal sealed class MapOrders(bool byHand) : IScenario
{
    private readonly Mapping mapping = Mappings.Inward("A_SalesOrder");
    private SourceRecord[] records = [];

    public string[] Tables => [];

    /// <exception cref="InvalidOperationException">The two ways do not make the same orders: there is nothing to compare.</exception>
    public Task PrepareAsync(Workplace workplace, CancellationToken cancellationToken)
    {
        if (records.Length > 0)
            return Task.CompletedTask;
        records = HeldOrders.Render();
        foreach (var record in records.Take(Pages.Feeds.PageSize))
        {
            if (!CanonicalJson.ToBytes(ByMapping(record)).AsSpan().SequenceEqual(CanonicalJson.ToBytes(ByHand(record))))
                throw new InvalidOperationException($"Order {record.Key} is another one when mapped by hand.");
        }

        return Task.CompletedTask;
    }

    public Task RunAsync(Workplace workplace, Laps laps, CancellationToken cancellationToken)
    {
        var next = 0;
        for (var page = 0; page < workplace.PageLimit; page++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < Pages.Feeds.PageSize; i++, next = (next + 1) % records.Length)
                GC.KeepAlive(byHand ? ByHand(records[next]) : ByMapping(records[next]));
            laps.PageDone(Pages.Feeds.PageSize);
        }

        return Task.CompletedTask;
    }

    private Order ByMapping(SourceRecord record) => mapping.Map(HubSetting.System, record) is MapResult.Mapped(Order order)
        ? order
        : throw new InvalidOperationException($"Order {record.Key} is not mapped.");

    private static Order ByHand(SourceRecord record) => OrdersByHand.Map(HubSetting.System, record.Key, record.Json.Span);
}
