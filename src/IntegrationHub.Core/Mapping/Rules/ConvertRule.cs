using IntegrationHub.Core.Mapping.Reading;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>Turns a value that is there into another, or into <see cref="Value.Absent"/> or <see cref="Value.Refused"/>. Never throws for the value.</summary>
internal delegate Value Conversion(scoped in Value value, TextCache texts);

/// <summary><c>as</c>: a value through a converter.</summary>
internal sealed class ConvertRule(Rule from, Conversion convert, RuleType gives) : Rule
{
    public override RuleType Gives => gives;

    public override Value Evaluate(scoped in Scope scope)
    {
        var value = from.Evaluate(in scope);
        return value.Kind is ValueKind.Absent or ValueKind.Refused ? value : convert(in value, scope.Texts);
    }
}
