namespace IntegrationHub.Connectors.Files;

/// <summary>
/// Keeps finished JSON in pages of its own, small enough for the ordinary heap. What it gives out stays as it is for as long as
/// somebody holds it, so a batch may be kept while the next one is read.
/// </summary>
internal sealed class JsonPages
{
    private const int PageSize = 64 * 1024;
    private Memory<byte> _free;

    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> json)
    {
        if (json.Length > _free.Length)
        {
            if (json.Length > PageSize / 4)
                return json.ToArray();
            _free = new byte[PageSize];
        }

        var kept = _free[..json.Length];
        json.CopyTo(kept.Span);
        _free = _free[json.Length..];
        return kept;
    }
}
