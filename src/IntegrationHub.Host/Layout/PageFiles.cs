namespace IntegrationHub.Host.Layout;

/// <summary>Addresses of the files in wwwroot. They change with every build, so that no browser shows an old style sheet with a new page.</summary>
internal static class PageFiles
{
    private static readonly string Build = typeof(PageFiles).Assembly.ManifestModule.ModuleVersionId.ToString("N")[..8];

    internal static string Stylesheet { get; } = "/hub.css?v=" + Build;
    internal static string Script { get; } = "/hub.js?v=" + Build;
}
