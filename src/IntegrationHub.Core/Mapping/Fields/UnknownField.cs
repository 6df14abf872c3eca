using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>
/// Checks what is written for a field whose type is not known, or does not fit it: its paths, converters and the keys of its forms. So a misspelt
/// name does not hide what is wrong below it.
/// </summary>
internal sealed class UnknownField(RuleCompiler rules)
{
    private static readonly string[] ListKeys = ["each", "fields", "only"];
    private static readonly string[] PartKeys = ["amount", "currency", "unit", "key", "ref"];

    /// <summary>Field names to rules.</summary>
    public void CheckAll(YamlNode? node, PathScope paths)
    {
        foreach (var (_, value) in (node as YamlMap)?.Entries ?? [])
            Check(value, paths);
    }

    /// <summary>What stands in one field.</summary>
    public void Check(YamlNode node, PathScope paths)
    {
        switch (node)
        {
            case YamlList list:
                foreach (var item in list.Items)
                    Check(item, paths);
                break;
            case YamlMap map when ListKeys.Any(map.Has):
                var element = map["each"] is { } each ? paths.Each(each).Element : paths;
                CheckAll(map["fields"], element);
                rules.Only(map["only"], element, "");
                break;
            case YamlMap map when PartKeys.Any(map.Has):
                foreach (var (key, value) in map.Entries)
                {
                    if (key.Value is "amount" or "currency" or "value" or "unit" or "key")
                        rules.Rule(value, paths);
                }

                rules.Following(map, BrokenRule.Instance);
                break;
            case YamlMap map when !map.Entries.Any(entry => Is(entry.Key.Value)):
                CheckAll(map, paths);
                break;
            default:
                rules.Rule(node, paths);
                break;
        }
    }

    private static bool Is(string key) => Nearest.To(key, RuleCompiler.Keys) is not null;
}
