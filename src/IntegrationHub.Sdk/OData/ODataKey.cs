namespace IntegrationHub.Sdk.OData;

/// <summary>
/// An entity's key as the hub's one text: its only property's value, or those of several joined by <c>/</c>, in which <c>~</c> is <c>~0</c> and <c>/</c> is
/// <c>~1</c> (as in RFC 6901). Safe from several threads.
/// </summary>
public static class ODataKey
{
    /// <summary>The key of these values; null when one of them is missing or empty.</summary>
    public static string? Of(IReadOnlyList<string?> values)
    {
        foreach (var value in values)
            if (string.IsNullOrEmpty(value))
                return null;
        return values.Count == 1 ? values[0] : string.Join('/', values.Select(value => value!.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
    }

    /// <summary>The values of a key.</summary>
    /// <exception cref="ProtocolException">It is a key of another number of properties: the settings' key was changed.</exception>
    public static IReadOnlyList<string> Values(string key, int count)
    {
        string[] values = count == 1 ? [key] : [.. key.Split('/').Select(value => value.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        return values.Length == count ? values : throw new ProtocolException($"A key of {count} properties has {values.Length} parts. If the entity's Key was changed, reset the sync.");
    }
}
