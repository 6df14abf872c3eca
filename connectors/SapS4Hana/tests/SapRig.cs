using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.TestKit;
using SapStandIn;
using SapStandIn.Data;

namespace IntegrationHub.Connectors.SapS4Hana.Tests;

/// <summary>The stand-in with seven records of an entity, two in a page.</summary>
internal sealed class SapRig : ISourceRig
{
    private readonly Action<SapData> _fill;
    private SapServer? _server;

    private SapRig(string entity, IReadOnlyList<string> keys, Action<SapData> fill) => (Entity, Keys, _fill) = (entity, keys, fill);

    public string Entity { get; }
    public IReadOnlyList<string> Keys { get; }
    public IReadOnlyList<string> Confidential => ["t0p-s3cret", "みなと"];
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
            data["A_SalesOrder"].Put(("SalesOrder", number), ("SoldToParty", "10"), ("PurchaseOrderByCustomer", "みなと"), ("LastChangeDateTime", at));
            data["A_SalesOrderItem"].Put(("SalesOrder", number), ("SalesOrderItem", "10"), ("RequestedQuantity", 5m));
            data["A_SalesOrderScheduleLine"].Put(("SalesOrder", number), ("SalesOrderItem", "10"), ("ScheduleLine", "1"), ("DeliveredQtyInOrderQtyUnit", 2m));
            data["A_SalesOrderScheduleLine"].Put(("SalesOrder", number), ("SalesOrderItem", "10"), ("ScheduleLine", "2"), ("DeliveredQtyInOrderQtyUnit", 1.5m));
        }
    });

    /// <summary>Invoices with their open items, some of them paid.</summary>
    public static SapRig Invoices() => new("A_BillingDocument", Numbers("9000"), data =>
    {
        foreach (var (number, index) in Numbers("9000").Select((number, index) => (number, index)))
        {
            data["A_BillingDocument"].Put(("BillingDocument", number), ("SoldToParty", "10"), ("LastChangeDateTime", At(index)));
            data["A_OperationalAcctgDocItemCube"].Put(Item(number, index, isCleared: index % 2 == 0));
        }
    });

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
        ("IsCleared", isCleared), ("AmountInTransactionCurrency", 100m + index), ("TransactionCurrency", "JPY"), ("LastChangeDate", changed ?? At(index).Date), ("PostingDate", At(index).Date),
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
