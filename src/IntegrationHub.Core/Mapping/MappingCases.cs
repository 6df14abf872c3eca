using IntegrationHub.Core.Mapping.Cases;

namespace IntegrationHub.Core.Mapping;

/// <summary>Runs the cases beside mappings (<c>&lt;entity&gt;.cases.yaml</c>): an input, and what is expected of it.</summary>
public static class MappingCases
{
    /// <summary>Runs the cases of every mapping file of a catalog. A mapping without cases has none that fail, and nothing of it is covered.</summary>
    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public static CaseReport Run(MappingCatalog catalog)
    {
        var reports = catalog.Files.Select(Run).ToList();
        return new CaseReport(reports.Sum(report => report.Count), [.. reports.SelectMany(report => report.Failures)], [.. reports.SelectMany(report => report.Coverage)])
        {
            Cases = [.. reports.SelectMany(report => report.Cases)],
        };
    }

    /// <summary>Runs the cases beside one mapping file; none when there is no such file.</summary>
    /// <exception cref="IOException">The cases are there but cannot be read.</exception>
    public static CaseReport Run(MappingFile file)
    {
        var runner = file.Inward is { } inward ? (ICase)new InwardCase(inward) : new OutwardCase(file.Outward!);
        return File.Exists(file.CasesPath)
            ? CaseFile.Run(file.CasesName, File.ReadAllBytes(file.CasesPath), runner)
            : new CaseReport(0, [], [runner.Sites.Against(0, new HashSet<object>())]);
    }

    /// <summary>Runs the cases of one inward mapping.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="file">The cases file's name for messages.</param>
    /// <param name="content">Its bytes.</param>
    public static CaseReport Run(Mapping mapping, string file, ReadOnlyMemory<byte> content) => CaseFile.Run(file, content, new InwardCase(mapping));

    /// <summary>Runs the cases of one outward mapping.</summary>
    /// <inheritdoc cref="Run(Mapping, string, ReadOnlyMemory{byte})"/>
    public static CaseReport Run(OutwardMapping mapping, string file, ReadOnlyMemory<byte> content) => CaseFile.Run(file, content, new OutwardCase(mapping));
}
