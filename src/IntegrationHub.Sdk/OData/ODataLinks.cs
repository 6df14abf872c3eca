namespace IntegrationHub.Sdk.OData;

/// <summary>
/// Links that a service gives: to the next page, to later changes. They are followed only below the connection's own address. A service behind a proxy
/// writes its own name and scheme into them; then the path counts, when it is below the connection's. Immutable, safe from several threads.
/// </summary>
/// <param name="baseUrl">The service's root.</param>
public sealed class ODataLinks(Uri baseUrl)
{
    private readonly string _root = baseUrl.AbsolutePath.TrimEnd('/');

    /// <summary>Path and query below the service's root, with a slash in front: how a link is kept, and asked for later.</summary>
    /// <param name="page">Where the answer with the link came from.</param>
    /// <param name="link">As it was written.</param>
    /// <param name="what">The request in words, for the message.</param>
    /// <exception cref="ProtocolException">It leads out of the service.</exception>
    public string Below(Uri page, string link, string what)
    {
        if (Uri.TryCreate(page, link, out var target) && target.Scheme is "http" or "https" && target is { UserInfo: "", Fragment: "" }
            && target.AbsolutePath.StartsWith($"{_root}/", StringComparison.Ordinal))
            return target.PathAndQuery[_root.Length..];
        throw new ProtocolException($"{what}: the link to the next page leads out of the service at {baseUrl.Authority}{_root}. Set BaseUrl to the address and path under which the service itself is known.");
    }

    /// <summary>The address of what <see cref="Below"/> gave, or of a set's path and query.</summary>
    public Uri At(string below) => new($"{baseUrl.GetLeftPart(UriPartial.Authority)}{_root}{(below.StartsWith('/') ? "" : "/")}{below}");
}
