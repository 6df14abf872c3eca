using System.Security.Cryptography;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>
/// An entity set, page by page, for the cursors. <b>Pages go by key, also when only what was changed is wanted</b>: SAP's times of change have seven digits behind the second, of
/// which JSON shows three, so a page that went on behind the last time shown would lose records of the same millisecond.
/// </summary>
/// <param name="conditions">Which records are read.</param>
/// <param name="selection">What is asked for, encoded.</param>
/// <param name="join">What is put into the records; null: nothing.</param>
internal sealed class SapFeed(SapEntity entity, SapOptions options, SapQuery query, SapConditions conditions, string selection, SapJoin? join)
{
    private readonly Names _wanted = new([.. entity.Key, .. entity.Stamp?.Properties ?? [], .. join?.Here ?? []]);

    /// <inheritdoc cref="FetchPage"/>
    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var top = Math.Min(request.Size, options.PageSize);
        var behind = request.After is { } after ? query.Behind(ODataKey.Values(after.Key, entity.Key.Count)) : "";
        if (request.Since is not { } since || join is not { Changes: true })
            return await PageAsync(request, [Since(request.Since), behind], top, cancellationToken);
        while (true)
        {
            var changed = await join.ChangedAsync(SapTime.DayBefore(since), behind, cancellationToken);
            if (changed.Count == 0)
                return await PageAsync(request, [Since(since), behind], top, cancellationToken);
            var upTo = $"{entity.Key[0]} le {ODataLiteral.Of(query.Version, "Edm.String", changed[^1])}";
            var page = await PageAsync(request, [$"{Since(since)} or {query.OneOf(entity.Key[0], changed)}", behind, upTo], top, cancellationToken);
            if (page.Records.Count + page.Broken.Count > 0)
                return page;
            behind = query.Behind([changed[^1]]);   // what changed there belongs to no record that is read
        }
    }

    private string Since(string? since) => since is null ? "" : SapTime.Since(entity.Stamp!, since, query.Version);

    private async Task<Page> PageAsync(PageRequest request, IEnumerable<string> narrower, int top, CancellationToken cancellationToken)
    {
        var page = await query.GetAsync([.. conditions.Of(request.Slice), .. narrower], selection, top, _wanted.All, cancellationToken);
        var (records, broken) = (new List<(PageRecord Record, IReadOnlyList<string?> Here)>(page.Items.Count), new List<BrokenRecord>());
        foreach (var item in page.Items)
        {
            if (item.HasMore)
                throw new ProtocolException($"{entity.Name}: the system gave only the first part of an expanded list. Set PageSize lower.");
            if (item.IsObject && ODataKey.Of(_wanted.Of(item, entity.Key)) is { } key)
                records.Add((new PageRecord(key, entity.Name == "A_SalesOrder" ? ScheduleLines.WithSums(item.Json) : item.Json, Stamp(item)), _wanted.Of(item, join?.Here ?? [])));
            else
                broken.Add(new BrokenRecord($"{entity.Name} record {Convert.ToHexStringLower(SHA256.HashData(item.Json.Span), 0, 6)}", $"has no key ({string.Join(", ", entity.Key)})", item.Json));
        }

        return new Page(join is null ? [.. records.Select(record => record.Record)] : await join.WithTheirsAsync(records, cancellationToken)) { Broken = broken };
    }

    private string? Stamp(ODataItem item) => entity.Stamp is { } stamp ? SapTime.Latest(stamp, _wanted.Of(item, stamp.Properties)) : null;
}
