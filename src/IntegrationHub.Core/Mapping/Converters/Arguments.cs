using System.Globalization;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>The arguments of one use of a converter, checked against its parameters and with defaults filled in.</summary>
internal sealed class Arguments(IReadOnlyDictionary<string, IReadOnlyList<string>> values)
{
    public string Text(string name) => values[name] is [var text] ? text : "";

    public IReadOnlyList<string> List(string name) => values[name];

    /// <summary>The converter with these arguments, as an explanation shows it: <c>date-format M/d/yyyy</c>, <c>number-locale decimal="," group="."</c>.</summary>
    public string Describe(Converter converter) => converter.Parameters switch
    {
        [] => converter.Name,
        [var only] => Shown(only) is { Length: > 0 } shown ? $"{converter.Name} {shown}" : converter.Name,
        var several => string.Join(' ', several.Where(parameter => Shown(parameter).Length > 0).Select(parameter => $"{parameter.Name}=\"{Shown(parameter)}\"").Prepend(converter.Name)),
    };

    /// <summary>A single character.</summary>
    /// <exception cref="FormatException">It is none, or several.</exception>
    public char Character(string name) =>
        Text(name) is [var character] ? character : throw new FormatException($"'{name}' must be one character");

    public int Integer(string name) => int.Parse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    public decimal Decimal(string name) => decimal.Parse(Text(name), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    /// <summary>The zone, or null when none was given.</summary>
    public TimeZoneInfo? Zone(string name) => Text(name).Length == 0 ? null : TimeZoneInfo.FindSystemTimeZoneById(Text(name));

    private string Shown(Parameter parameter) => parameter.IsSecret && values[parameter.Name].Count > 0 ? "***" : string.Join(", ", values[parameter.Name]);
}
