using System.Text.Json;
using IntegrationHub.Bench.Pages;
using IntegrationHub.Sdk;

namespace IntegrationHub.Bench.MappingAlone;

/// <summary>Orders as a source hands them over, in memory, to be mapped again and again: far more of them than any cache of the mapping holds.</summary>
internal static class HeldOrders
{
    private const int Count = 20_000;

    public static SourceRecord[] Render()
    {
        var sample = new SampleOrders(Count, customers: Count, new Uri("http://127.0.0.1/"));
        return [.. Enumerable.Range(0, Count).Select(order =>
        {
            using var json = new MemoryStream();
            using (var writer = new Utf8JsonWriter(json))
                sample.Write(writer, order, changed: false);
            return new SourceRecord((1_000_000 + order).ToString(System.Globalization.CultureInfo.InvariantCulture), ChangeKind.Upserted, json.ToArray());
        })];
    }
}
