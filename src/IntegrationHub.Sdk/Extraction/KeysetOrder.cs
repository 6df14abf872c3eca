namespace IntegrationHub.Sdk.Extraction;

/// <summary>
/// Holds the pages of a keyset against what was asked for: sorted, and behind the record named. A source that overlooks the filter or the order would
/// otherwise lose records without a word. Keys are compared only for being the same, since each system sorts them its own way.
/// </summary>
internal sealed class KeysetOrder(string entity, StampFormat? stamps)
{
    public void Check(Page page, PageEdge? after)
    {
        if (page.Records.Count == 0)
        {
            if (page.Broken.Count > 0)
                throw new ProtocolException($"{entity}: a whole page could not be read as records, so there is no way to go on behind it. The first: {page.Broken[0].Place}: {page.Broken[0].Reason}");
            return;
        }

        var (stamp, key) = (after?.Stamp is { } last ? stamps!.Order(last) : long.MinValue, after?.Key);
        foreach (var record in page.Records)
        {
            var next = OrderOf(record);
            if (next < stamp)
                throw new ProtocolException($"{entity}: {record.Key} was changed before the record in front of it. The source must sort by time of change, then key.");
            if (next == stamp && record.Key == key)
                throw new ProtocolException($"{entity}: {record.Key} came again behind itself. The source must give only what is behind the record it is asked for; "
                    + "or its times have more digits than it shows.");
            (stamp, key) = (next, record.Key);
        }
    }

    private long OrderOf(PageRecord record) => stamps is null ? long.MinValue
        : record.Stamp is { } stamp ? stamps.Order(stamp)
        : throw new ProtocolException($"{entity}: {record.Key} has no time of change. Read the entity by key, or give every record one.");
}

/// <summary>
/// Notices a way that leads back to a page it has been at, without remembering them all (Brent's algorithm): it keeps one of them, and takes a later one
/// at every power of two.
/// </summary>
internal sealed class LoopGuard
{
    private string? _kept;
    private long _steps;
    private long _until = 1;

    public bool LeadsBack(string next)
    {
        if (next == _kept)
            return true;
        if (++_steps == _until)
            (_kept, _steps, _until) = (next, 0, _until * 2);
        return false;
    }
}
