using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary><c>choose</c>: one constant for each value that is known, and <c>otherwise</c> for the rest.</summary>
/// <param name="from">The value to look up, compared as text.</param>
/// <param name="choices">By value.</param>
/// <param name="otherwise">For any other value; null: it is refused.</param>
/// <param name="refuse">Where the mapping says that any other value is refused.</param>
internal sealed class ChooseRule(Rule from, IReadOnlyDictionary<string, ConstantRule> choices, ConstantRule? otherwise, YamlNode refuse) : Rule
{
    public const string NotListed = "a value 'choose' does not list";
    private const int LongestChoice = 128;
    private readonly Utf8Table<ConstantRule> table = new([.. choices]);

    public override RuleType Gives { get; } =
        Constant(choices, otherwise).Select(constant => constant.Gives).Distinct().ToList() is [var only] ? only : RuleType.Any;

    public override IReadOnlyCollection<string>? Texts { get; } = TextsOf(choices, otherwise);

    public override IEnumerable<ConstantRule> Constants => Constant(choices, otherwise);

    public override Value Evaluate(scoped in Scope scope)
    {
        var value = from.Evaluate(in scope);
        if (value.Kind is ValueKind.Absent or ValueKind.Refused)
            return value;
        var chosen = value.Kind is ValueKind.Text or ValueKind.Literal
            ? Choose(value.ToUtf8(stackalloc byte[LongestChoice]))
            : Choose(System.Text.Encoding.UTF8.GetBytes(value.ToText(scope.Texts)));
        var result = chosen is null ? Value.Refused(NotListed) : chosen.Value;
        scope.Trace?.Choose(chosen?.Node ?? refuse, listed: chosen is not null, in value, in result);
        return result;
    }

    private ConstantRule? Choose(scoped ReadOnlySpan<byte> key) => table.TryGet(key, out var chosen) ? chosen : otherwise;

    private static string[]? TextsOf(IReadOnlyDictionary<string, ConstantRule> choices, ConstantRule? otherwise)
    {
        var given = Constant(choices, otherwise).Where(constant => constant.Texts is not null).SelectMany(constant => constant.Texts!).Distinct().ToArray();
        return given.Length > 0 ? given : null;
    }

    private static IEnumerable<ConstantRule> Constant(IReadOnlyDictionary<string, ConstantRule> choices, ConstantRule? otherwise) =>
        otherwise is null ? choices.Values : choices.Values.Append(otherwise);
}
