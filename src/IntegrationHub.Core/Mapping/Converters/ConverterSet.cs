using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>The converters mappings may name: the hub's own and those of the connectors that are installed. Immutable; safe from several threads.</summary>
public sealed class ConverterSet
{
    private readonly Dictionary<string, Converter> byName;

    /// <param name="connectors">Those of the connectors. Their names begin with the connector's id, so none is the hub's own.</param>
    public ConverterSet(IEnumerable<ConnectorConverter> connectors)
    {
        byName = ConverterRegistry.All.Concat(connectors.Select(Of)).ToDictionary(converter => converter.Name, StringComparer.Ordinal);
    }

    /// <summary>The hub's own alone.</summary>
    public static ConverterSet BuiltIn { get; } = new([]);

    internal IReadOnlyCollection<Converter> All => byName.Values;

    internal IReadOnlyCollection<string> Names => byName.Keys;

    internal Converter? Find(string name) => byName.GetValueOrDefault(name);

    private static Converter Of(ConnectorConverter converter) => new(converter.Name, RuleType.Any, converter.Summary,
        _ => (scoped in value, texts) => Of(converter.Convert(value.ToText(texts))))
    {
        Examples = [.. converter.Examples.Select(example => new Example(converter.Name, example.Input, example.Output.ToString()))],
    };

    private static Value Of(Converted converted) => converted switch
    {
        Converted.Text(var text) when text.Contains('\0', StringComparison.Ordinal) => Value.Refused("a text with a NUL character, which cannot be stored"),
        Converted.Text(var text) => Value.OfText(text),
        Converted.Number(var number) => Value.OfNumber(number),
        Converted.Truth(var truth) => Value.OfBoolean(truth),
        Converted.Date(var date) => Value.OfDate(date),
        Converted.Instant(var instant) => Value.OfInstant(instant.UtcDateTime),
        Converted.Refused(var cause) => Value.Refused(cause),
        _ => Value.OfAbsent(AbsentKind.Initial),
    };
}
