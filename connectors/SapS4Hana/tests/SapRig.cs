using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.TestKit;
using SapStandIn;
using SapStandIn.Data;

namespace IntegrationHub.Connectors.SapS4Hana.Tests;

/// <summary>The stand-in with seven records of an entity, two in a page.</summary>
internal sealed class SapRig : ISlicedSourceRig
{
    private readonly Action<SapData> _fill;
    private SapServer? _server;

    private SapRig(string entity, IReadOnlyList<string> keys, Action<SapData> fill) => (Entity, Keys, _fill) = (entity, keys, fill);

    public string Entity { get; }
    public IReadOnlyList<string> Keys { get; }
    public IReadOnlyList<string> Confidential => ["t0p-s3cret", "みなと"];
    public IReadOnlyList<SliceSample> Slices { get; private init; } = [];
    public SapData Data => _server!.Data;
    public IReadOnlyCollection<SapRequest> Requests => _server!.Engine.Requests;

    public static SapOptions Options(Uri address) => new()
    {
        BaseUrl = address,
        Client = "100",
        Auth = new HttpAuthOptions { Kind = HttpAuth.Basic, User = "HUB", Secret = new Secret("t0p-s3cret") },
    };

    /// <summary>Orders with an item in two schedule lines.</summary>
    public static SapRig Orders() => new("A_SalesOrder", Numbers(""), data =>
    {
        foreach (var (number, at) in Numbers("").Select((number, index) => (number, At(index))))
        {
            data["A_SalesOrder"].Put(("SalesOrder", number), ("SoldToParty", "10"), ("PurchaseOrderByCustomer", "みなと"), ("LastChangeDateTime", at),
                ("SalesOrganization", number.Length == 1 ? "1510" : "1710"), ("SalesOrderDate", number == "11" ? null : new DateTime(2026, 5, int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))), ("TotalNetAmount", 10.25m));
            data["A_SalesOrderItem"].Put(("SalesOrder", number), ("SalesOrderItem", "10"), ("RequestedQuantity", 5m));
            data["A_SalesOrderScheduleLine"].Put(("SalesOrder", number), ("SalesOrderItem", "10"), ("ScheduleLine", "1"), ("DeliveredQtyInOrderQtyUnit", 2m));
            data["A_SalesOrderScheduleLine"].Put(("SalesOrder", number), ("SalesOrderItem", "10"), ("ScheduleLine", "2"), ("DeliveredQtyInOrderQtyUnit", 1.5m));
        }
    })
    {
        Slices =
        [
            new(new Slice(Keys: ["7", "10", "4711"]), ["7", "10"]),
            new(new Slice(Company: "1710"), ["10", "11", "12"]),
            new(new Slice(From: new DateOnly(2026, 5, 8)), ["8", "9", "10", "12"]),
            new(new Slice(From: new DateOnly(2026, 5, 7), To: new DateOnly(2026, 5, 9)), ["7", "8", "9"]),
            new(new Slice(To: new DateOnly(2026, 5, 7)), ["6", "7", "11"]),
            new(new Slice(To: new DateOnly(2026, 5, 7), Company: "1510"), ["6", "7"]),
        ],
    };

    /// <summary>Invoices with their open items, some of them paid.</summary>
    public static SapRig Invoices() => new("A_BillingDocument", Numbers("9000"), data =>
    {
        foreach (var (number, index) in Numbers("9000").Select((number, index) => (number, index)))
        {
            data["A_BillingDocument"].Put(("BillingDocument", number), ("SoldToParty", "10"), ("LastChangeDateTime", At(index)), ("SalesOrganization", index % 2 == 0 ? "1510" : "1710"), ("BillingDocumentDate", new DateTime(2026, 5, 1 + index)), ("TotalGrossAmount", 110m));
            data["A_OperationalAcctgDocItemCube"].Put(Item(number, index, isCleared: index % 2 == 0));
        }
    })
    { Slices = [new(new Slice(Keys: ["90007", "900012"]), ["90007", "900012"]), new(new Slice(Company: "1710"), ["90007", "90009", "900011"]), new(new Slice(From: new DateOnly(2026, 5, 4)), ["90009", "900010", "900011", "900012"])] };

    /// <summary>Incoming payments, whose key is of four properties.</summary>
    public static SapRig Payments() => new("A_OperationalAcctgDocItemCube", [.. Enumerable.Range(0, 6).Select(index => $"1510/2026/14{index}/2")], data =>
    {
        foreach (var index in Enumerable.Range(0, 6))
        {
            data["A_OperationalAcctgDocItemCube"].Put([.. Item("", index, isCleared: true).Where(value => value.Item1 is not ("AccountingDocument" or "AccountingDocumentItem" or "AccountingDocumentType")),
                ("AccountingDocument", $"14{index}"), ("AccountingDocumentItem", "2"), ("AccountingDocumentType", "DZ"), ("ClearingAccountingDocument", $"14{index}"), ("ClearingDate", At(index).Date), ("Customer", "10")]);
            data["A_OperationalAcctgDocItemCube"].Change(["1510", "2026", $"14{index}", "2"], ("PostingDate", new DateTime(2026, 6, 1 + index)), ("CompanyCode", "1510"));
            data["A_OperationalAcctgDocItemCube"].Put([.. Item($"9000{index}", index, isCleared: true), ("ClearingAccountingDocument", $"14{index}"), ("ClearingDate", At(index).Date), ("Customer", "10")]);
        }
    })
    { Slices = [new(new Slice(Keys: ["1510/2026/142/2", "1510/2026/144/2", "1510/2026/144"]), ["1510/2026/142/2", "1510/2026/144/2"]), new(new Slice(Company: "1510", To: new DateOnly(2026, 6, 2)), ["1510/2026/140/2", "1510/2026/141/2"])] };

    /// <summary>Stock of three materials, one of them in five places.</summary>
    public static SapRig Stock() => new("A_MatlStkInAcctMod", ["1/1510/A", "1/1510/B", "1/1510/C", "1/1710/A", "1/1710/B", "2/1510/A", "9/1510/A"], data =>
    {
        foreach (var material in (string[])["1", "2", "5", "9"])
            data["A_MaterialStock"].Put(("Material", material), ("MaterialBaseUnit", "PC"));
        foreach (var (material, plant, place, type, special, quantity) in ((string, string, string, string, string, decimal)[])[
            ("1", "1510", "A", "01", "", 3m), ("1", "1510", "A", "01", "", 4m), ("1", "1510", "A", "02", "", 1m), ("1", "1510", "B", "01", "", 1m), ("1", "1510", "C", "01", "", 1m), ("1", "1710", "A", "01", "", 1m),
            ("1", "1710", "B", "01", "", 0m), ("2", "1510", "A", "01", "", 1m), ("9", "1510", "A", "01", "", 1m), ("9", "1510", "A", "01", "K", 50m), ("5", "1510", "A", "01", "E", 50m)])
            data["A_MatlStkInAcctMod"].Put(("Material", material), ("Plant", plant), ("StorageLocation", place), ("InventoryStockType", type), ("InventorySpecialStockType", special), ("MaterialBaseUnit", "PC"),
                ("Batch", quantity == 4m ? "B2" : "B1"), ("MatlWrhsStkQtyInMatlBaseUnit", quantity));
    });

    public static (string, object?)[] Item(string number, int index, bool isCleared, DateTime? changed = null) =>
    [
        ("CompanyCode", "1510"), ("FiscalYear", "2026"), ("AccountingDocument", $"18{index}"), ("AccountingDocumentItem", "1"), ("BillingDocument", number), ("FinancialAccountType", "D"), ("AccountingDocumentType", "RV"),
        ("IsCleared", isCleared), ("AmountInTransactionCurrency", 100m + index), ("TransactionCurrency", "JPY"), ("LastChangeDate", At(index).Date), ("PostingDate", At(index).Date), ("ClearingCreationDate", changed),
    ];

    public async Task<SapServer> ServerAsync()
    {
        if (_server is null)
        {
            var data = SapData.Empty();
            _fill(data);
            _server = await SapServer.StartAsync(data, new SapStandIn.SapOptions { Password = "t0p-s3cret", PageSize = 2 });
        }

        return _server;
    }

    public async Task<ISource> OpenAsync(ConnectorServices services) => new SapSource(Options((await ServerAsync()).Address), services);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private static string[] Numbers(string prefix) => [.. Enumerable.Range(6, 7).Select(number => $"{prefix}{number}")];   // 6 to 12: their order is not that of texts

    private static DateTimeOffset At(int index) => new DateTimeOffset(2026, 6, 1, 10, 0, 0, TimeSpan.Zero).AddHours(-index);
}
