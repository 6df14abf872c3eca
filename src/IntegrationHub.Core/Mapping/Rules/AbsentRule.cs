using IntegrationHub.Core.Mapping.Yaml;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary><c>absent</c>: what stands for a value that is not there, or that it is refused. The last step of a rule.</summary>
/// <param name="from">The value after all other steps.</param>
/// <param name="answers">By <see cref="AbsentKind"/>; null where it stays absent.</param>
internal sealed class AbsentRule(Rule from, AbsentAnswer?[] answers) : Rule
{
    /// <summary>As mappings write them; the order is the enum's.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["missing", "null", "empty", "initial"];

    private static readonly string[] Causes =
    [
        "missing, which 'absent' refuses",
        "null, which 'absent' refuses",
        "an empty text, which 'absent' refuses",
        "an initial value, which 'absent' refuses",
    ];

    public override RuleType Gives => from.Gives;

    public override TargetFieldKind Holds => from.Holds;

    public override IReadOnlyCollection<string>? Texts => from.Texts is { } texts ? [.. texts.Concat(answers.SelectMany(answer => answer?.Constant?.Texts ?? [])).Distinct()] : null;

    public override IEnumerable<ConstantRule> Constants => [.. from.Constants, .. answers.Select(answer => answer?.Constant).OfType<ConstantRule>().Distinct()];

    public override Value Evaluate(scoped in Scope scope)
    {
        var value = from.Evaluate(in scope);
        if (value.Kind is not ValueKind.Absent || answers[(int)value.AbsentKind] is not { } answer)
            return value;
        var kind = (int)value.AbsentKind;
        var result = answer.Constant is { } constant ? constant.Value : Value.Refused(Causes[kind]);
        scope.Trace?.Absent(Kinds[kind], answer, in result);
        return result;
    }
}

/// <summary>What a mapping says to an absent value.</summary>
/// <param name="Node">Where.</param>
/// <param name="Constant">What stands in its place; null: it is refused.</param>
internal sealed record AbsentAnswer(YamlText Node, ConstantRule? Constant)
{
    public static AbsentAnswer Of(YamlText node) => new(node, node.Value == "refuse" ? null : new ConstantRule(node));
}
