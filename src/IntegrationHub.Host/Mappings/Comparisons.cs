using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Preview;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Host.Mappings;

/// <summary>What asking for a comparison gave. One of the three is there.</summary>
/// <param name="Difference">What would change.</param>
/// <param name="Lints">What is wrong with the files.</param>
/// <param name="Why">Why nothing was compared.</param>
public sealed record Compared(MappingDifference? Difference, IReadOnlyList<Lint> Lints, NotCompared? Why);

public enum NotCompared
{
    /// <summary>There is no such mapping on disk any more.</summary>
    Gone,

    /// <summary>Others are comparing at this moment.</summary>
    Busy,

    /// <summary>It took too long.</summary>
    TooLong,

    /// <summary>No version of this outward mapping was used for deliveries yet.</summary>
    NothingDelivered,
}

/// <summary>
/// Compares mappings as they are on disk with what the hub holds. Reads only; ends when whoever asked goes away, or after a while. Safe from several threads.
/// </summary>
internal sealed class Comparisons(MappingComparison comparison, PastMappings past, MappingsOnDisk disk)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim turns = new(2);   // it reads every kept record: not as often as somebody clicks

    internal async Task<Compared> RunAsync(MappingInForce inForce, IProgress<(long Done, long All)>? progress, CancellationToken cancellationToken)
    {
        var (now, lints) = disk.Read(inForce);
        if (now is null)
            return new Compared(null, lints, lints.Count == 0 ? NotCompared.Gone : null);
        if (!await turns.WaitAsync(TimeSpan.Zero, cancellationToken))
            return new Compared(null, [], NotCompared.Busy);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            if (now.File.Inward is { } inward)
                return new Compared(await comparison.InwardAsync(inward, new SyncKey(inForce.Connection, inForce.Entity), mask: null, progress, limit.Token), [], null);
            return await past.OutwardAsync(inForce.File.Name, limit.Token) is { } delivered
                ? new Compared(await comparison.OutwardAsync(delivered, now.File.Outward!, mask: null, progress, limit.Token), [], null)
                : new Compared(null, [], NotCompared.NothingDelivered);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Compared(null, [], NotCompared.TooLong);
        }
        finally
        {
            turns.Release();
        }
    }
}
