using System.Text;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests;

/// <summary>Records to test with.</summary>
internal static class Some
{
    public static RecordKey Key(string entity, string id, string system = "erp") => new(system, entity, id);

    public static Customer Customer(string id, string? name = null, string? email = null, string? corporateNumber = null, string system = "erp") => new()
    {
        Key = Key("customer", id, system),
        Name = name ?? $"Customer {id}",
        Email = email,
        CorporateNumber = corporateNumber,
    };

    public static Order Order(string id, string? customer = "C1", decimal gross = 100m) => new()
    {
        Key = Key("order", id),
        Number = id,
        OrderedOn = new DateOnly(2026, 4, 1),
        Gross = new Money(gross, "JPY"),
        Customer = customer is null ? null : Key("customer", customer),
        Lines = [new OrderLine { Number = "1", Product = Key("product", "P1"), Quantity = new Quantity(2, "EA"), Net = new Money(gross, "JPY") }],
    };

    public static Shipment Shipment(string id, string order) => new() { Key = Key("shipment", id), Number = id, Order = Key("order", order) };

    public static SourceRecord Source(CanonicalRecord record) => new(record.Key.Id, ChangeKind.Upserted, CanonicalJson.ToBytes(record));

    public static SourceRecord Source(string key, string json) => new(key, ChangeKind.Upserted, Encoding.UTF8.GetBytes(json));
}
