using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary><c>first</c>: the first of several that is there.</summary>
internal sealed class FirstRule(Rule[] rules) : Rule
{
    public override RuleType Gives { get; } = rules.Select(rule => rule.Gives).Distinct().Count() == 1 ? rules[0].Gives : RuleType.Any;

    public override TargetFieldKind Holds { get; } = rules.Select(rule => rule.Holds).Distinct().ToList() is [var only] ? only : TargetFieldKind.Any;

    public override IReadOnlyCollection<string>? Texts { get; } = rules.All(rule => rule.Texts is not null) ? [.. rules.SelectMany(rule => rule.Texts!).Distinct()] : null;

    public override IEnumerable<ConstantRule> Constants => rules.SelectMany(rule => rule.Constants);

    public override Value Evaluate(scoped in Scope scope)
    {
        foreach (var rule in rules)
        {
            var value = rule.Evaluate(in scope);
            if (value.Kind is ValueKind.Absent)
                continue;
            scope.Trace?.Step("first", in value, in value);
            return value;
        }

        return Value.Absent;
    }
}

/// <summary><c>join</c>: the texts of those that are there, with something between them.</summary>
internal sealed class JoinRule(Rule[] rules, string separator) : Rule
{
    public override RuleType Gives => RuleType.Text;

    public override Value Evaluate(scoped in Scope scope)
    {
        var parts = new List<string>(rules.Length);
        foreach (var rule in rules)
        {
            var value = rule.Evaluate(in scope);
            if (value.Kind is ValueKind.Refused)
                return value;
            if (value.Kind is not ValueKind.Absent)
                parts.Add(value.ToText(scope.Texts));
        }

        var joined = Value.OfText(string.Join(separator, parts));
        scope.Trace?.Step("join", Value.Absent, in joined);
        return joined;
    }
}
