using System.Globalization;
using System.Text.Json;

namespace IntegrationHub.Bench.Pages;

/// <summary>The customers <see cref="SampleOrders"/> belong to, in an OData V2 shape. Loaded before the orders, outside every measurement.</summary>
internal static class SampleCustomers
{
    private static readonly string[] Cities = ["大阪市", "東京都", "名古屋市", "Hamburg", "Lyon", "Portland"];

    public static void Write(Utf8JsonWriter json, int customer)
    {
        var number = customer.ToString("D5", CultureInfo.InvariantCulture);
        json.WriteStartObject();
        json.WriteString("Customer", SampleOrders.CustomerId(customer));
        json.WriteString("CustomerName", customer % 3 == 0 ? $"株式会社サンプル{number}" : $"Sample Trading {number} Ltd");
        json.WriteString("EmailAddress", $"purchasing@customer-{number}.example");
        json.WriteString("PhoneNumber", $"+81 3 55{number} 0");
        json.WriteString("CityName", Cities[customer % Cities.Length]);
        json.WriteString("PostalCode", $"1{number}");
        json.WriteString("Country", customer % 3 == 0 ? "JP" : "DE");
        json.WriteString("LastChangeDateTime", "/Date(1609459200000+0000)/");
        json.WriteEndObject();
    }
}
