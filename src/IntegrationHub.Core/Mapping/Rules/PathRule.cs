using System.Globalization;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>The value at a path.</summary>
/// <param name="slot">Where it is captured.</param>
/// <param name="path">The path as the mapping writes it.</param>
/// <param name="picks">Its picks, in order.</param>
/// <param name="gives">What stands there.</param>
/// <param name="known">The only texts that can stand there.</param>
internal sealed class PathRule(SlotRef slot, string path, PathPickRef[] picks, RuleType gives, IReadOnlyCollection<string>? known) : Rule
{
    public override RuleType Gives => gives;

    public override TargetFieldKind Holds => Kind ?? base.Holds;

    /// <summary>A business date or a point in time is a text in a document; null: it is what it gives.</summary>
    public TargetFieldKind? Kind { get; init; }

    /// <summary>A reference: the canonical entity it points to; else null.</summary>
    public string? RefersTo { get; init; }

    public override IReadOnlyCollection<string>? Texts => known;

    /// <summary>The only texts that can stand here, where the canonical model says so; else null.</summary>
    public IReadOnlyCollection<string>? Known => known;

    public override Value Evaluate(scoped in Scope scope)
    {
        if (scope.Trace is null)
            return scope.Read(slot);
        var value = scope.Read(slot);
        Tell(in scope, in value);
        return value;
    }

    /// <summary>What each pick found, and the value at the place that makes: <c>mails[type=work].address</c> becomes <c>mails[1].address</c>.</summary>
    private void Tell(scoped in Scope scope, scoped in Value value)
    {
        var place = "";
        var from = 0;
        foreach (var pick in picks)
        {
            var found = scope.Picked(pick.Slot);
            scope.Trace!.Pick(place + path[from..pick.End], found);
            place += path[from..pick.Start] + (found is { } index ? string.Create(CultureInfo.InvariantCulture, $"[{index}]") : path[pick.Start..pick.End]);
            from = pick.End;
        }

        scope.Trace!.Read(place + path[from..], in value);
    }
}

/// <summary>A pick in a path: where the number of what it found is captured, and where it stands in the path's text.</summary>
internal readonly record struct PathPickRef(SlotRef Slot, int Start, int End);
