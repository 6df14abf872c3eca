using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Host.Tests.Pages.Support;

/// <summary>Records to show.</summary>
internal static class Some
{
    internal static RecordKey Key(string entity, string id) => new("northwind", entity, id);

    internal static Customer Customer(string id, string name, string? kana = null, string? email = null) => new()
    {
        Key = Key("customer", id),
        CustomerKind = CustomerKind.Organization,
        Name = name,
        NameKana = kana,
        Email = email,
        Phone = "03-1234-5678",
        Addresses = [new Address { PostalCode = "100-0001", Region = "東京都", City = "千代田区", Line1 = "千代田1-1", Country = "JP" }],
    };

    internal static Order Order(string id, DateOnly? on, decimal gross = 1000, string currency = "JPY", OrderStatus status = OrderStatus.Done, string product = "P1") => new()
    {
        Key = Key("order", id),
        Number = id,
        OrderedOn = on,
        Status = status,
        Currency = currency,
        Gross = new Money(gross, currency),
        Net = new Money(gross, currency),
        Lines =
        [
            new OrderLine
            {
                Number = "1", Product = Key("product", product), Quantity = new Quantity(10, "EA"), Net = new Money(gross, currency),
                Allocated = new Quantity(status == OrderStatus.Partial ? 4 : 0, "EA"), Shipped = new Quantity(status == OrderStatus.Done ? 10 : 0, "EA"),
            },
        ],
    };

    internal static Shipment Shipment(string id, string order, DateOnly on) => new()
    {
        Key = Key("shipment", id),
        Number = id,
        Order = Key("order", order),
        Carrier = "Speedy Express",
        TrackingNumber = "SE-1",
        Status = ShipmentStatus.Shipped,
        ShippedAt = new DateTimeOffset(on, new TimeOnly(3, 0), TimeSpan.Zero),
    };

    internal static Invoice Invoice(string id, string order, DateOnly on, decimal gross, decimal open, string currency = "JPY") => new()
    {
        Key = Key("invoice", id),
        Number = id,
        Order = Key("order", order),
        IssuedOn = on,
        DueOn = on.AddDays(30),
        Gross = new Money(gross, currency),
        Open = new Money(open, currency),
    };

    internal static Payment Payment(string id, string invoice, DateOnly on, decimal amount, string currency = "JPY") => new()
    {
        Key = Key("payment", id),
        Number = id,
        Invoice = Key("invoice", invoice),
        ReceivedOn = on,
        Amount = new Money(amount, currency),
        Method = "Bank transfer",
    };

    internal static Contract Contract(string id, DateOnly starts, DateOnly ends) => new()
    {
        Key = Key("contract", id),
        Number = id,
        ContractKind = "Maintenance",
        StartsOn = starts,
        EndsOn = ends,
        NoticeDays = 30,
        AutoRenew = true,
        Value = new Money(120_000, "JPY"),
        Status = ContractStatus.Active,
    };

    internal static Product Product(string id, string name) => new() { Key = Key("product", id), Sku = id, Name = name, Unit = "EA" };

    internal static StockLevel Stock(string product, string location, decimal available) => new()
    {
        Key = Key("stockLevel", $"{product}-{location}"),
        Product = Key("product", product),
        Location = location,
        Available = new Quantity(available, "EA"),
        Incoming = new Quantity(5, "EA"),
    };

    internal static Contact Contact(string id, string name) => new() { Key = Key("contact", id), Name = name, Role = "決裁者", Department = "購買部", Email = "hanako@example.com" };
}
