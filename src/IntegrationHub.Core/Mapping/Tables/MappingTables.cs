using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Tables;

/// <summary>The tables beside a mapping that its rules name. Each is read once, and is a part of the mapping from then on.</summary>
internal sealed class MappingTables(Lints lints, MappingParts parts)
{
    private readonly Dictionary<string, UnitTable?> units = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RateTable?> rates = new(StringComparer.Ordinal);

    /// <summary>Null after telling why not.</summary>
    public UnitTable? Units(YamlNode name) => Table(name, units, part => UnitTable.Read(part, lints));

    /// <summary>Null after telling why not.</summary>
    public RateTable? Rates(YamlNode name) => Table(name, rates, part => RateTable.Read(part, lints));

    private T? Table<T>(YamlNode node, Dictionary<string, T?> known, Func<MappingPart, T> read) where T : class
    {
        if (node is not YamlText { Value: var name } || !name.EndsWith(".csv", StringComparison.Ordinal) || name.AsSpan().ContainsAny('/', '\\'))
        {
            lints.Add(node, "expected the name of a .csv file beside the mapping");
            return null;
        }

        var file = $"{node.File}/{name}";   // an overlay and its base may each have a table of that name
        if (known.TryGetValue(file, out var table))
            return table;
        var part = parts.Beside(name, node);
        if (part is null)
            lints.Add(node, $"there is no file '{name}' beside the mapping");
        return known[file] = part is null ? null : read(part);
    }
}
