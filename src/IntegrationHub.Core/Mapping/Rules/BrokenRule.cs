namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>Stands where something could not be compiled, so that what is around it is checked all the same. No record ever meets it.</summary>
internal sealed class BrokenRule : Rule
{
    private BrokenRule()
    {
    }

    public static Rule Instance { get; } = new BrokenRule();

    public override RuleType Gives => RuleType.Any;

    public override Value Evaluate(scoped in Scope scope) => Value.Refused("the mapping is broken here");
}
