using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Delivery;

/// <summary>Something that a target lacks for what the mappings write, or that the mappings lack for the target.</summary>
/// <param name="Object">The target's object.</param>
/// <param name="Field">Its field; null: the object itself.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Rule">The rule that needs it; null: none does, the target demands it.</param>
/// <param name="Problem">One sentence, with what to do.</param>
public sealed record TargetGap(string Object, string? Field, GapKind Kind, string? Rule, string Problem)
{
    /// <summary>Holds what is there against what is needed.</summary>
    /// <param name="needs">Of one object.</param>
    /// <param name="there">As the target describes it; null: there is no such object.</param>
    public static IReadOnlyList<TargetGap> Between(TargetNeeds needs, TargetObject? there)
    {
        if (there is null)
            return [new TargetGap(needs.Object, null, GapKind.MissingObject, needs.Fields[^1].Rule, $"There is no object {needs.Object}. Make it, with the fields below.")];
        var fields = new Dictionary<string, TargetField>(StringComparer.Ordinal);
        foreach (var field in there.Fields)
            fields.TryAdd(field.Name, field);
        var gaps = needs.Fields.SelectMany(need => Of(needs.Object, need, fields)).ToList();
        var written = needs.Fields.Select(need => need.Field.Name).ToHashSet(StringComparer.Ordinal);
        gaps.AddRange(
            from field in there.Fields
            where field is { Required: true, Writable: true } && !written.Contains(field.Name) && IsWritten(Owner(field.Name), written)
            select new TargetGap(needs.Object, field.Name, GapKind.RequiredNotFilled, null, $"A new {needs.Object} must have {field.Name}, and no mapping fills it. Add it to the mapping, or make it optional or give it a default over there."));
        return gaps;
    }

    private static IEnumerable<TargetGap> Of(string name, FieldNeed need, Dictionary<string, TargetField> fields)
    {
        var field = need.Field;
        if (!fields.TryGetValue(field.Name, out var there))
        {
            // of what the target describes only as a whole nobody knows the parts
            var isOpaque = Owner(field.Name) is { } owner && fields.ContainsKey(owner.Replace("[]", "", StringComparison.Ordinal)) && !fields.Keys.Any(key => Owner(key) == owner);
            if (!isOpaque)
                yield return new TargetGap(name, field.Name, GapKind.MissingField, need.Rule, $"{name} has no field {field.Name}. Make it ({Noun(field)}), or remove it from the mapping.");
            yield break;
        }

        if (!there.Writable)
            yield return new TargetGap(name, field.Name, GapKind.ReadOnly, need.Rule, $"{name}.{field.Name} cannot be written. Give the hub's user the right to, or remove it from the mapping.");
        if (!Holds(there.Kind, need))
            yield return new TargetGap(name, field.Name, GapKind.WrongKind, need.Rule, $"{name}.{field.Name} holds {Noun(there.Kind)}, and the mapping writes {Noun(field.Kind)}. Write another field, or convert in the mapping.");
        else if (there.Choices is { } choices && need.Values is { } values && values.Except(choices, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
            yield return new TargetGap(name, field.Name, GapKind.MissingChoice, need.Rule, $"{name}.{field.Name} does not know the {(missing.Count == 1 ? "value" : "values")} {string.Join(", ", missing.Select(value => $"'{value}'"))}. Add what is missing over there, or choose others in the mapping.");
        if (field.IsExternalKey && there.Unique == false)
            yield return new TargetGap(name, field.Name, GapKind.KeyNotUnique, null, $"{name}.{field.Name} bears the external key, and its values need not be unique. Make it unique (and an external id where that exists): else one record can become two.");
    }

    /// <summary>Whether a field can be read as what is written; only what surely cannot be is told.</summary>
    private static bool Holds(TargetFieldKind there, FieldNeed need) => (there, need.Field.Kind) switch
    {
        (TargetFieldKind.Any, _) or (_, TargetFieldKind.Any) => true,
        (TargetFieldKind.Lines, var kind) => kind is TargetFieldKind.Lines,
        (TargetFieldKind.Text or TargetFieldKind.LongText, var kind) => kind is not TargetFieldKind.Lines,
        (TargetFieldKind.Choice, var kind) => kind is TargetFieldKind.Text or TargetFieldKind.LongText or TargetFieldKind.Choice or TargetFieldKind.Flag or TargetFieldKind.Number,
        (TargetFieldKind.Reference, TargetFieldKind.Text) => need.Values is not null,   // an id that the mapping itself says
        (TargetFieldKind.Reference, var kind) => kind is TargetFieldKind.Reference,
        (TargetFieldKind.Instant, var kind) => kind is TargetFieldKind.Instant or TargetFieldKind.Date or TargetFieldKind.Text,
        (TargetFieldKind.Date, var kind) => kind is TargetFieldKind.Date or TargetFieldKind.Text,
        (TargetFieldKind.Number, var kind) => kind is TargetFieldKind.Number or TargetFieldKind.Text,
        (TargetFieldKind.Flag, var kind) => kind is TargetFieldKind.Flag or TargetFieldKind.Text,
        _ => true,
    };

    /// <summary><c>lines</c> is written when <c>lines[].x</c> is.</summary>
    private static bool IsWritten(string? owner, HashSet<string> written) =>
        owner is null || written.Contains(owner) || owner.EndsWith("[]", StringComparison.Ordinal) && written.Contains(owner[..^2]) || written.Any(name => Owner(name) == owner);

    private static string? Owner(string name) => name.LastIndexOf('.') is var dot and > 0 ? name[..dot] : null;

    private static string Noun(NeededField field) =>
        field.IsExternalKey ? "a text of 255 characters, unique"
        : field.Kind is TargetFieldKind.Reference && field.RefersTo is { } to ? $"a reference to {to}"
        : Noun(field.Kind);

    /// <summary>What a kind holds, in the words of a message.</summary>
    public static string Noun(TargetFieldKind kind) => kind switch
    {
        TargetFieldKind.Text => "a text",
        TargetFieldKind.LongText => "a long text",
        TargetFieldKind.Number => "a number",
        TargetFieldKind.Flag => "true or false",
        TargetFieldKind.Date => "a date",
        TargetFieldKind.Instant => "a point in time",
        TargetFieldKind.Choice => "one of a list of values",
        TargetFieldKind.Reference => "a reference",
        TargetFieldKind.Lines => "rows",
        _ => "a value",
    };
}

/// <summary>What is wrong between a mapping and its target.</summary>
public enum GapKind
{
    MissingObject,
    MissingField,
    ReadOnly,
    WrongKind,
    MissingChoice,
    RequiredNotFilled,
    KeyNotUnique,
}
