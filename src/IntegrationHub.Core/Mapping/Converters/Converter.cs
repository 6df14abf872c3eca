using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>What <c>as</c> can name: a C# function with typed arguments, and what the documentation says of it.</summary>
/// <param name="Name">As in mappings: <c>date-format</c>.</param>
/// <param name="Gives">What comes out.</param>
/// <param name="Summary">One or two sentences for docs/mapping.md.</param>
/// <param name="Create">
/// Makes the function for given arguments, once per rule. Throws <see cref="FormatException"/> for arguments that cannot work; the
/// function itself never throws for a value but gives <see cref="Value.Refused"/>.
/// </param>
internal sealed record Converter(string Name, RuleType Gives, string Summary, Func<Arguments, Conversion> Create)
{
    /// <summary>The first may be given alone: <c>as: { date-format: M/d/yyyy }</c>.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>Shown in the documentation, and run by the tests.</summary>
    public required IReadOnlyList<Example> Examples { get; init; }
}

/// <summary>An example: the <c>as</c>, a value as JSON, and what comes out as JSON, or <c>absent</c>, or <c>refused: …</c>.</summary>
internal sealed record Example(string As, string Input, string Output);
