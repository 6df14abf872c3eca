using System.Globalization;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>The arguments of one use of a converter, checked against its parameters and with defaults filled in.</summary>
internal sealed class Arguments(IReadOnlyDictionary<string, string> values)
{
    public string Text(string name) => values[name];

    /// <summary>The converter with these arguments, as an explanation shows it: <c>date-format M/d/yyyy</c>, <c>number-locale decimal="," group="."</c>.</summary>
    public string Describe(Converter converter) => converter.Parameters switch
    {
        [] => converter.Name,
        [var only] => values[only.Name].Length == 0 ? converter.Name : $"{converter.Name} {values[only.Name]}",
        var several => string.Join(' ', several.Where(parameter => values[parameter.Name].Length > 0).Select(parameter => $"{parameter.Name}=\"{values[parameter.Name]}\"").Prepend(converter.Name)),
    };

    /// <summary>A single character.</summary>
    /// <exception cref="FormatException">It is none, or several.</exception>
    public char Character(string name) =>
        values[name] is [var character] ? character : throw new FormatException($"'{name}' must be one character");

    public int Integer(string name) => int.Parse(values[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>The zone, or null when none was given.</summary>
    public TimeZoneInfo? Zone(string name) => values[name].Length == 0 ? null : TimeZoneInfo.FindSystemTimeZoneById(values[name]);

    /// <summary>Null when the text is right for the kind of parameter, else why not.</summary>
    public static string? Check(ParameterKind kind, string text) => kind switch
    {
        ParameterKind.Integer when !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => $"'{text}' is not a whole number",
        ParameterKind.TimeZone when !TimeZoneInfo.TryFindSystemTimeZoneById(text, out _) => $"'{text}' is not a time zone; expected an IANA name such as Asia/Tokyo",
        _ => null,
    };
}
