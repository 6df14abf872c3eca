using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Connectors.OData.Tests;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.BusinessCentral.Tests;

/// <summary>
/// A scripted Business Central with two companies: customers and payments are a table's records, two on a page; everything else are single records as Microsoft's
/// reference prints them. It filters, sorts, selects, expands and pages as the API does.
/// </summary>
/// <param name="table">The customers, or the payments.</param>
/// <param name="showsVersion">Records have the table's version, which the API does not know.</param>
internal sealed class BusinessCentralServer(LivingTable table, bool showsVersion)
{
    public const string Root = "/v2.0/tenant/production/api/v2.0";
    public const string Company = "11111111-1111-1111-1111-111111111111";
    private const int PageSize = 2;

    /// <summary>Its companies, by id.</summary>
    public Dictionary<string, string> Companies { get; } = new() { [Company] = "CRONUS JP", ["22222222-2222-2222-2222-222222222222"] = "CRONUS US" };

    /// <summary>Records of other sets, as JSON.</summary>
    public Dictionary<string, string[]> Others { get; } = [];

    public ServerAnswer Answer(ServerRequest request)
    {
        if (request.Path == "/token")
            return request.Body.Contains("client_secret=t0p-s3cret", StringComparison.Ordinal) ? new(200, """{"token_type":"Bearer","expires_in":3599,"access_token":"good"}""") : new(401, """{"error":"invalid_client"}""");
        if (request.Headers.GetValueOrDefault("Authorization") is not ("Bearer t0p-s3cret" or "Bearer good"))
            return Error(401, "Authentication_InvalidCredentials", "The server has rejected the client credentials.");
        var path = request.Path.StartsWith(Root, StringComparison.Ordinal) ? request.Path[Root.Length..] : request.Path;
        if (path == "/companies")
            return Page(Companies.Select(company => $$"""{"id":"{{company.Key}}","systemVersion":"25.0","name":"{{company.Value}}","displayName":"{{company.Value}}","businessProfileId":""}"""), null, request);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var counts = parts is [_, _, "$count"];
        if (parts is not [var company, var set, ..] || !Companies.ContainsKey(company.Replace("companies(", "", StringComparison.Ordinal).TrimEnd(')')))
            return Error(404, "BadRequest_NotFound", "The requested company was not found.");
        try
        {
            return counts ? new(200, $"{Fitting(set, request).Count}", "text/plain") : Records(set, request);
        }
        catch (FormatException wrong)
        {
            return Error(400, "BadRequest", $"{wrong.Message}  CorrelationId:  7a3f.");
        }
    }

    private List<JsonObject> Fitting(string set, ServerRequest request)
    {
        var all = set is "customers" or "customerPayments"
            ? table.ByKey().Select(row => set == "customers" ? Customer(row) : Payment(row))
            : Others.TryGetValue(set, out var others) ? others : throw new FormatException($"Resource not found for the segment '{set}'.");
        return [.. all.Select(json => JsonNode.Parse(json)!.AsObject()).Where(row => ODataFilter.Fits(request.Query.GetValueOrDefault("$filter", ""), name => Field(row, name)))];
    }

    private ServerAnswer Records(string set, ServerRequest request)
    {
        var key = set == "customerPayments" ? "id" : "number";
        IEnumerable<JsonObject> rows = Fitting(set, request);
        if (request.Query.TryGetValue("$orderby", out var order))
            rows = order == "number" ? rows.OrderBy(row => row["number"]!.GetValue<string>(), StringComparer.Ordinal) : throw new FormatException($"Could not sort by '{order}'.");
        if (request.Query.TryGetValue("$top", out var top))
            rows = rows.Take(int.Parse(top, CultureInfo.InvariantCulture));
        var list = rows.ToList();
        var at = int.Parse(request.Query.GetValueOrDefault("$skiptoken", "0"), CultureInfo.InvariantCulture);
        var link = at + PageSize < list.Count
            ? $"https://api.businesscentral.dynamics.com{request.Path}?{string.Join('&', request.Query.Where(option => option.Key != "$skiptoken").Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value)}"))}&$skiptoken={at + PageSize}"
            : null;
        return Page(list.Skip(at).Take(PageSize).Select(row => row.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })), link, request, key);
    }

    private static ServerAnswer Page(IEnumerable<string> records, string? link, ServerRequest request, string key = "id")
    {
        var select = request.Query.GetValueOrDefault("$select")?.Split(',');
        var expand = request.Query.GetValueOrDefault("$expand", "").Split('(')[0];
        var items = records.Select(record => JsonNode.Parse(record)!.AsObject()).Select(record =>
        {
            foreach (var name in record.Select(field => field.Key).ToList())
                if (select?.Contains(name) == false && name != expand && name != "@odata.etag" || record[name] is JsonArray && name != expand)
                    record.Remove(name);
            return record.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        });
        return new(200, $"{{\"@odata.context\":\"$metadata\",\"value\":[{string.Join(',', items)}]{(link is null ? "" : $",\"@odata.nextLink\":\"{link}\"")}}}");
    }

    private static IComparable? Field(JsonObject row, string name) => row[name] is not { } value ? throw new FormatException($"Could not find a property named '{name}'.")
        : name == "lastModifiedDateTime" || name.EndsWith("Date", StringComparison.Ordinal) ? DateTimeOffset.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : value.GetValueKind() == JsonValueKind.Number ? value.GetValue<decimal>()
        : value.ToString();

    private string Customer(LivingTable.Row row) => $$"""
        {"@odata.etag":"W/\"{{row.Version}}\"","id":"{{Id(row.Key)}}","number":"{{row.Key}}","displayName":"株式会社アドバタム","type":"Company","addressLine1":"192 Market Square","city":"Atlanta","country":"US","email":"robert@contoso.com",
        "taxLiable":true,"currencyCode":"USD","blocked":" ",{{(showsVersion ? $"\"version\":{row.Version}," : "")}}"lastModifiedDateTime":"{{row.Stamp}}"}
        """;

    private string Payment(LivingTable.Row row) => $$"""
        {"@odata.etag":"W/\"{{row.Version}}\"","id":"{{row.Key}}","lineNumber":10000,"customerNumber":"10400","postingDate":"2026-01-0{{row.Key[^1]}}","documentNumber":"1234","amount":1500.5,{{(showsVersion ? $"\"version\":{row.Version}," : "")}}"lastModifiedDateTime":"{{row.Stamp}}"}
        """;

    private static Guid Id(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));

    private static ServerAnswer Error(int status, string code, string message) => new(status, $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""");
}
