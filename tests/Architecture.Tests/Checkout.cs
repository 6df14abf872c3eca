using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>The files of this checkout, without what builds and runs leave behind.</summary>
internal static partial class Checkout
{
    private static readonly HashSet<string> s_left = new(["bin", "obj", ".git", ".data", ".vs", ".idea", "TestResults", "artifacts", "node_modules"], StringComparer.Ordinal);

    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with forward slashes, in order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. FilesIn(Root).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Matching(string pattern) => Files.Where(file => Regex.IsMatch(file, pattern));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>C# without its comments.</summary>
    public static string ReadCode(string file) => Comment().Replace(Read(file), "");

    private static IEnumerable<string> FilesIn(string folder) => Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(child => !s_left.Contains(Path.GetFileName(child))).SelectMany(FilesIn));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("These tests read the checkout they were built in, and IntegrationHub.sln is in no folder above them.");
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
