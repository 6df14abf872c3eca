using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Explain;

/// <summary>
/// Notes what the rules of a mapping do with one record: the steps as they are taken, and which field they were for once it is filled. One record, one thread.
/// </summary>
internal sealed class Trace
{
    private readonly TextCache texts = new();
    private readonly List<ExplainedStep> pending = [];
    private readonly List<ExplainedValue> values = [];
    private readonly List<(Site Site, Outcome Outcome)> filled = [];   // one per value
    private readonly List<YamlNode> chosen = [];
    private readonly List<YamlNode> unlisted = [];
    private readonly Stack<(string SourcePlace, int Entry)> elements = new();

    public IReadOnlyList<ExplainedValue> Values => values;

    /// <summary>The results of <c>choose</c> and <c>absent</c> that were taken, as they stand in the mapping.</summary>
    public IReadOnlyList<YamlNode> Chosen => chosen;

    /// <summary>What refused a value: the <c>otherwise: refuse</c> of a <c>choose</c> that does not list it or else the <c>choose</c> itself, an <c>absent: refuse</c>.</summary>
    public IReadOnlyList<YamlNode> Unlisted => unlisted;

    /// <summary>The sites of <see cref="Values"/>, one each.</summary>
    public IReadOnlyList<(Site Site, Outcome Outcome)> Filled => filled;

    public int Count => values.Count;

    /// <summary>A value was looked for at a path.</summary>
    public void Read(string path, scoped in Value value) => Add(ExplainedStep.Kinds.Read, SourcePlaceOf(path), from: null, in value);

    /// <summary>The first element with a value was looked for.</summary>
    /// <param name="path">Up to and with the condition.</param>
    /// <param name="found">The element's number; null: none fits.</param>
    public void Pick(string path, int? found) =>
        pending.Add(new ExplainedStep(ExplainedStep.Kinds.Pick, SourcePlaceOf(path), null, found?.ToString(CultureInfo.InvariantCulture), null));

    /// <summary>The mapping itself says the value.</summary>
    public void Constant(scoped in Value value) => Add(ExplainedStep.Kinds.Constant, "value", from: null, in value);

    public void Step(string what, scoped in Value from, scoped in Value to) => Add(ExplainedStep.Kinds.Convert, what, Show(in from), in to);

    /// <summary>An absent value met an <c>absent</c> rule.</summary>
    /// <param name="kind">How it was absent.</param>
    /// <param name="answer">What the rule says to it.</param>
    /// <param name="to">What came of it.</param>
    public void Absent(string kind, AbsentAnswer answer, scoped in Value to)
    {
        (answer.Constant is not null ? chosen : unlisted).Add(answer.Node);
        Add(ExplainedStep.Kinds.Convert, $"absent {kind}", from: null, in to);
    }

    /// <param name="result">Where the mapping says what was taken.</param>
    /// <param name="listed">False: the value is not listed and so refused.</param>
    public void Choose(YamlNode result, bool listed, scoped in Value from, scoped in Value to)
    {
        (listed ? chosen : unlisted).Add(result);
        Add(ExplainedStep.Kinds.Convert, "choose", Show(in from), in to);
    }

    /// <summary>The steps so far were for this field.</summary>
    public void Fill(Site site, Outcome outcome, string? cause)
    {
        var field = FieldOf(site.Field) + (site.Part is null ? "" : "." + site.Part);
        values.Add(new ExplainedValue(field, site.Field, site.Rule, (ExplainedOutcome)outcome, [.. pending], cause));
        filled.Add((site, outcome));
        pending.Clear();
    }

    /// <summary>A part of a field, already filled, was changed with the help of others.</summary>
    /// <param name="site">The field.</param>
    /// <param name="part">Its part.</param>
    /// <param name="what">What was done.</param>
    /// <param name="to">What came out.</param>
    /// <param name="cause">Why it was refused; else null.</param>
    public void Change(Site site, string part, string what, string? to, string? cause)
    {
        var field = $"{FieldOf(site.Field)}.{part}";
        if (values.FindLastIndex(value => value.Field == field) is >= 0 and var at)
            values[at] = values[at] with { Steps = [.. values[at].Steps, new ExplainedStep(ExplainedStep.Kinds.Convert, what, values[at].Steps.LastOrDefault()?.To, cause is null ? to : null, cause)] };
    }

    /// <summary>The field became a reference to a record.</summary>
    public void Refer(Site site, RecordKey to)
    {
        if (values is not [.., var last] || last.Site != site.Field || pending.Count > 0)
            Fill(site, Outcome.Present, cause: null);
        values[^1] = values[^1] with { Steps = [.. values[^1].Steps, new ExplainedStep(ExplainedStep.Kinds.Convert, "ref " + to.Entity, Quoted(to.Id), Quoted(to.ToString()), null)] };
    }

    /// <summary>The rules that follow are for an element of a list.</summary>
    /// <param name="list">The list that is filled.</param>
    /// <param name="path">Where its elements come from.</param>
    /// <param name="index">The element, from 0.</param>
    /// <param name="entry">Where it goes: elements before it may have been left out.</param>
    public void Enter(Site list, string path, int index, int entry) => elements.Push((string.Create(CultureInfo.InvariantCulture, $"{SourcePlaceOf(path)}[{index}]."), entry));

    public void Leave() => elements.Pop();

    /// <summary>An entry the mapping writes out takes the place of one that was left out.</summary>
    public void Renumber(Site list, int from, int to)
    {
        var (before, after) = (FieldOf(FormattableString.Invariant($"{list.Field}[{from}].")), FieldOf(FormattableString.Invariant($"{list.Field}[{to}].")));
        for (var i = 0; i < values.Count; i++)
            if (values[i].Field.StartsWith(before, StringComparison.Ordinal))
                values[i] = values[i] with { Field = after + values[i].Field[before.Length..] };
    }

    /// <summary>What was filled since the mark came to nothing: an address of which only a constant is there.</summary>
    public void Forget(int mark)
    {
        values.RemoveRange(mark, values.Count - mark);
        filled.RemoveRange(mark, filled.Count - mark);
        pending.Clear();
    }

    private void Add(string kind, string what, string? from, scoped in Value to) => pending.Add(to.Kind is ValueKind.Refused
        ? new ExplainedStep(kind, what, from, null, to.Cause)
        : new ExplainedStep(kind, what, from, Show(in to), null));

    private string? Show(scoped in Value value) => value.Kind switch
    {
        ValueKind.Absent or ValueKind.Refused => null,
        ValueKind.Text => Quoted(value.ToText(texts)),
        _ => value.ToText(texts),
    };

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Explanation.JsonStyle);

    private string SourcePlaceOf(string path) =>
        path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : elements.TryPeek(out var element) ? element.SourcePlace + path : path;

    /// <summary>The field with the numbers of the entries at hand: <c>lines[].net</c> becomes <c>lines[2].net</c>.</summary>
    private string FieldOf(string field)
    {
        foreach (var (_, entry) in elements.Reverse())
        {
            var at = field.IndexOf("[]", StringComparison.Ordinal);
            if (at < 0)
                return field;
            field = string.Create(CultureInfo.InvariantCulture, $"{field.AsSpan(0, at)}[{entry}]{field.AsSpan(at + 2)}");
        }

        return field;
    }
}
