using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>
/// Says what the org has, and what to do for what it lacks. Objects and fields come with the package, together with the rights to them; a field of an object that is there is made, when the user may do
/// that, and granted to the package's permission sets.
/// </summary>
internal sealed class SalesforceSetup(SalesforceOrg org)
{
    public async Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken)
    {
        if (await org.Objects.FindAsync(entity, cancellationToken) is not { } described)
            return null;
        var fields = described.Fields.Values.Where(field => field.Type != "id").Select(Field).ToList();
        foreach (var (list, children) in described.Children)
        {
            fields.Add(new TargetField(list, TargetFieldKind.Lines));
            if (IsOwn(entity) && IsOwn(children.Object) && await org.Objects.FindAsync(children.Object, cancellationToken) is { } lines)
                fields.AddRange(lines.Fields.Values.Where(field => field.Type != "id" && field.Name != children.ParentField).Select(field => Field(field) with { Name = $"{list}[].{field.Name}" }));
        }

        return new TargetObject(described.Name, fields);
    }

    public async Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken)
    {
        org.Objects.Forget();
        var described = await DescribeAsync(entity, cancellationToken);
        var missing = fields.Where(field => described?.Fields.Any(known => known.Name == field.Name) != true).ToList();
        var left = new List<NeededField>();
        var maker = new FieldMaker(org);
        foreach (var field in missing)
            if (described is null || !await maker.MakesAsync(ObjectOf(entity, field.Name), NameOf(field.Name), field, cancellationToken))
                left.Add(field);
        org.Objects.Forget();
        if (left.Count == 0 && described is not null)
            return [];
        List<string> steps = [$"Deploy connectors/Salesforce/package (`sf project deploy start`), and assign the permission set ERP Integration to the integration user: this brings all objects and fields of the mappings that come with the hub."];
        if (described is null)
            steps.Add($"If {entity} is not part of the package: Setup, Object Manager, Create, Custom Object: {entity}. Then run this again.");
        steps.AddRange(left.Select(field => $"If {field.Name} is not part of the package: {Step(entity, field)}"));
        return steps;
    }

    /// <summary>Whose field it is: a line's belongs to the object behind the list.</summary>
    private string ObjectOf(string entity, string field) => field.Split("[].") is [var list, _] ? org.Objects.Known(entity)?.Children.GetValueOrDefault(list)?.Object ?? "" : entity;

    private static string NameOf(string field) => field.Split("[].")[^1];

    private static string Step(string entity, NeededField field)
    {
        var (on, name) = field.Name.Split("[].") is [var list, var inner] ? ($"the object behind {list}", inner) : (entity, field.Name);
        if (!name.EndsWith("__c", StringComparison.Ordinal))
            return $"Setup, Object Manager, {on}, Fields & Relationships: {field.Name} is a standard field or a list; make it visible to the integration user (field-level security).";
        var kind = field switch
        {
            { IsExternalKey: true } => "Text of length 255, Unique (treat upper and lower case as different), External ID",
            { RefersTo: { } to } => $"Lookup Relationship to {to}",
            { Kind: TargetFieldKind.Number } => "Number",
            { Kind: TargetFieldKind.Flag } => "Checkbox",
            { Kind: TargetFieldKind.Date } => "Date",
            { Kind: TargetFieldKind.Instant } => "Date/Time",
            { Kind: TargetFieldKind.Choice } => "Picklist",
            { Kind: TargetFieldKind.LongText } => "Text Area (Long)",
            { Kind: TargetFieldKind.Reference } => "Lookup Relationship",
            { Kind: TargetFieldKind.Lines } => "a child object with a master-detail relationship",
            _ => "Text of length 255",
        };
        return $"Setup, Object Manager, {on}, Fields & Relationships, New: {kind}, field name {name[..^3]} ({field.Name}); then tick Read and Edit for it in the permission set ERP Integration.";
    }

    private static bool IsOwn(string entity) => entity.EndsWith("__c", StringComparison.Ordinal);

    private static TargetField Field(SObjectField field) => new(field.Name, field.Type switch
    {
        "string" or "email" or "phone" or "url" or "encryptedstring" or "combobox" => TargetFieldKind.Text,
        "textarea" => field.Length > 255 ? TargetFieldKind.LongText : TargetFieldKind.Text,
        "double" or "int" or "long" or "currency" or "percent" => TargetFieldKind.Number,
        "boolean" => TargetFieldKind.Flag,
        "date" => TargetFieldKind.Date,
        "datetime" => TargetFieldKind.Instant,
        "picklist" or "multipicklist" => TargetFieldKind.Choice,
        "reference" => TargetFieldKind.Reference,
        _ => TargetFieldKind.Any,
    }, field.IsWritable, field.IsRequired)
    {
        Unique = field.IsUnique,
        MaxLength = field.Length > 0 ? field.Length : null,
        Choices = field.Choices,
    };
}
