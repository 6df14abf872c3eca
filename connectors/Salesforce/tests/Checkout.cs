namespace IntegrationHub.Connectors.Salesforce.Tests;

/// <summary>Finds files of the repository from a test.</summary>
internal static class Checkout
{
    /// <summary>The folder with IntegrationHub.sln, above the test's assembly.</summary>
    public static string Root { get; } = Above(new DirectoryInfo(AppContext.BaseDirectory));

    public static string PathOf(string file) => Path.Combine(Root, file);

    private static string Above(DirectoryInfo? folder) =>
        folder is null ? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in a checkout of IntegrationHub.")
        : File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln")) ? folder.FullName
        : Above(folder.Parent);
}
