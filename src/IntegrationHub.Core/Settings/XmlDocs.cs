using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IntegrationHub.Core.Settings;

/// <summary>What the docstrings of code say, from the file the build puts beside an assembly. Says nothing when the file is not there.</summary>
internal static partial class XmlDocs
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, string>> ByAssembly = new();

    public static string? SummaryOf(PropertyInfo property) => Find(property.DeclaringType!, $"P:{NameOf(property.DeclaringType!)}.{property.Name}");

    public static string? SummaryOf(Type type) => Find(type, $"T:{NameOf(type)}");

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string? Find(Type type, string member) => ByAssembly.GetOrAdd(type.Assembly, Read).GetValueOrDefault(member);

    private static IReadOnlyDictionary<string, string> Read(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        return !File.Exists(file) ? new Dictionary<string, string>() : XDocument.Load(file).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => (string)member.Attribute("name")!, member => Text(member.Element("summary")!));
    }

    private static string Text(XElement summary) => Blanks().Replace(string.Concat(summary.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" or "paramref" } reference => $"`{((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? "").Split('.')[^1]}`",
        XElement other => other.Value,
        _ => "",
    })), " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
