using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace IntegrationHub.Connectors.Rest;

/// <summary>Paths with placeholders, as settings write them.</summary>
internal static partial class PathTemplate
{
    public const string Path = "path";
    public const string Object = "object";
    public const string ExternalId = "externalId";
    public const string Id = "id";

    private const string PathFirst = $"{{{Path}}}";

    /// <summary>The path with everything put in, escaped; <c>{path}</c> only at the beginning.</summary>
    public static string Fill(string template, string path, string objectName, string externalId, string id)
    {
        var whole = template.StartsWith(PathFirst, StringComparison.Ordinal) ? path + template[PathFirst.Length..] : template;
        return Placeholder().Replace(whole, match => Uri.EscapeDataString(match.Groups[1].Value switch
        {
            Object => objectName,
            ExternalId => externalId,
            Id => id,
            var unknown => throw new InvalidOperationException($"{{{unknown}}} in a path that was not checked"),
        }));
    }

    /// <summary>What cannot work in a setting's template.</summary>
    /// <param name="setting">The setting's name.</param>
    /// <param name="template">Its value.</param>
    /// <param name="needed">A placeholder without which every record would get the same path.</param>
    /// <param name="mayBeginWithPath">Whether it may begin with <c>{path}</c>.</param>
    public static IEnumerable<ValidationResult> Problems(string setting, string template, string? needed, bool mayBeginWithPath = true)
    {
        var rest = mayBeginWithPath && template.StartsWith(PathFirst, StringComparison.Ordinal) ? template[PathFirst.Length..] : template;
        if (rest.Length == template.Length && !template.StartsWith('/'))
            yield return new($"must begin with '/'{(mayBeginWithPath ? " or {path}" : "")}", [setting]);
        var used = Placeholder().Matches(rest).Select(match => match.Groups[1].Value).ToList();
        if (needed is not null && !used.Contains(needed))
            yield return new($"must hold {{{needed}}}", [setting]);
        foreach (var unknown in used.Where(name => name != Object && name != needed))
            yield return new($"{{{unknown}}} has no meaning here", [setting]);
    }

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
