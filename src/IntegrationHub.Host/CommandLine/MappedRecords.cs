using System.CommandLine;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;

namespace IntegrationHub.Host.CommandLine;

/// <summary>The kept records a verb is about: by key, or the last ones.</summary>
internal static class MappedRecords
{
    internal static readonly Option<string[]> Keys = new("--key") { Description = "A record the hub keeps, by its key; outwards also system/entity/id. May be said several times.", AllowMultipleArgumentsPerToken = true };
    internal static readonly Option<int?> Last = new("--last") { Description = "The last records that came to the hub, so many." };

    /// <exception cref="UsageException">None of them is kept.</exception>
    internal static async Task<IReadOnlyList<KeptRecord>> FindAsync(HubSession session, ChosenMapping mapping, string[] keys, int? last, CancellationToken cancellationToken)
    {
        var kept = new KeptRecords(session.Database, new HubStore(session.Database));
        var feeds = mapping.Inward is { } inward
            ? [new KeptFeed(mapping.Sync.Connection, inward.To, mapping.Sync.Entity)]
            : await kept.FeedsAsync(mapping.Outward!.From, cancellationToken);
        var found = new List<KeptRecord>();
        foreach (var key in keys)
            found.AddRange(RecordKey.TryParse(key, out var whole) && feeds.Any(feed => feed.System == whole.System) ? await OneAsync(kept, whole, cancellationToken) : await OfAllAsync(kept, feeds, key, cancellationToken));
        if (last is { } count)
            foreach (var feed in feeds)
                found.AddRange(await kept.LastAsync(feed, count, cancellationToken));
        return last is { } most ? [.. found.OrderByDescending(record => record.RecordNo).Take(keys.Length + most)] : found;
    }

    private static async Task<IReadOnlyList<KeptRecord>> OneAsync(KeptRecords kept, RecordKey key, CancellationToken cancellationToken) =>
        await kept.FindAsync(key, cancellationToken) is { } found ? [found] : throw new UsageException($"The hub keeps no record {key}.");

    private static async Task<IReadOnlyList<KeptRecord>> OfAllAsync(KeptRecords kept, IReadOnlyList<KeptFeed> feeds, string id, CancellationToken cancellationToken)
    {
        var found = new List<KeptRecord>();
        foreach (var feed in feeds)
            found.AddRange(await kept.FindAsync(feed, [id], cancellationToken));
        return found.Count > 0 ? found : throw new UsageException($"The hub keeps no record '{id}' of {string.Join(" or ", feeds.Select(feed => $"{feed.System}/{Entities.NameOf(feed.Entity)}"))}.");
    }
}
