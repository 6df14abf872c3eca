using System.Text;

namespace SapStandIn;

/// <summary>A request as it came.</summary>
/// <param name="Target">Path and query, escaped: <c>/sap/opu/odata/sap/API_PRODUCT_SRV/A_Product?$top=1</c></param>
public sealed record SapRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body = "")
{
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>An answer.</summary>
public sealed record SapResponse(int Status, string ContentType, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    public SapResponse(int status, string contentType, string body) : this(status, contentType, Encoding.UTF8.GetBytes(body)) { }
}
