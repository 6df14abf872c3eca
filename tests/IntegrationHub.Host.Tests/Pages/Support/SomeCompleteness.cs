using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Host.Tests.Pages.Support;

/// <summary>Reconciles and back-fills to look at.</summary>
internal static class SomeCompleteness
{
    private static readonly SyncKey Orders = new("northwind", "Orders");
    private static readonly SyncKey Customers = new("northwind", "Customers");

    /// <summary>One sync whose counts differ in every way, one that agrees; a back-fill of each kind.</summary>
    internal static async Task FillAsync(NpgsqlDataSource database)
    {
        var reconciles = new Reconciles(database);
        await reconciles.FinishAsync(null, Orders, agrees: false, Figures(), "test", default);
        await reconciles.FinishAsync(null, Customers, agrees: true, new ReconcileFigures { IsCounted = true, Source = 7, Hub = 7, HubAgrees = true, KeysAreKnown = true }, "test", default);
        await reconciles.AskAsync(Customers, repair: false, askTargets: true, "erik", default);
        var backfills = new Backfills(database);
        await backfills.PrepareAsync(Orders, new Slice(From: new DateOnly(2026, 4, 1), To: new DateOnly(2026, 4, 30)), new BackfillEstimate(1200, EstimateBasis.Counted, 12, TimeSpan.FromMinutes(2), EstimateBasis.Measured, 100, TimeSpan.FromMilliseconds(640)), "erik", default);
        await backfills.RefuseAsync(Orders, new Slice(Company: "1000"), "Orders: this source cannot read part of an entity by company.", "erik", default);
        await backfills.AddAsync(Orders, new Slice(["10248"]), 1, "erik", default);
    }

    internal static ReconcileFigures Figures() => new()
    {
        IsCounted = true,
        By = CountBy.Day,
        Source = 10,
        Hub = 8,
        HubAgrees = false,
        KeysAreKnown = true,
        PartCount = 1,
        Parts = [new PartFigure("2026-04-01", 10, 8, new Dictionary<string, SumFigure> { ["Gross"] = new(100.5m, 80m) })],
        Missing = new KeyList(2, ["O-9", "O-10"]),
        Targets =
        [
            new TargetStand("demo-crm", 8, 7)
            {
                Marked = 1,
                Listed = new TargetComparison(6, new KeyList(1, ["northwind:order:O-1"]), new KeyList(40, [.. Enumerable.Range(1, 40).Select(number => $"northwind:order:X-{number:00}")])),
            },
        ],
    };
}
