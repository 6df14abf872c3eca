using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>One canonical field of <typeparamref name="TOwner"/> with the rule that fills it. Its setter is bound once.</summary>
internal abstract class Field<TOwner>(Site site, bool required)
{
    public abstract bool IsConstant { get; }

    /// <summary>Fills the field of a record being made. An absent value of a required field is <see cref="Outcome.Absent"/> like any other.</summary>
    public abstract Outcome Fill(TOwner owner, scoped in Scope scope);

    /// <summary>A record without this field is refused.</summary>
    public bool Required => required;

    public Site Site => site;
}

/// <summary>A field whose type is a class.</summary>
internal sealed class ObjectField<TOwner, T>(Site site, bool required, Action<TOwner, T?> set, Source<T> source) : Field<TOwner>(site, required) where T : class
{
    public override bool IsConstant => source.IsConstant;

    public override Outcome Fill(TOwner owner, scoped in Scope scope)
    {
        var outcome = source.Read(in scope, out var value);
        if (outcome is Outcome.Present)
            set(owner, value);
        return outcome;
    }
}

/// <summary>A field whose type is a nullable value type.</summary>
internal sealed class ValueField<TOwner, T>(Site site, bool required, Action<TOwner, T?> set, Source<T> source) : Field<TOwner>(site, required) where T : struct
{
    public override bool IsConstant => source.IsConstant;

    public override Outcome Fill(TOwner owner, scoped in Scope scope)
    {
        var outcome = source.Read(in scope, out var value);
        if (outcome is Outcome.Present)
            set(owner, value);
        return outcome;
    }
}

/// <summary>A field that is true or false, false when absent.</summary>
internal sealed class FlagField<TOwner>(Site site, Action<TOwner, bool> set, Source<bool> source) : Field<TOwner>(site, required: false)
{
    public override bool IsConstant => source.IsConstant;

    public override Outcome Fill(TOwner owner, scoped in Scope scope)
    {
        var outcome = source.Read(in scope, out var value);
        if (outcome is Outcome.Present)
            set(owner, value);
        return outcome;
    }
}
