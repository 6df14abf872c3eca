using IntegrationHub.Core.Canonical;

namespace DemoCrm.Tests;

/// <summary>One canonical record of each kind with every field set, parents first.</summary>
internal static class Whole
{
    private static readonly DateOnly Day = new(2026, 4, 1);
    private static readonly DateTimeOffset Moment = new(2026, 4, 1, 9, 30, 0, TimeSpan.Zero);
    private static readonly Money Sum = new(1234.56m, "JPY");
    private static readonly Quantity Some = new(2.5m, "kg");
    private static readonly RecordKey Acme = Key(EntityKind.Customer);
    private static readonly RecordKey Person = Key(EntityKind.Contact);
    private static readonly RecordKey Cheese = Key(EntityKind.Product);

    public static IReadOnlyList<CanonicalRecord> Records { get; } =
    [
        new Customer
        {
            Key = Acme,
            Name = "山田商店",
            NameKana = "ヤマダショウテン",
            CustomerKind = CustomerKind.Organization,
            CorporateNumber = "7000012050002",
            TaxId = "T7000012050002",
            Email = "info@example.jp",
            Phone = "+81312345678",
            Addresses = [new() { Kind = "main", Line1 = "丸の内1-1-1", Line2 = "5F", City = "千代田区", Region = "東京都", PostalCode = "100-0005", Country = "JP" }],
            Status = "active",
            Currency = "JPY",
            CreditLimit = Sum,
        },
        new Contact { Key = Person, Name = "山田太郎", NameKana = "ヤマダタロウ", Title = "部長", Department = "購買", Role = "決裁者", Email = "taro@example.jp", Phone = "+81312345679", Customer = Acme },
        new Product { Key = Cheese, Sku = "Q-1", Name = "チーズ", Unit = "kg", Category = "Dairy" },
        new Order
        {
            Key = Key(EntityKind.Order),
            Number = "O-1",
            OrderedOn = Day,
            RequestedOn = Day,
            Status = OrderStatus.Partial,
            Currency = "JPY",
            Net = Sum,
            Tax = Sum,
            Gross = Sum,
            Customer = Acme,
            Contact = Person,
            Lines = [new() { Number = "1", Product = Cheese, Description = "チーズ", Quantity = Some, UnitPrice = Sum, Net = Sum, RequestedOn = Day, Allocated = Some, Shipped = Some, Cancelled = Some }],
        },
        new Shipment
        {
            Key = Key(EntityKind.Shipment),
            Number = "S-1",
            Carrier = "ヤマト",
            TrackingNumber = "1234",
            PlannedOn = Day,
            ShippedAt = Moment,
            DeliveredAt = Moment,
            Status = ShipmentStatus.Delivered,
            Customer = Acme,
            Order = Key(EntityKind.Order),
            Lines = [new() { Number = "1", OrderLine = "1", Product = Cheese, Quantity = Some }],
        },
        new Invoice
        {
            Key = Key(EntityKind.Invoice),
            Number = "I-1",
            IssuedOn = Day,
            DueOn = Day,
            Net = Sum,
            Tax = Sum,
            Gross = Sum,
            Open = Sum,
            CreditNote = false,
            Customer = Acme,
            Order = Key(EntityKind.Order),
            Lines = [new() { Number = "1", Product = Cheese, Description = "チーズ", Quantity = Some, Net = Sum }],
        },
        new Payment
        {
            Key = Key(EntityKind.Payment),
            Number = "P-1",
            ReceivedOn = Day,
            Amount = Sum,
            Method = "wire",
            Customer = Acme,
            Invoice = Key(EntityKind.Invoice),
            Applied = [new() { Invoice = Key(EntityKind.Invoice), Amount = Sum }],
        },
        new StockLevel { Key = Key(EntityKind.StockLevel), Product = Cheese, Location = "東京", OnHand = Some, Allocated = Some, Available = Some, Incoming = Some, AsOf = Moment },
        new Contract
        {
            Key = Key(EntityKind.Contract),
            Number = "C-1",
            ContractKind = "supply",
            StartsOn = Day,
            EndsOn = Day,
            AutoRenew = true,
            NoticeDays = 30,
            Value = Sum,
            BillingPeriod = "month",
            Status = ContractStatus.Active,
            Customer = Acme,
            Contact = Person,
            Lines = [new() { Number = "1", Product = Cheese, Description = "チーズ", Quantity = Some, Value = Sum }],
        },
    ];

    private static RecordKey Key(EntityKind kind) => new("northwind", Entities.NameOf(kind), "1");
}
