using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>
/// Makes custom fields by the Tooling API, and grants them to the package's permission sets (<c>FieldPermissions</c>), without which nobody sees them. Both need an administrator; the user the
/// hub should have is none, so a refusal is usual and leaves the steps to a person.
/// </summary>
internal sealed class FieldMaker(SalesforceOrg org)
{
    private const string Writers = "ERP_Integration";
    private const string Readers = "ERP_Viewer";

    private Dictionary<string, string>? _sets;

    /// <summary>Whether a field is there now, and granted to the hub.</summary>
    public async Task<bool> MakesAsync(string entity, string name, NeededField field, CancellationToken cancellationToken)
    {
        if (!name.EndsWith("__c", StringComparison.Ordinal) || Metadata(name, field) is not { } metadata)
            return false;
        try
        {
            var answer = await org.Api.SendAsync(HttpMethod.Post, "custom field of " + entity, "tooling/sobjects/CustomField", Utf8(new JsonObject { ["FullName"] = $"{entity}.{name}", ["Metadata"] = metadata }), cancellationToken);
            if (!answer.IsSuccess && SalesforceApi.ErrorOf(answer)?.Code != "DUPLICATE_DEVELOPER_NAME")
                return false;
            foreach (var (set, id) in _sets ??= await SetsAsync(cancellationToken))
            {
                var granted = await org.Api.SendAsync(HttpMethod.Post, "rights to " + entity, "sobjects/FieldPermissions", Utf8(new JsonObject
                {
                    ["ParentId"] = id,
                    ["SobjectType"] = entity,
                    ["Field"] = $"{entity}.{name}",
                    ["PermissionsRead"] = true,
                    ["PermissionsEdit"] = set == Writers,
                }), cancellationToken);
                if (set == Writers && !granted.IsSuccess && SalesforceApi.ErrorOf(granted)?.Code != "DUPLICATE_VALUE")
                    return false;
            }

            return _sets.ContainsKey(Writers);
        }
        catch (AccessException)
        {
            return false;
        }
    }

    private async Task<Dictionary<string, string>> SetsAsync(CancellationToken cancellationToken) =>
        (await org.Query.WhereAsync("PermissionSet", "Id, Name", "Name", [Writers, Readers], deletedToo: false, cancellationToken)).ToDictionary(set => SalesforceApi.Text(set, "Name") ?? "", set => SalesforceApi.Text(set, "Id") ?? "", StringComparer.Ordinal);

    /// <summary>Metadata API Developer Guide, "CustomField"; null: a person decides how it is to be.</summary>
    private static JsonObject? Metadata(string name, NeededField field)
    {
        var metadata = new JsonObject { ["label"] = name[..^3].Replace('_', ' ') };
        switch (field)
        {
            case { IsExternalKey: true }:
                return With(metadata, "Text", ("length", 255), ("externalId", true), ("unique", true), ("caseSensitive", true));
            case { Kind: TargetFieldKind.Text or TargetFieldKind.Any or TargetFieldKind.Choice }:
                return With(metadata, "Text", ("length", 255));
            case { Kind: TargetFieldKind.LongText }:
                return With(metadata, "LongTextArea", ("length", 32_768), ("visibleLines", 5));
            case { Kind: TargetFieldKind.Number }:
                return With(metadata, "Number", ("precision", 18), ("scale", 4));
            case { Kind: TargetFieldKind.Flag }:
                return With(metadata, "Checkbox", ("defaultValue", "false"));
            case { Kind: TargetFieldKind.Date }:
                return With(metadata, "Date");
            case { Kind: TargetFieldKind.Instant }:
                return With(metadata, "DateTime");
            case { Kind: TargetFieldKind.Reference, RefersTo: { } to }:
                return With(metadata, "Lookup", ("referenceTo", to), ("relationshipName", name[..^3] + "_List"), ("deleteConstraint", "SetNull"));
            default:
                return null;
        }
    }

    private static JsonObject With(JsonObject metadata, string type, params (string Name, JsonNode Value)[] more)
    {
        metadata["type"] = type;
        foreach (var (name, value) in more)
            metadata[name] = value;
        return metadata;
    }

    private static byte[] Utf8(JsonObject body) => System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
}
