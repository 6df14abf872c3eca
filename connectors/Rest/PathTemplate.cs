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
    public const string Field = "field";
    public const string Value = "value";
    public const string Page = "page";

    private const string PathFirst = $"{{{Path}}}";

    /// <summary>The path with everything put in, escaped; <c>{path}</c> only at the beginning.</summary>
    public static string Fill(string template, string path, string objectName, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal) { [Object] = objectName };
        foreach (var (name, value) in values)
            known[name] = value;
        var whole = template.StartsWith(PathFirst, StringComparison.Ordinal) ? path + template[PathFirst.Length..] : template;
        return Placeholder().Replace(whole, match => Uri.EscapeDataString(known.TryGetValue(match.Groups[1].Value, out var value)
            ? value
            : throw new InvalidOperationException($"{match.Value} in a path that was not checked")));
    }

    /// <summary>What cannot work in a setting's template.</summary>
    /// <param name="setting">The setting's name.</param>
    /// <param name="template">Its value.</param>
    /// <param name="needed">Placeholders without which every record would get the same path.</param>
    /// <param name="mayBeginWithPath">Whether it may begin with <c>{path}</c>.</param>
    public static IEnumerable<ValidationResult> Problems(string setting, string template, string[] needed, bool mayBeginWithPath = true)
    {
        var rest = mayBeginWithPath && template.StartsWith(PathFirst, StringComparison.Ordinal) ? template[PathFirst.Length..] : template;
        if (rest.Length == template.Length && !template.StartsWith('/'))
            yield return new($"must begin with '/'{(mayBeginWithPath ? " or {path}" : "")}", [setting]);
        var used = Placeholder().Matches(rest).Select(match => match.Groups[1].Value).ToList();
        foreach (var missing in needed.Except(used))
            yield return new($"must hold {{{missing}}}", [setting]);
        foreach (var unknown in used.Where(name => name != Object && !needed.Contains(name)))
            yield return new($"{{{unknown}}} has no meaning here", [setting]);
    }

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
