using IntegrationHub.Core.Mapping.Cases;

namespace IntegrationHub.Core.Mapping;

/// <summary>Runs the cases beside mappings (<c>&lt;entity&gt;.cases.yaml</c>): an input, and what is expected of it.</summary>
public static class MappingCases
{
    /// <summary>Runs the cases of every mapping file of a catalog. Mappings without cases are passed over.</summary>
    /// <exception cref="IOException">A file is there but cannot be read.</exception>
    public static CaseReport Run(MappingCatalog catalog)
    {
        var reports = catalog.Files.Where(file => File.Exists(file.CasesPath)).Select(Run).ToList();
        return new CaseReport(reports.Sum(report => report.Count), [.. reports.SelectMany(report => report.Failures)]) { Cases = [.. reports.SelectMany(report => report.Cases)] };
    }

    /// <summary>Runs the cases of one inward mapping.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="file">The cases file's name for messages.</param>
    /// <param name="content">Its bytes.</param>
    public static CaseReport Run(Mapping mapping, string file, ReadOnlyMemory<byte> content) => CaseFile.Run(file, content, new InwardCase(mapping));

    /// <summary>Runs the cases of one outward mapping.</summary>
    /// <inheritdoc cref="Run(Mapping, string, ReadOnlyMemory{byte})"/>
    public static CaseReport Run(OutwardMapping mapping, string file, ReadOnlyMemory<byte> content) => CaseFile.Run(file, content, new OutwardCase(mapping));

    /// <summary>Runs the cases beside one mapping file.</summary>
    /// <exception cref="IOException">They are there but cannot be read, or are not there.</exception>
    public static CaseReport Run(MappingFile file)
    {
        var content = File.ReadAllBytes(file.CasesPath);
        return file.Inward is { } inward ? Run(inward, file.CasesName, content) : Run(file.Outward!, file.CasesName, content);
    }
}
