using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Kintone;

/// <summary>What kintone says of a request it refuses: <c>{"code", "id", "message", "errors": {"records[3].record.name.value": {"messages": […]}}}</c>.</summary>
/// <param name="Code">Its code; empty: it gave none.</param>
/// <param name="Rows">By the place of a record in the request, the fields at fault.</param>
internal sealed partial record KintoneError(string Code, IReadOnlyDictionary<int, IReadOnlyList<string>> Rows)
{
    private static readonly KintoneError None = new("", new Dictionary<int, IReadOnlyList<string>>());

    /// <summary>Of a refusal; messages are left out, since they may quote values.</summary>
    public static KintoneError Of(ApiAnswer answer)
    {
        try
        {
            var body = answer.Json();
            return body.ValueKind == JsonValueKind.Object && body.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
                ? new KintoneError(code.GetString()!, RowsOf(body))
                : None;
        }
        catch (ProtocolException)
        {
            return None;   // a page of some proxy: the status says enough
        }
    }

    /// <summary>Why one record is refused, without its values.</summary>
    public string Reason(int status, IReadOnlyList<string>? fields) =>
        $"refused with status {status}{(Code.Length > 0 ? $", {Code}" : "")}{(fields is { Count: > 0 } ? $": {string.Join(", ", fields.Take(10).Select(field => $"'{field}'"))}" : "")}";

    private static Dictionary<int, IReadOnlyList<string>> RowsOf(JsonElement body)
    {
        var rows = new Dictionary<int, List<string>>();
        if (!body.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Object)
            return [];
        foreach (var error in errors.EnumerateObject())
        {
            if (Place().Match(error.Name) is not { Success: true } place)
                continue;
            var row = int.Parse(place.Groups[1].Value, CultureInfo.InvariantCulture);
            (rows.TryGetValue(row, out var fields) ? fields : rows[row] = []).Add(place.Groups[2].Success ? place.Groups[2].Value : "record");
        }

        return rows.ToDictionary(row => row.Key, row => (IReadOnlyList<string>)[.. row.Value.Distinct()]);
    }

    // records[3].record.name.value, records[3].record[name].values[0].value, records[3].updateKey.value …
    [GeneratedRegex(@"^records\[(\d+)\](?:\.record(?:\.|\[)([^.\]\[]+))?")]
    private static partial Regex Place();
}
