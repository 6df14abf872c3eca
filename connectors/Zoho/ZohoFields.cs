using System.Net;
using System.Text.Json;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>Fields of modules, each module asked for once for as long as a target is open.</summary>
internal sealed class ZohoFields(ZohoApi api)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, ZohoField>?> _known = new(StringComparer.Ordinal);

    /// <summary>A module's; null when there is no such module, or the user may not see it.</summary>
    public async Task<IReadOnlyDictionary<string, ZohoField>?> OfAsync(string module, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(module, out var known))
            return known;
        var answer = await api.LookAsync("fields of " + module, $"settings/fields?module={Uri.EscapeDataString(module)}", cancellationToken);
        if (answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NoContent)
            return _known[module] = null;
        using var document = answer.Document();
        return _known[module] = ZohoApi.Items(answer, document.RootElement, "fields").Select(field => new ZohoField(field)).GroupBy(field => field.Name).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }

    /// <summary>Forgets what was asked for, since somebody is changing it.</summary>
    public void Forget() => _known.Clear();
}

/// <summary>A field of a module ("Fields Metadata").</summary>
internal sealed class ZohoField(JsonElement json)
{
    public string Name { get; } = ZohoApi.Text(json, "api_name") ?? "";

    public string Type { get; } = ZohoApi.Text(json, "data_type") ?? "";

    public int? Length { get; } = json.TryGetProperty("length", out var length) && length.ValueKind == JsonValueKind.Number && length.TryGetInt32(out var letters) ? letters : null;

    public bool IsUnique { get; } = json.TryGetProperty("unique", out var unique) && unique.ValueKind == JsonValueKind.Object && unique.EnumerateObject().Any();

    public bool IsMandatory { get; } = Is(json, "system_mandatory");

    public bool IsWritable { get; } = !Is(json, "read_only") && ZohoApi.Text(json, "data_type") is not ("formula" or "autonumber" or "rollup_summary");

    /// <summary>The module whose fields a subform's rows have.</summary>
    public string? Rows { get; } = ZohoApi.Text(json, "data_type") == "subform" ? (json.TryGetProperty("associated_module", out var module) ? ZohoApi.Text(module, "module") : null) ?? ZohoApi.Text(json, "api_name") : null;

    public IReadOnlyList<string>? Choices { get; } = ZohoApi.Text(json, "data_type") != "picklist" || !json.TryGetProperty("pick_list_values", out var values) || values.ValueKind != JsonValueKind.Array ? null
        : [.. values.EnumerateArray().Select(value => ZohoApi.Text(value, "actual_value") ?? "")];

    private static bool Is(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
