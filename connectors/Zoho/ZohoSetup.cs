using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>
/// Says what the organization has, and makes fields it lacks, five in a call ("Create Custom Fields"). Their API names come from their labels. Modules, subforms and lookups are told step by step: a module needs profiles, a lookup a name for the other side.
/// </summary>
internal sealed class ZohoSetup(ZohoOrganization organization)
{
    private const int Most = 5;

    public async Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken)
    {
        if (await organization.Fields.OfAsync(entity, cancellationToken) is not { } known)
            return null;
        var fields = known.Values.Select(Field).ToList();
        fields.AddRange(known.Values.Where(field => field.Type == "lookup").Select(field => new TargetField($"{field.Name}.id", TargetFieldKind.Reference)));
        foreach (var list in known.Values.Where(field => field.Rows is not null))
            if (await organization.Fields.OfAsync(list.Rows!, cancellationToken) is { } rows)
                fields.AddRange(rows.Values.Select(row => Field(row) with { Name = $"{list.Name}[].{row.Name}" }));
        return new TargetObject(entity, fields);
    }

    public async Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken)
    {
        organization.Fields.Forget();
        var described = await DescribeAsync(entity, cancellationToken);
        var missing = fields.Where(field => described?.Fields.Any(known => known.Name == field.Name) != true).ToList();
        if (described is null)
            return [$"Setup, Customization, Modules and Fields, New Module: {entity}. Then run this again.", .. missing.Select(field => Step(entity, field))];
        var made = missing.Where(field => field.Kind is not (TargetFieldKind.Reference or TargetFieldKind.Lines) && !field.Name.Contains('[', StringComparison.Ordinal) && !field.Name.Contains('.', StringComparison.Ordinal)).ToList();
        foreach (var some in made.Chunk(Most))
        {
            var answer = await organization.Api.SendAsync(HttpMethod.Post, "fields of " + entity, $"settings/fields?module={Uri.EscapeDataString(entity)}", new JsonObject { ["fields"] = new JsonArray([.. some.Select(field => (JsonNode)Made(field))]) }, cancellationToken);
            if (!answer.IsSuccess)
                throw ZohoApi.Failure(answer);
        }

        organization.Fields.Forget();
        var there = made.Count == 0 ? described : (await DescribeAsync(entity, cancellationToken))!;
        return [.. missing.Where(field => there.Fields.All(known => known.Name != field.Name)).Select(field => Step(entity, field))];
    }

    private static JsonObject Made(NeededField field)
    {
        var made = new JsonObject { ["field_label"] = field.Name.Replace('_', ' '), ["data_type"] = Type(field.Kind) };
        if (field.Kind is TargetFieldKind.Text or TargetFieldKind.Choice or TargetFieldKind.Any)
            made["length"] = 255;
        if (field.IsExternalKey)
            made["unique"] = new JsonObject { ["casesensitive"] = true };
        return made;
    }

    private static string Step(string entity, NeededField field)
    {
        var kind = field switch
        {
            { IsExternalKey: true } => "Single Line, 255 characters, Do not allow duplicate values (case sensitive)",
            { Kind: TargetFieldKind.Reference } => $"Lookup{(field.RefersTo is { } to ? $" to {to}" : "")}",
            { Kind: TargetFieldKind.Lines } => "Subform",
            { Kind: TargetFieldKind.Number } => "Decimal",
            { Kind: TargetFieldKind.Flag } => "Checkbox",
            { Kind: TargetFieldKind.Date } => "Date",
            { Kind: TargetFieldKind.Instant } => "Date/Time",
            { Kind: TargetFieldKind.LongText } => "Multi-Line",
            _ => "Single Line, 255 characters",
        };
        return $"Setup, Customization, Modules and Fields, {entity}, layout: add {field.Name} ({kind}); its API name (Setup, Developer Hub, APIs and SDKs, API Names) must be exactly this.";
    }

    private static string Type(TargetFieldKind kind) => kind switch
    {
        TargetFieldKind.Number => "double",
        TargetFieldKind.Flag => "boolean",
        TargetFieldKind.Date => "date",
        TargetFieldKind.Instant => "datetime",
        TargetFieldKind.LongText => "textarea",
        _ => "text",
    };

    private static TargetField Field(ZohoField field) => new(field.Name, field.Type switch
    {
        "text" or "email" or "phone" or "website" => TargetFieldKind.Text,
        "textarea" => TargetFieldKind.LongText,
        "double" or "currency" or "integer" or "bigint" or "percent" => TargetFieldKind.Number,
        "boolean" => TargetFieldKind.Flag,
        "date" => TargetFieldKind.Date,
        "datetime" => TargetFieldKind.Instant,
        "picklist" => TargetFieldKind.Choice,
        "lookup" or "ownerlookup" => TargetFieldKind.Reference,
        "subform" => TargetFieldKind.Lines,
        _ => TargetFieldKind.Any,
    }, field.IsWritable, field.IsMandatory)
    { Unique = field.IsUnique, MaxLength = field.Type is "text" or "textarea" ? field.Length : null, Choices = field.Choices };
}
