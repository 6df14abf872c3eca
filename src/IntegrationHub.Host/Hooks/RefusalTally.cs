using IntegrationHub.Core.Store;
using Npgsql;

namespace IntegrationHub.Host.Hooks;

/// <summary>
/// Counts calls that were refused. Anybody can send such calls, so they cost no more than one write a second for each hook and reason. Safe from several threads.
/// </summary>
internal sealed class RefusalTally(ReceivedLog received, TimeProvider time, ILogger<RefusalTally> log)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(SyncKey Hook, string Reason), long> _counts = [];
    private bool _isWriting;

    internal void Count(SyncKey hook, string reason)
    {
        lock (_gate)
        {
            _counts[(hook, reason)] = _counts.GetValueOrDefault((hook, reason)) + 1;
            if (_isWriting)
                return;
            _isWriting = true;
        }

        _ = WriteAsync();
    }

    // The first is written at once, what comes within a second after it together.
    private async Task WriteAsync()
    {
        while (Take() is { Count: > 0 } counts)
        {
            foreach (var ((hook, reason), times) in counts)
            {
                Log.Refused(log, hook.ToString(), times, reason);
                try
                {
                    await received.RefuseAsync(hook, reason, times, CancellationToken.None);
                }
                catch (Exception gone) when (gone is NpgsqlException or ObjectDisposedException or InvalidOperationException)
                {
                    Log.NotCounted(log, gone.Message);   // the log has them
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(1), time);
        }
    }

    private Dictionary<(SyncKey Hook, string Reason), long> Take()
    {
        lock (_gate)
        {
            var taken = new Dictionary<(SyncKey, string), long>(_counts);
            _counts.Clear();
            _isWriting = taken.Count > 0;
            return taken;
        }
    }
}
