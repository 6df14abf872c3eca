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
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var right = true;
        foreach (var (parameter, texts) in Given(converter, given, ref right))
        {
            foreach (var (text, wrong) in texts.Select(text => (text, parameter.Check(text.Value))).Where(checkedText => checkedText.Item2 is not null))
            {
                lints.Add(text, $"{converter.Name}: '{parameter.Name}': {wrong}");
                right = false;
            }

            values[parameter.Name] = [.. texts.Select(text => text.Value)];
        }

        var misspelt = !right;
        foreach (var parameter in converter.Parameters.Where(parameter => !values.ContainsKey(parameter.Name)))
        {
            if (parameter.Required && !misspelt)
            {
                lints.Add(name, $"{converter.Name} needs '{parameter.Name}': {parameter.Summary}");
                right = false;
            }

            values[parameter.Name] = parameter.Default is { Length: > 0 } text ? [text] : [];
        }

        return right ? new Arguments(values) : null;
    }

    private List<(Parameter Parameter, IReadOnlyList<YamlText> Texts)> Given(Converter converter, YamlNode? given, ref bool right)
    {
        var found = new List<(Parameter, IReadOnlyList<YamlText>)>();
        switch (given)
        {
            case null or YamlText { IsNull: true }:
                break;
            case YamlText alone when converter.Parameters.Count > 0:
                found.Add((converter.Parameters[0], [alone]));
                break;
            case YamlList list when converter.Parameters is [{ Kind: ParameterKind.List } several, ..] && list.Items.All(item => item is YamlText):
                found.Add((several, [.. list.Items.Cast<YamlText>()]));
                break;
            case YamlMap map:
                foreach (var (key, value) in map.Entries)
                {
                    if (converter.Parameters.FirstOrDefault(parameter => parameter.Name == key.Value) is not { } parameter)
                        lints.Unknown(key, $"argument of {converter.Name}", key.Value, converter.Parameters.Select(parameter => parameter.Name));
                    else if (value is YamlText text)
                        found.Add((parameter, [text]));
                    else if (parameter.Kind is ParameterKind.List && value is YamlList several && several.Items.All(item => item is YamlText))
                        found.Add((parameter, [.. several.Items.Cast<YamlText>()]));
                    else
                        lints.Add(value, $"{converter.Name}: '{key.Value}' must be a single value{(parameter.Kind is ParameterKind.List ? " or a list of them" : "")}");
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
