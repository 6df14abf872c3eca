using System.Text;
using IntegrationHub.Core.Mapping.Reading;

namespace IntegrationHub.Core.Mapping.Explain;

/// <summary>Paths into a record as one text each, however a mapping writes them: <c>to_Item.results[0].'odd.name'</c>.</summary>
public static class SourcePaths
{
    /// <summary>A path with quotes only where they are needed, so that two texts for one place become equal. What is no path stays as it is.</summary>
    public static string Normal(string path)
    {
        try
        {
            var normal = "";
            foreach (var step in SourcePath.Parse(path).Steps)
            {
                if (step.Pick is not null)
                    return path;   // it found nothing, and so leads nowhere
                normal = step.Name is { } name ? Within(normal, name) : At(normal, step.Index!.Value);
            }

            return normal;
        }
        catch (FormatException)
        {
            return path;
        }
    }

    /// <summary>The path of a property of what stands at a path; at the record itself, which is the empty path.</summary>
    public static string Within(string path, string name) => path.Length == 0 ? Named(name) : $"{path}.{Named(name)}";

    /// <summary>The path of an element of the list at a path.</summary>
    public static string At(string path, int index) => FormattableString.Invariant($"{path}[{index}]");

    private static string Named(string name)
    {
        if (name.Length > 0 && name.AsSpan().IndexOfAny('.', '[', '\'') < 0 && name[0] is not ('"' or '$'))
            return name;
        return new StringBuilder(name).Replace("'", "''").Insert(0, '\'').Append('\'').ToString();
    }
}
