namespace IntegrationHub.Core.Store;

/// <summary>Names a sync and its checkpoint: connection and source entity, <c>northwind/Orders</c>.</summary>
public sealed record SyncKey(string Connection, string Entity)
{
    public override string ToString() => $"{Connection}/{Entity}";

    /// <exception cref="FormatException">The text is not <c>connection/entity</c>.</exception>
    public static SyncKey Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < text.Length - 1
            ? new SyncKey(text[..slash], text[(slash + 1)..])
            : throw new FormatException($"'{text}' names no sync; expected connection/entity, for example northwind/Orders.");
    }
}
