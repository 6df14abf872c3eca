using Microsoft.Extensions.Logging;

namespace IntegrationHub.Core.Jobs;

internal static partial class Log
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Synced {Sync}: read {Read}, created {Created}, changed {Changed}, parked {Parked}.")]
    internal static partial void Synced(ILogger log, string sync, long read, long created, long changed, long parked);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "Delivered to {Target}: {Delivered} delivered, {Rejected} rejected, {Deferred} deferred.")]
    internal static partial void Delivered(ILogger log, string target, long delivered, long rejected, long deferred);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Information, Message = "Another run of {Sync} was faster; this one stopped without writing.")]
    internal static partial void Overtaken(ILogger log, string sync);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Information, Message = "Replayed {Sync}: read {Read}, changed {Changed}, parked {Parked}.")]
    internal static partial void Replayed(ILogger log, string sync, long read, long changed, long parked);

    [LoggerMessage(EventId = 4008, Level = LogLevel.Information, Message = "Back-filled {Sync}: read {Read}, created {Created}, changed {Changed}, parked {Parked}.")]
    internal static partial void Backfilled(ILogger log, string sync, long read, long created, long changed, long parked);

    [LoggerMessage(EventId = 4007, Level = LogLevel.Information, Message = "{Sync}: {Why}")]
    internal static partial void Stopped(ILogger log, string sync, string why);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Information, Message = "Compared all keys of {Sync}: {Deleted} deleted.")]
    internal static partial void Compared(ILogger log, string sync, long deleted);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Error, Message = "{Sync}: {Message}")]
    internal static partial void Held(ILogger log, string sync, string message);

    [LoggerMessage(EventId = 4009, Level = LogLevel.Information, Message = "Reconciled {Sync}: {Source} at the source, {Hub} in the hub.")]
    internal static partial void Reconciled(ILogger log, string sync, long source, long hub);

    [LoggerMessage(EventId = 4010, Level = LogLevel.Error, Message = "Reconciled {Sync}: counts or keys DIFFER, {Source} at the source, {Hub} in the hub. See the page /reconcile, or: hub reconcile {Sync}")]
    internal static partial void Differs(ILogger log, string sync, long source, long hub);

    [LoggerMessage(EventId = 4011, Level = LogLevel.Warning, Message = "{Sync} could not be reconciled: {Why}")]
    internal static partial void NotReconciled(ILogger log, string sync, string why);
}
