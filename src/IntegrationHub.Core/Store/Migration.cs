using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationHub.Core.Store;

/// <summary>One numbered SQL file under <c>Store/Migrations</c>.</summary>
/// <param name="Number">Its place in the order, from 1.</param>
/// <param name="Name">The file's name: <c>0001_hub.sql</c>.</param>
/// <param name="Sql">What it does.</param>
public sealed partial record Migration(int Number, string Name, string Sql)
{
    /// <summary>Of the text, with line ends made equal: a checkout on Windows is the same migration.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The migrations inside an assembly, in order.</summary>
    /// <exception cref="InvalidOperationException">Numbers do not run 1, 2, 3 without a gap or a double.</exception>
    public static IReadOnlyList<Migration> In(Assembly assembly)
    {
        var found = assembly.GetManifestResourceNames().Select(resource => (Resource: resource, File: FileName().Match(resource)))
            .Where(candidate => candidate.File.Success)
            .Select(candidate => new Migration(int.Parse(candidate.File.Groups["number"].ValueSpan), candidate.File.Groups["name"].Value, Read(assembly, candidate.Resource)))
            .OrderBy(migration => migration.Number).ToList();
        for (var i = 0; i < found.Count; i++)
        {
            if (found[i].Number != i + 1)
                throw new InvalidOperationException($"Migration {found[i].Name} should have the number {i + 1:0000}.");
        }
        return found;
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\.Store\.Migrations\.(?<name>(?<number>\d{4})_\w+\.sql)$")]
    private static partial Regex FileName();
}
