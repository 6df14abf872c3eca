using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>The record's own key: known before it is mapped.</summary>
internal sealed class KeyField<TOwner>(Site site, Action<TOwner, RecordKey> set) : Field<TOwner>(site, required: true)
{
    public override bool IsConstant => true;

    public override Outcome Fill(TOwner owner, scoped in Scope scope)
    {
        set(owner, scope.Key);
        return Outcome.Present;
    }
}
