namespace IntegrationHub.Sdk.OData;

/// <summary>
/// Links to next pages repeat what the first page was asked for, and checkpoints are small. So of a link that differs from the first page only by more query
/// options (<c>$skiptoken</c>), just those are kept, behind a question mark.
/// </summary>
internal static class ShortLink
{
    public static string Short(string first, string link)
    {
        var (path, asked) = Split(first);
        var (linkPath, options) = Split(link);
        if (path != linkPath)
            return link;
        var known = asked.Select(Decoded).ToHashSet();
        var more = options.Where(option => !known.Contains(Decoded(option))).ToList();
        return options.Select(Decoded).ToHashSet().IsSupersetOf(known) && more.Count > 0 ? $"?{string.Join('&', more)}" : link;
    }

    public static string Long(string first, string link) => !link.StartsWith('?') ? link : first.Contains('?', StringComparison.Ordinal) ? $"{first}&{link[1..]}" : first + link;

    private static (string Path, string[] Options) Split(string link)
    {
        var mark = link.IndexOf('?', StringComparison.Ordinal);
        var path = (mark < 0 ? link : link[..mark]).TrimStart('/');
        return (Uri.UnescapeDataString(path), mark < 0 ? [] : link[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Decoded(string option) => Uri.UnescapeDataString(option.Replace('+', ' '));
}
