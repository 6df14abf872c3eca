using System.Globalization;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>An argument of a converter.</summary>
/// <param name="Name">As in mappings.</param>
/// <param name="Kind">What it is checked to be.</param>
/// <param name="Summary">A sentence for docs/mapping.md.</param>
/// <param name="Default">When it is not given; null: it must be.</param>
internal sealed record Parameter(string Name, ParameterKind Kind, string Summary, string? Default = null)
{
    public bool Required => Default is null;

    /// <summary>For <see cref="ParameterKind.Choice"/>: what there is to choose from.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Not shown to people.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Null when a text is right for it, else why not.</summary>
    public string? Check(string text) => Kind switch
    {
        ParameterKind.Integer when !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => $"'{text}' is not a whole number",
        ParameterKind.Decimal when !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) => $"'{text}' is not a number",
        ParameterKind.TimeZone when !TimeZoneInfo.TryFindSystemTimeZoneById(text, out _) => $"'{text}' is not a time zone; expected an IANA name such as Asia/Tokyo",
        ParameterKind.Choice when !Choices.Contains(text) => $"'{text}' is none of {string.Join(", ", Choices)}",
        _ => null,
    };
}

internal enum ParameterKind
{
    Text,
    Integer,
    Decimal,
    TimeZone,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>One text or several.</summary>
    List,
}
