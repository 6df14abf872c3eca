using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>Gives one value of a record. Immutable; safe from several threads.</summary>
internal abstract class Rule
{
    /// <summary>What it gives, when it gives something.</summary>
    public abstract RuleType Gives { get; }

    /// <summary>What a target's field must hold to take it; more than <see cref="Gives"/> where the canonical model says more.</summary>
    public virtual TargetFieldKind Holds => Gives switch
    {
        RuleType.Text => TargetFieldKind.Text,
        RuleType.Number => TargetFieldKind.Number,
        RuleType.Boolean => TargetFieldKind.Flag,
        RuleType.Date => TargetFieldKind.Date,
        RuleType.Instant => TargetFieldKind.Instant,
        _ => TargetFieldKind.Any,
    };

    /// <summary>The only texts it can give; null: any.</summary>
    public virtual IReadOnlyCollection<string>? Texts => null;

    /// <summary>The constants it may give as they are, to be checked against the field when the mapping is compiled.</summary>
    public virtual IEnumerable<ConstantRule> Constants => [];

    public abstract Value Evaluate(scoped in Scope scope);
}
