using IntegrationHub.Core.Canonical;
using IntegrationHub.Host.Tests.Pages.Support;

namespace IntegrationHub.Host.Tests.Pages;

/// <summary>A host with customers that are only read: one with a whole story, one with a hostile name, one with 10,000 records, and the odd ones.</summary>
public sealed class CustomerWorld : IAsyncLifetime
{
    internal const long Yamada = 1;
    internal const long Hostile = 2;
    internal const long Huge = 3;
    internal const long Merged = 4;
    internal const long Undated = 5;
    internal const long Empty = 6;
    internal const int HugeOrders = 2500;
    internal const int UndatedOrders = 45;

    internal PageHost Host { get; private set; } = null!;
    internal Shelf Shelf { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await PageHost.StartAsync();
        Shelf = new Shelf(Host.Database);
        await Shelf.RunAsync("sync:northwind/Orders", "succeeded", FixedTime.Now.AddMinutes(-3));
        await Shelf.RunAsync("sync:northwind/Customers", "parked", FixedTime.Now.AddMinutes(-10));
        await Shelf.RunAsync("sync:northwind/Orders", "failed", FixedTime.Now.AddMinutes(-1));
        await Shelf.AddAsync(null, Some.Product("P1", "精密ベアリング 6204"), Some.Product("P2", "Oil & grease"));
        await Shelf.AddAsync(null, Some.Stock("P1", "Tokyo", 12), Some.Stock("P1", "Osaka", 30));

        await Shelf.CustomerAsync(Yamada, Some.Customer("JP-001", "株式会社山田製作所", "ヤマダセイサクショ", "info@yamada.example"));
        await Shelf.AddAsync(Yamada,
            Some.Contact("K1", "佐藤 花子"),
            Some.Order("SO-100", new DateOnly(2026, 3, 10), 250_000), Some.Shipment("SH-100", "SO-100", new DateOnly(2026, 3, 12)),
            Some.Invoice("IN-100", "SO-100", new DateOnly(2026, 3, 12), 250_000, 0), Some.Payment("PA-100", "IN-100", new DateOnly(2026, 4, 5), 250_000),
            Some.Order("SO-101", new DateOnly(2026, 4, 1), 80_000), Some.Invoice("IN-101", "SO-101", new DateOnly(2026, 4, 2), 80_000, 30_000),
            Some.Order("SO-102", new DateOnly(2026, 5, 2), 100_000, status: OrderStatus.Partial),
            Some.Order("SO-103", new DateOnly(2026, 4, 20), 999_999, status: OrderStatus.Cancelled, product: "P2"),
            Some.Contract("CT-1", new DateOnly(2025, 6, 1), new DateOnly(2026, 6, 5)));
        await Shelf.AddAsync(Yamada, Some.Order("SO-USD", new DateOnly(2026, 2, 1), 1234.5m, "USD"));

        await Shelf.CustomerAsync(Hostile, Some.Customer("X\"1", "<script>alert(1)</script> & \"Söhne\""));
        await Shelf.AddAsync(Hostile, Some.Order("<b>1</b>", new DateOnly(2026, 1, 1)));

        await Shelf.CustomerAsync(Huge, Some.Customer("HUGE", "Huge Trading"));
        var orders = Enumerable.Range(0, HugeOrders).ToArray();
        await Shelf.AddAsync(Huge, [.. orders.Select(at => Some.Order($"H{at:0000}", new DateOnly(2018, 1, 1).AddDays(at), 1000))]);
        await Shelf.AddAsync(Huge, [.. orders.Select(at => Some.Shipment($"HS{at:0000}", $"H{at:0000}", new DateOnly(2018, 1, 3).AddDays(at)))]);
        await Shelf.AddAsync(Huge, [.. orders.Select(at => Some.Invoice($"HI{at:0000}", $"H{at:0000}", new DateOnly(2018, 1, 3).AddDays(at), 1000, at % 10 == 0 ? 1000 : 0))]);
        await Shelf.AddAsync(Huge, [.. orders.Select(at => Some.Payment($"HP{at:0000}", $"HI{at:0000}", new DateOnly(2018, 2, 1).AddDays(at), 1000))]);

        await Shelf.CustomerAsync(Merged, Some.Customer("OLD", "Old name"));
        await Shelf.ExecuteAsync("update hub.customer set merged_into = $1 where customer_no = $2", Yamada, Merged);

        // Many on one day, and some without a date: what paging must get right.
        await Shelf.CustomerAsync(Undated, Some.Customer("UND", "Undated AG"));
        await Shelf.AddAsync(Undated, [.. Enumerable.Range(0, UndatedOrders).Select(at => Some.Order($"U{at:00}", at < 23 ? null : new DateOnly(2026, 4, 1).AddDays(at / 30), 10, "EUR"))]);

        await Shelf.CustomerAsync(Empty, Some.Customer("EMPTY", "Nothing yet GmbH"));
    }

    public Task DisposeAsync() => Host.DisposeAsync().AsTask();
}
