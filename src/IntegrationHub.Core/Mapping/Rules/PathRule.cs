namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>The value at a path.</summary>
internal sealed class PathRule(SlotRef slot, string path, RuleType gives, IReadOnlyCollection<string>? known) : Rule
{
    public override RuleType Gives => gives;

    /// <summary>The only texts that can stand here, where the canonical model says so; else null.</summary>
    public IReadOnlyCollection<string>? Known => known;

    public override Value Evaluate(scoped in Scope scope)
    {
        var value = scope.Read(slot);
        scope.Trace?.Read(path, in value);
        return value;
    }
}
