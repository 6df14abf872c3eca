using System.ComponentModel.DataAnnotations;
using IntegrationHub.Core.Connectors.Http;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Connectors;

/// <summary>The settings under <c>Connections</c>: one per outside system, by its name (<c>northwind</c>, <c>demo-crm</c>).</summary>
public sealed class ConnectionOptions
{
    /// <summary>The connector's id: <c>files</c>, <c>rest</c>.</summary>
    [Required]
    public string Connector { get; set; } = "";

    /// <summary>What people call it; the connection's name when left out.</summary>
    public string? Title { get; set; }

    /// <summary>The folder of <c>mappings/library/</c> whose mappings it uses: <c>ubl</c>. Its own, in <c>mappings/&lt;connection&gt;/</c>, come first.</summary>
    public string? Library { get; set; }

    /// <summary>As a source: the entities to sync, by the entity's name in that system.</summary>
    public Dictionary<string, SyncOptions> Syncs { get; set; } = [];

    /// <summary>As a source: when to count and compare. Left out: after a first load, and when somebody asks for it.</summary>
    public ReconcileOptions? Reconcile { get; set; }

    /// <summary>As a target: when and how to deliver. Left out: nothing is delivered there.</summary>
    public DeliverOptions? Deliver { get; set; }

    /// <summary>How it speaks HTTP, if it does.</summary>
    public ConnectionHttpOptions Http { get; set; } = new();

    /// <summary>How many calls it may make.</summary>
    public QuotaOptions Quota { get; set; } = new();

    // Options: the connector's own, bound by the connector's options type.
}

/// <summary>When and how an entity is synced.</summary>
public sealed class SyncOptions
{
    /// <summary>Cron with six fields, seconds first; left out: only by hand or trigger.</summary>
    public string? Schedule { get; set; }

    /// <summary>True runs it besides as soon as the source notices something new: files that come. Not every connector can.</summary>
    public bool Watch { get; set; }

    /// <summary>IANA zone the schedule is meant in.</summary>
    public string TimeZone { get; set; } = "UTC";

    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 1000;

    /// <summary>A replay takes at most this many of its kept records per second, and waits while a sync of the connection runs; 0: no limit of ours.</summary>
    [Range(0, 100_000)]
    public int ReplayRecordsPerSecond { get; set; } = 2000;

    /// <summary>A back-fill reads at most this many records per second, and waits while a sync of the connection runs; 0: no limit of ours.</summary>
    [Range(0, 100_000)]
    public int BackfillRecordsPerSecond { get; set; } = 500;

    /// <summary>For a source that does not report deletes: when to list all its keys and compare. Left out: deletes of this entity are not looked for.</summary>
    public SnapshotOptions? Snapshot { get; set; }
}

/// <summary>How deletes are found by comparing all keys, and when a person must look first.</summary>
public sealed class SnapshotOptions
{
    /// <summary>Cron with six fields, seconds first, in the sync's time zone; null: only by hand.</summary>
    public string? Schedule { get; set; } = "0 30 3 * * ?";

    /// <summary>More deletes than this share of the records wait for a person: <c>hub release</c>.</summary>
    [Range(0, 100)]
    public double MostPercent { get; set; } = 5;

    /// <summary>So many deletes are let through however few records there are.</summary>
    [Range(0, int.MaxValue)]
    public int AtLeast { get; set; } = 20;
}

/// <summary>When a connection's syncs are held against their source and their targets.</summary>
public sealed class ReconcileOptions
{
    /// <summary>Cron with six fields, seconds first; null: only by hand.</summary>
    public string? Schedule { get; set; } = "0 0 4 * * ?";

    public string TimeZone { get; set; } = "UTC";

    /// <summary>True reads what is missing or differs again, and marks again for a target what it has lost. What there is too much of is left to a key pass and to people.</summary>
    public bool Repair { get; set; }

    /// <summary>False compares with the source only, and asks no target to list what it has.</summary>
    public bool AskTargets { get; set; } = true;
}

/// <summary>When and how a target is delivered to.</summary>
public sealed class DeliverOptions
{
    /// <summary>Cron with six fields, seconds first. Besides, every sync that marked something triggers a delivery.</summary>
    public string? Schedule { get; set; } = "0 * * * * ?";

    public string TimeZone { get; set; } = "UTC";

    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 200;

    /// <summary>
    /// So many records of a first load, a back-fill or a replay go in one batch, where the target has a way of its own for many (a bulk job); 0: as many as BatchSize. A live change waits until such a batch is
    /// done, and LeaseSeconds must be well above what one takes.
    /// </summary>
    [Range(0, 10_000)]
    public int BulkBatchSize { get; set; }

    /// <summary>At most this many records per second; 0: no limit of ours.</summary>
    [Range(0, 100_000)]
    public int RecordsPerSecond { get; set; }

    /// <summary>After so many failed attempts a record is parked.</summary>
    [Range(1, 50)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>What to do about a record that someone deleted at the target: Park, it waits for a person; or Recreate.</summary>
    public WhenGone WhenGone { get; set; }

    /// <summary>When more records than this are to be sent at once, they wait until a person releases them; none: any number is sent.</summary>
    [Range(1, int.MaxValue)]
    public int? ApproveAbove { get; set; }

    /// <summary>More deletes than this share of the records the target has wait until a person releases them, in percent; 100: none do.</summary>
    [Range(0, 100)]
    public double DeleteBrake { get; set; } = 5;

    /// <summary>So many deletes are sent however few records the target has.</summary>
    [Range(0, int.MaxValue)]
    public int DeleteBrakeAtLeast { get; set; } = 20;

    /// <summary>How long a batch may take before another host may send it again, in seconds. After a crash, what was on its way waits so long.</summary>
    [Range(1, 3600)]
    public int LeaseSeconds { get; set; } = 120;
}
