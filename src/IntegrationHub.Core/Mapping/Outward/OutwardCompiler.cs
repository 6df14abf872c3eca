using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Outward;

/// <summary>Compiles the <c>fields</c> of an outward mapping: free names on the left, canonical paths on the right.</summary>
internal sealed class OutwardCompiler(Lints lints, RuleCompiler rules)
{
    /// <summary>As much as could be compiled; only to be used when there are no lints.</summary>
    public OutwardFields Compile(YamlNode node, PathScope paths, string place)
    {
        if (node is not YamlMap { Entries.Count: > 0 } map)
        {
            lints.Add(node, $"expected the target's fields with their rules, found {node.Noun}");
            return new OutwardFields([]);
        }

        return new OutwardFields([.. map.Entries.Select(entry => Field(entry.Key.Value, entry.Value, paths, place + entry.Key.Value)).OfType<OutwardField>()]);
    }

    private OutwardField? Field(string name, YamlNode node, PathScope paths, string place)
    {
        var site = rules.Site(node, place);
        if (node is YamlMap map)
        {
            if (Says(map, "ref"))
                return Link(name, map, paths, site);
            if (Says(map, "each"))
                return Each(name, map, paths, site);
            if (Says(map, "fields"))
                return rules.Spelt(map, ["fields"], out _)["fields"] is { } fields ? new OutwardPart(name, site, Compile(fields, paths, $"{place}.")) : null;
        }

        rules.Sites.Field(site, node);
        return new OutwardValue(name, site, rules.Rule(node, paths));
    }

    /// <summary>Whether a map has a key, perhaps misspelt: <c>form</c> is a <c>from</c>, though.</summary>
    private static bool Says(YamlMap map, string key) =>
        map.Has(key) || map.Entries.Any(entry => !Keys.Contains(entry.Key.Value) && Nearest.To(entry.Key.Value, Keys) == key);

    private static readonly string[] Keys = [.. RuleCompiler.Keys, "ref", "optional", "each", "fields", "only"];

    private OutwardLink? Link(string name, YamlMap given, PathScope paths, Site site)
    {
        var map = rules.Spelt(given, ["ref", "optional"], out _);
        rules.Sites.Field(site, map);
        var optional = map["optional"];
        if (optional is not (null or YamlText { Plain: true, Value: "true" or "false" }))
            lints.Add(optional, "'optional' is true or false");
        return map["ref"] is { } reference && paths.Reference(reference) is { } key ? new OutwardLink(name, site, key, optional is YamlText { Value: "true" }) : null;
    }

    private OutwardEach? Each(string name, YamlMap given, PathScope paths, Site site)
    {
        var map = rules.Spelt(given, ["each", "fields", "only"], out var lost);
        if (!map.Has("fields") && lost.Count == 0)
            lints.Add(map, "'fields' is missing: a list is written { each: path, fields: … }");
        var (list, element) = map["each"] is { } each ? paths.Each(each) : (default, paths.Unknown());
        var fields = map["fields"] is { } node ? Compile(node, element, $"{site.Field}[].") : new OutwardFields([]);
        return new OutwardEach(name, site, list, (map["each"] as YamlText)?.Value ?? "", fields, rules.Only(map["only"], element, $"{site.Field}[]."));
    }
}
