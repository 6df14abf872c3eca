using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>Gives a field's value, ready to be set. Immutable; safe from several threads.</summary>
internal abstract class Source<T>
{
    /// <summary>It does not depend on the record, so it alone does not make a list entry present.</summary>
    public virtual bool IsConstant => false;

    /// <summary>On <see cref="Outcome.Refused"/> the reason is among the workspace's issues.</summary>
    public abstract Outcome Read(scoped in Scope scope, out T value);
}

/// <summary>A rule, and the conversion to the field's type.</summary>
internal sealed class RuleSource<T>(Rule rule, ScalarReader<T> read, Site site) : Source<T>
{
    public override Outcome Read(scoped in Scope scope, out T result)
    {
        var value = rule.Evaluate(in scope);
        if (value.Kind is ValueKind.Absent)
        {
            scope.Trace?.Fill(site, Outcome.Absent, cause: null);
            result = default!;
            return Outcome.Absent;
        }

        string? cause;
        if (value.Kind is ValueKind.Refused)
        {
            result = default!;
            cause = value.Cause;
        }
        else
        {
            cause = read(in value, scope.Texts, out result);
        }

        scope.Trace?.Fill(site, cause is null ? Outcome.Present : Outcome.Refused, cause);
        if (cause is null)
            return Outcome.Present;
        scope.Refuse(site, cause);
        return Outcome.Refused;
    }
}

/// <summary>The same value for every record.</summary>
internal sealed class ConstantSource<T>(T constant, ConstantRule rule, Site site) : Source<T>
{
    public override bool IsConstant => true;

    public override Outcome Read(scoped in Scope scope, out T value)
    {
        if (scope.Trace is { } trace)
        {
            trace.Constant(rule.Value);
            trace.Fill(site, Outcome.Present, cause: null);
        }

        value = constant;
        return Outcome.Present;
    }
}
