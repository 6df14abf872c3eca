using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Outward;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Delivery;

/// <summary>What one object of a target must have, so that the mappings that write it arrive whole.</summary>
/// <param name="Object">The target's object.</param>
/// <param name="Entities">What becomes of it.</param>
/// <param name="Fields">Each field once.</param>
public sealed record TargetNeeds(string Object, IReadOnlyList<EntityKind> Entities, IReadOnlyList<FieldNeed> Fields)
{
    /// <summary>The needs of a target's mappings, in the order of delivery.</summary>
    /// <param name="mappings">In force for the target.</param>
    /// <param name="externalKeyField">The field of an object that bears the external key; null: none.</param>
    public static IReadOnlyList<TargetNeeds> Of(IReadOnlyDictionary<EntityKind, OutwardMapping> mappings, Func<string, string?> externalKeyField) =>
    [
        .. from mapping in mappings.Values
           orderby mapping.From
           group mapping by mapping.Object into written
           let keyField = externalKeyField(written.Key)
           select new TargetNeeds(written.Key, [.. written.Select(mapping => mapping.From)],
           [
               .. keyField is null ? [] : new[] { new FieldNeed(new NeededField(keyField, TargetFieldKind.Text) { IsExternalKey = true }, null, "the external key") },
               .. written.SelectMany(mapping => mapping.Writes).Where(field => field.Name != keyField).GroupBy(field => field.Name).Select(field => Need(field.First(), mappings)),
           ]),
    ];

    private static FieldNeed Need(WrittenField field, IReadOnlyDictionary<EntityKind, OutwardMapping> mappings) => new(
        new NeededField(field.Name, field.Kind) { RefersTo = field.RefersTo is { } to && mappings.TryGetValue(to, out var parent) ? parent.Object : null }, field.Values, field.Rule);
}

/// <summary>A field that mappings write.</summary>
/// <param name="Field">What is needed.</param>
/// <param name="Values">The only texts that are ever written; null: any.</param>
/// <param name="Rule">Which rule needs it: file and line.</param>
public sealed record FieldNeed(NeededField Field, IReadOnlyCollection<string>? Values, string Rule);
