namespace IntegrationHub.Testing;

/// <summary>The repository that the tests run in.</summary>
public static class Checkout
{
    /// <summary>Its folder. Safe from several threads.</summary>
    /// <exception cref="InvalidOperationException">The tests do not run from within a repository.</exception>
    public static string Root { get; } = Find();

    /// <summary>A file or folder of it. Safe from several threads.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests must run from within the repository.");
    }
}
