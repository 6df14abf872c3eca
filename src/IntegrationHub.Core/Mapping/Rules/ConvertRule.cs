using IntegrationHub.Core.Mapping.Reading;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>Turns a value that is there into another, or into <see cref="Value.Absent"/> or <see cref="Value.Refused"/>. Never throws for the value.</summary>
internal delegate Value Conversion(scoped in Value value, TextCache texts);

/// <summary><c>as</c>: a value through a converter.</summary>
/// <param name="from">The value.</param>
/// <param name="name">The converter with its arguments, as an explanation shows it.</param>
/// <param name="convert">The converter's function, bound to its arguments.</param>
/// <param name="gives">What comes out.</param>
internal sealed class ConvertRule(Rule from, string name, Conversion convert, RuleType gives) : Rule
{
    public override RuleType Gives => gives;

    public override Value Evaluate(scoped in Scope scope)
    {
        var value = from.Evaluate(in scope);
        if (value.Kind is ValueKind.Absent or ValueKind.Refused)
            return value;
        var converted = convert(in value, scope.Texts);
        scope.Trace?.Step(name, in value, in converted);
        return converted;
    }
}
