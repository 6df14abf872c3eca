using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace IntegrationHub.Core;

/// <summary>The hub's one meter and one activity source, both named <c>IntegrationHub</c>.</summary>
public static class Telemetry
{
    public const string Name = "IntegrationHub";

    internal static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Records = Meter.CreateCounter<long>("hub.records", "{record}", "Records read, by sync and by what became of them.");
    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("hub.deliveries", "{record}", "Records sent to a target, by answer.");
    private static readonly Histogram<double> BatchDuration = Meter.CreateHistogram<double>("hub.batch.duration", "s", "Time from reading a batch to its commit.");

    private static readonly Gauge<long> QuotaUsed = Meter.CreateGauge<long>("hub.quota.used", "{call}", "Calls of the day that an account has used, by whomever.");
    private static readonly Gauge<long> QuotaLimit = Meter.CreateGauge<long>("hub.quota.limit", "{call}", "Calls an account has a day.");

    internal static void Quota(string account, long used, long? limit)
    {
        QuotaUsed.Record(used, new KeyValuePair<string, object?>("hub.account", account));
        if (limit is { } most)
            QuotaLimit.Record(most, new KeyValuePair<string, object?>("hub.account", account));
    }

    internal static void Batch(string sync, Store.RunCounts counts)
    {
        Add("unchanged", counts.Unchanged);
        Add("created", counts.Created);
        Add("changed", counts.Changed);
        Add("deleted", counts.Deleted);
        Add("left_out", counts.LeftOut);
        Add("parked", counts.Parked);
        BatchDuration.Record((counts.Reading + counts.Mapping + counts.Resolving + counts.Storing).TotalSeconds, new KeyValuePair<string, object?>("hub.sync", sync));

        void Add(string outcome, long count)
        {
            if (count > 0)
                Records.Add(count, new("hub.sync", sync), new("hub.outcome", outcome));
        }
    }

    internal static void Delivered(string target, string outcome, long count)
    {
        if (count > 0)
            Deliveries.Add(count, new("hub.target", target), new("hub.outcome", outcome));
    }
}
