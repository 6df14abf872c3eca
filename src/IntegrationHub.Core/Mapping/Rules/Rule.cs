namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>Gives one value of a record. Immutable; safe from several threads.</summary>
internal abstract class Rule
{
    /// <summary>What it gives, when it gives something.</summary>
    public abstract RuleType Gives { get; }

    /// <summary>The constants it may give as they are, to be checked against the field when the mapping is compiled.</summary>
    public virtual IEnumerable<ConstantRule> Constants => [];

    public abstract Value Evaluate(scoped in Scope scope);
}
