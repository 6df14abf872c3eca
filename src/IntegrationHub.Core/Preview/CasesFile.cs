using System.Text;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Preview;

/// <summary>Appends recorded cases to a cases file.</summary>
public static class CasesFile
{
    /// <summary>Appends those whose name is not there yet. What is in the file stays as it is, byte for byte.</summary>
    /// <param name="mapping">The mapping they are for.</param>
    /// <param name="path">The cases file; made when it is not there.</param>
    /// <param name="cases">The cases.</param>
    /// <returns>Those that were appended.</returns>
    /// <exception cref="InvalidOperationException">One of them does not pass: nothing was written.</exception>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static IReadOnlyList<RecordedCase> Append(MappingFile mapping, string path, IReadOnlyList<RecordedCase> cases)
    {
        var there = File.Exists(path) ? File.ReadAllBytes(path) : [];
        var names = NamesIn(path, there);
        RecordedCase[] added = [.. cases.DistinctBy(one => one.Name).Where(one => !names.Contains(one.Name))];
        if (added.Length == 0)
            return [];
        var yaml = string.Join('\n', added.Select(one => one.ToYaml()));
        var report = mapping.Inward is { } inward
            ? MappingCases.Run(inward, path, Encoding.UTF8.GetBytes(yaml))
            : MappingCases.Run(mapping.Outward!, path, Encoding.UTF8.GetBytes(yaml));
        if (report.Failures.Count > 0)
            throw new InvalidOperationException($"A recorded case does not pass; nothing was written. {report.Failures[0]}");

        var gap = there.Length == 0 ? "" : there[^1] == '\n' ? "\n" : "\n\n";
        File.AppendAllText(path, gap + yaml);
        return added;
    }

    private static HashSet<string> NamesIn(string path, byte[] content)
    {
        var lints = new Lints(path);
        var list = content.Length == 0 ? null : YamlReader.Read(content, lints, isMapping: false) as YamlList;
        lints.ThrowIfAny();
        return [.. (list?.Items ?? []).OfType<YamlMap>().Select(one => (one["name"] as YamlText)?.Value).OfType<string>()];
    }
}
