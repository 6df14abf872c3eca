using System.Text;

namespace IntegrationHub.Core.Mapping.Codes;

/// <summary>The tables of codes the world has agreed on, embedded as they were published. Lines that begin with # say where from.</summary>
internal static class CodeTable
{
    /// <summary>The cells of every line.</summary>
    public static IReadOnlyList<string[]> Read(string name)
    {
        using var table = typeof(CodeTable).Assembly.GetManifestResourceStream($"IntegrationHub.Core.Mapping.Codes.{name}.tsv")!;
        using var lines = new StreamReader(table, Encoding.UTF8);
        var rows = new List<string[]>();
        while (lines.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                rows.Add(line.Split('\t'));
        }

        return rows;
    }
}
