using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>Says what the service has, and what a person has to add: C4C's API makes neither fields nor objects.</summary>
internal sealed class C4cSetup(C4cService service)
{
    public async Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken)
    {
        var model = await service.ModelAsync(cancellationToken);
        if (!model.Sets.ContainsKey(entity))
            return null;
        var collection = await service.CollectionAsync(entity, cancellationToken);
        var fields = Fields(collection, "").ToList();
        foreach (var navigation in collection.Type.Navigations)
            if (collection.ItemsOf(navigation.Name) is { } items)
                fields.AddRange([new TargetField(navigation.Name, TargetFieldKind.Lines), .. Fields(items, $"{navigation.Name}[].")]);
        return new TargetObject(entity, fields);
    }

    public async Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken)
    {
        var there = await DescribeAsync(entity, cancellationToken);
        var steps = new List<string>();
        var added = $"then Administrator, OData Service Explorer, {service.Options.ServicePath}, {entity}: select it, so that the API has it";
        if (there is null)
            steps.Add($"SAP Cloud Applications Studio: new business object for {entity}, with the elements named below; {added}. (A standard object is only selected in the service.)");
        steps.AddRange(fields.Where(field => there?.Fields.Any(known => known.Name == field.Name) != true).Select(field =>
            $"{(there is null ? "Business object" : "Adaptation mode (key user tool), screen of the object, Add Field; or SAP Cloud Applications Studio")}: '{field.Name}', {Words(field)}; {added}."));
        return steps;
    }

    private IEnumerable<TargetField> Fields(C4cCollection collection, string prefix) => collection.Type.Properties.Select(property =>
        new TargetField(prefix + property.Name, C4cValues.KindOf(property), property.IsCreatable || property.IsUpdatable, property is { IsNullable: false, IsCreatable: true }) { MaxLength = property.Type == "Edm.String" ? property.MaxLength : null, Unique = null });

    private static string Words(NeededField field) => field switch
    {
        { IsExternalKey: true } => "text, 255 characters",
        { Kind: TargetFieldKind.LongText } => "text, long",
        { Kind: TargetFieldKind.Number } => "decimal",
        { Kind: TargetFieldKind.Flag } => "indicator",
        { Kind: TargetFieldKind.Date } => "date",
        { Kind: TargetFieldKind.Instant } => "global date and time",
        { Kind: TargetFieldKind.Reference } => $"association to {field.RefersTo ?? "the other object"}, by its UUID",
        { Kind: TargetFieldKind.Lines } => "node of items (0..n)",
        _ => "text",
    };
}
