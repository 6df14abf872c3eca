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
            if (map.Has("ref"))
                return Link(name, map, paths, site);
            if (map.Has("each"))
                return Each(name, map, paths, site);
            if (map.Has("fields"))
            {
                rules.CheckKeys(map, ["fields"]);
                return new OutwardPart(name, site, Compile(map["fields"]!, paths, $"{place}."));
            }
        }

        rules.Sites.Field(site, node);
        return rules.Rule(node, paths) is { } rule ? new OutwardValue(name, site, rule) : null;
    }

    private OutwardLink? Link(string name, YamlMap map, PathScope paths, Site site)
    {
        rules.CheckKeys(map, ["ref", "optional"]);
        rules.Sites.Field(site, map);
        var optional = map["optional"];
        if (optional is not (null or YamlText { Plain: true, Value: "true" or "false" }))
            lints.Add(optional, "'optional' is true or false");
        return paths.Reference(map["ref"]!) is { } key ? new OutwardLink(name, site, key, optional is YamlText { Value: "true" }) : null;
    }

    private OutwardEach? Each(string name, YamlMap map, PathScope paths, Site site)
    {
        if (!rules.CheckKeys(map, ["each", "fields", "only"]))
            return null;
        if (map["fields"] is not { } fields)
        {
            lints.Add(map, "'fields' is missing: a list is written { each: path, fields: … }");
            return null;
        }

        if (paths.Each(map["each"]!) is not var (list, element))
            return null;
        return new OutwardEach(name, site, list, ((YamlText)map["each"]!).Value, Compile(fields, element, $"{site.Field}[]."), rules.Only(map["only"], element, $"{site.Field}[]."));
    }
}
