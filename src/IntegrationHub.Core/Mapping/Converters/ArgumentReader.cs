using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>Checks what a mapping gives a converter against its parameters.</summary>
internal sealed class ArgumentReader(Lints lints)
{
    /// <param name="converter">The converter.</param>
    /// <param name="name">Where the mapping names it.</param>
    /// <param name="given">A map of arguments, the first argument alone, or null.</param>
    /// <returns>Null after telling what is wrong.</returns>
    public Arguments? Read(Converter converter, YamlText name, YamlNode? given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var right = true;
        foreach (var (parameter, node, value) in Given(converter, given, ref right))
        {
            if (Arguments.Check(parameter.Kind, value) is { } wrong)
            {
                lints.Add(node, $"{converter.Name}: '{parameter.Name}': {wrong}");
                right = false;
            }

            values[parameter.Name] = value;
        }

        var misspelt = !right;
        foreach (var parameter in converter.Parameters.Where(parameter => !values.ContainsKey(parameter.Name)))
        {
            if (parameter.Required && !misspelt)
            {
                lints.Add(name, $"{converter.Name} needs '{parameter.Name}': {parameter.Summary}");
                right = false;
            }

            values[parameter.Name] = parameter.Default ?? "";
        }

        return right ? new Arguments(values) : null;
    }

    private List<(Parameter Parameter, YamlNode Node, string Value)> Given(Converter converter, YamlNode? given, ref bool right)
    {
        var found = new List<(Parameter, YamlNode, string)>();
        switch (given)
        {
            case null or YamlText { IsNull: true }:
                break;
            case YamlText alone when converter.Parameters.Count > 0:
                found.Add((converter.Parameters[0], alone, alone.Value));
                break;
            case YamlMap map:
                foreach (var (key, value) in map.Entries)
                {
                    if (converter.Parameters.FirstOrDefault(parameter => parameter.Name == key.Value) is not { } parameter)
                        lints.Unknown(key, $"argument of {converter.Name}", key.Value, converter.Parameters.Select(parameter => parameter.Name));
                    else if (value is not YamlText text)
                        lints.Add(value, $"{converter.Name}: '{key.Value}' must be a single value");
                    else
                        found.Add((parameter, value, text.Value));
                }

                right = found.Count == map.Entries.Count;
                break;
            default:
                lints.Add(given, $"{converter.Name} takes {(converter.Parameters.Count == 0 ? "no arguments" : "its first argument, or a map of arguments")}");
                right = false;
                break;
        }

        return found;
    }
}
