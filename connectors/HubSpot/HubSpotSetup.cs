using System.Net;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>Says what the account has, and makes what it lacks: custom objects, a property group <c>erp</c>, and properties in it ("Properties", "Object schemas").</summary>
internal sealed class HubSpotSetup(HubSpotAccount account)
{
    private const string Group = "erp";

    /// <summary>"Understanding the CRM": ids of HubSpot's own objects.</summary>
    private static readonly Dictionary<string, string> Standard = new() { ["contacts"] = "0-1", ["companies"] = "0-2", ["deals"] = "0-3", ["products"] = "0-7", ["line_items"] = "0-8" };

    public async Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken)
    {
        if (await account.Properties.OfAsync(entity, cancellationToken) is not { } properties)
            return null;
        var fields = properties.Values.Select(Field).ToList();
        var schemas = await SchemasAsync(cancellationToken);
        fields.AddRange((schemas.GetValueOrDefault(entity) ?? [.. Standard.Keys, .. schemas.Keys]).Select(to => new TargetField(HubSpotValue.Associated + to, TargetFieldKind.Reference)));
        if (account.Options.Lines.GetValueOrDefault(entity) is { } lines && await account.Properties.OfAsync(lines, cancellationToken) is { } inner)
            fields.AddRange([new TargetField(lines, TargetFieldKind.Lines), .. inner.Values.Select(property => Field(property) with { Name = $"{lines}[].{property.Name}" })]);
        return new TargetObject(entity, fields);
    }

    public async Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken)
    {
        account.Properties.Forget();
        var steps = new List<string>();
        var lists = fields.Where(field => field.Name.Contains("[].", StringComparison.Ordinal)).GroupBy(field => field.Name[..field.Name.IndexOf("[].", StringComparison.Ordinal)]);
        var own = fields.Where(field => !field.Name.Contains("[].", StringComparison.Ordinal) && field.Kind != TargetFieldKind.Lines).ToList();
        await MakeAsync(entity, own, steps, cancellationToken);
        foreach (var list in lists.ToList())
            await MakeAsync(list.Key, [new(account.KeyProperty, TargetFieldKind.Text) { IsExternalKey = true }, new($"{HubSpotValue.Associated}{entity}", TargetFieldKind.Reference), .. list.Select(field => field with { Name = field.Name[(list.Key.Length + 3)..] })], steps, cancellationToken);
        account.Properties.Forget();
        return steps;
    }

    private async Task MakeAsync(string entity, List<NeededField> fields, List<string> steps, CancellationToken cancellationToken)
    {
        var properties = fields.Where(field => !field.Name.StartsWith(HubSpotValue.Associated, StringComparison.Ordinal)).DistinctBy(field => field.Name).ToList();
        var associated = fields.Where(field => field.Name.StartsWith(HubSpotValue.Associated, StringComparison.Ordinal)).Select(field => field.Name[HubSpotValue.Associated.Length..]).Distinct(StringComparer.Ordinal).ToList();
        if (await account.Properties.OfAsync(entity, cancellationToken) is { } there)
        {
            await AddPropertiesAsync(entity, [.. properties.Where(field => !there.ContainsKey(field.Name))], cancellationToken);
            var known = (await SchemasAsync(cancellationToken)).GetValueOrDefault(entity);
            steps.AddRange(associated.Where(to => known?.Contains(to) == false).Select(to => $"Settings, Data Management, Objects, Custom Objects, {entity}, Associations: allow associations with {to} ({HubSpotValue.Associated}{to})."));
        }
        else
            await AddSchemaAsync(entity, properties, associated, steps, cancellationToken);
    }

    private async Task AddPropertiesAsync(string entity, List<NeededField> fields, CancellationToken cancellationToken)
    {
        if (fields.Count == 0)
            return;
        Made(await account.Api.SendAsync("property group of " + entity, $"/crm/v3/properties/{Uri.EscapeDataString(entity)}/groups", new JsonObject { ["name"] = Group, ["label"] = "ERP" }, cancellationToken));
        foreach (var field in fields)
        {
            var property = Property(field);
            property["groupName"] = Group;
            Made(await account.Api.SendAsync("property of " + entity, $"/crm/v3/properties/{Uri.EscapeDataString(entity)}", property, cancellationToken));
        }
    }

    private async Task AddSchemaAsync(string entity, List<NeededField> fields, List<string> associated, List<string> steps, CancellationToken cancellationToken)
    {
        var byHand = $"Settings, Data Management, Objects, Custom Objects, Create custom object: {entity} (needs an Enterprise subscription; without one, deliver to deals and line_items, see the connector's README)";
        if (entity is not ['p', '_', .. { Length: > 0 } name])
        {
            steps.Add($"{byHand}. Properties: {string.Join(", ", fields.Select(field => field.Name))}.");
            return;
        }

        var ids = (await TypeIdsAsync(cancellationToken)).Concat(Standard).ToDictionary(StringComparer.Ordinal);
        steps.AddRange(associated.Where(to => !ids.ContainsKey(to)).Select(to => $"Run this again when {to} is there: {entity} is to be associated with it ({HubSpotValue.Associated}{to})."));
        var label = char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
        var shown = fields.FirstOrDefault(field => field.Name == "erp_number") ?? fields.First(field => field.IsExternalKey);
        var answer = await account.Api.SendAsync("object " + entity, "/crm-object-schemas/v3/schemas", new JsonObject
        {
            ["name"] = name,
            ["labels"] = new JsonObject { ["singular"] = label, ["plural"] = label },
            ["primaryDisplayProperty"] = shown.Name,
            ["requiredProperties"] = new JsonArray(),
            ["properties"] = new JsonArray([.. fields.Select(field => (JsonNode)Property(field))]),
            ["associatedObjects"] = new JsonArray([.. associated.Where(ids.ContainsKey).Select(to => JsonValue.Create(ids[to]))]),
        }, cancellationToken);
        if (answer.Status == HttpStatusCode.Forbidden)
            steps.Add($"{byHand}. Properties: {string.Join(", ", fields.Select(field => field.Name))}. (HubSpot does not let the app make it: {HubSpotError.Of(answer)}.)");
        else
            Made(answer);
    }

    /// <summary>What is there already was made by somebody meanwhile.</summary>
    private void Made(ApiAnswer answer)
    {
        if (!answer.IsSuccess && answer.Status != HttpStatusCode.Conflict)
            throw answer.Status == HttpStatusCode.BadRequest ? new SetupException($"{answer.What}: {HubSpotError.Of(answer)}.") : account.Api.Failure(answer);
    }

    /// <summary>Custom objects and what each may be associated with; empty where there are none.</summary>
    private async Task<Dictionary<string, List<string>>> SchemasAsync(CancellationToken cancellationToken)
    {
        var ids = (await TypeIdsAsync(cancellationToken)).Concat(Standard).ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        var answer = await account.Api.GetAsync("object schemas", "/crm-object-schemas/v3/schemas", cancellationToken);
        using var document = answer.Document();
        return HubSpotApi.Items(answer, document.RootElement, "results").ToDictionary(schema => "p_" + HubSpotApi.Text(schema, "name"),
            schema => HubSpotApi.Items(answer, schema, "associations").SelectMany(pair => new[] { HubSpotApi.Text(pair, "toObjectTypeId"), HubSpotApi.Text(pair, "fromObjectTypeId") }).Where(id => id is not null && id != HubSpotApi.Text(schema, "objectTypeId")).Select(id => ids.GetValueOrDefault(id!)).OfType<string>().Distinct(StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, string>> TypeIdsAsync(CancellationToken cancellationToken)
    {
        var answer = await account.Api.GetAsync("object schemas", "/crm-object-schemas/v3/schemas", cancellationToken);
        using var document = answer.Document();
        return HubSpotApi.Items(answer, document.RootElement, "results").ToDictionary(schema => "p_" + HubSpotApi.Text(schema, "name"), schema => HubSpotApi.Text(schema, "objectTypeId") ?? "", StringComparer.Ordinal);
    }

    private static JsonObject Property(NeededField field)
    {
        var (type, fieldType) = field.Kind switch
        {
            TargetFieldKind.Number => ("number", "number"),
            TargetFieldKind.Flag => ("bool", "booleancheckbox"),
            TargetFieldKind.Date => ("date", "date"),
            TargetFieldKind.Instant => ("datetime", "date"),
            TargetFieldKind.LongText => ("string", "textarea"),
            _ => ("string", "text"),
        };
        var property = new JsonObject { ["name"] = field.Name, ["label"] = field.Name.Replace('_', ' '), ["type"] = type, ["fieldType"] = fieldType };
        if (field.IsExternalKey)
            property["hasUniqueValue"] = true;
        if (field.Kind == TargetFieldKind.Flag)
            property["options"] = new JsonArray(new JsonObject { ["label"] = "Yes", ["value"] = "true", ["hidden"] = false }, new JsonObject { ["label"] = "No", ["value"] = "false", ["hidden"] = false });
        return property;
    }

    private static TargetField Field(HubSpotProperty property) => new(property.Name, property.Type switch
    {
        "string" => property.FieldType == "textarea" ? TargetFieldKind.LongText : TargetFieldKind.Text,
        "phone_number" => TargetFieldKind.Text,
        "number" => TargetFieldKind.Number,
        "bool" => TargetFieldKind.Flag,
        "date" => TargetFieldKind.Date,
        "datetime" => TargetFieldKind.Instant,
        "enumeration" => TargetFieldKind.Choice,
        _ => TargetFieldKind.Any,
    }, property.IsWritable)
    { Unique = property.IsUnique, Choices = property.Choices };
}
