namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>Files of the repository that tests look at.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new InvalidOperationException("The tests must run from within the repository.")
        : File.Exists(System.IO.Path.Combine(folder.FullName, "IntegrationHub.sln")) ? folder.FullName
        : Find(folder.Parent);
}
