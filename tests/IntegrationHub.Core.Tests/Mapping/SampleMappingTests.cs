using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Mapping;

public sealed class SampleMappingTests
{
    private static readonly MappingCatalog Catalog = new(Checkout.PathOf("mappings"), [new MappedConnection("northwind", "files"), new MappedConnection("demo-crm", "rest")]);

    [Fact]
    public void Every_sample_mapping_passes_its_cases()
    {
        var report = MappingCases.Run(Catalog);

        report.Failures.ShouldBeEmpty();
        report.Count.ShouldBeGreaterThanOrEqualTo(30);
    }

    [Fact]
    public void Every_sample_mapping_has_cases() =>
        Catalog.Files.Where(file => !File.Exists(file.CasesPath)).ShouldBeEmpty();

    [Fact]
    public void Every_mapping_that_came_with_a_connector_passes_its_cases()
    {
        var shipped = Directory.EnumerateDirectories(Checkout.PathOf("connectors")).Where(connector => Directory.Exists(Path.Combine(connector, "mappings")))
            .Select(connector => (Id: File.ReadLines(Path.Combine(connector, "connector.yaml")).First(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..].Trim(), Folder: Path.Combine(connector, "mappings")))
            .Select(connector => new MappedConnection(connector.Id, connector.Id, connector.Folder));

        MappingCases.Run(new MappingCatalog(Checkout.PathOf("mappings"), [.. shipped])).Failures.ShouldBeEmpty();
    }

    /// <summary>Those of connectors, too, wherever a connector has mappings.</summary>
    [Fact]
    public void The_cases_of_every_shipped_mapping_reach_all_of_it()
    {
        var own = Directory.EnumerateDirectories(Checkout.PathOf("mappings")).Where(folder => Path.GetFileName(folder) != MappingCatalog.Library).Select(folder => new MappedConnection(Path.GetFileName(folder), Path.GetFileName(folder)));
        var catalog = MappingCatalog.Load(Checkout.PathOf("mappings"), [.. own, .. Shipped], out var lints);

        lints.Where(lint => !lint.Message.StartsWith("to.target", StringComparison.Ordinal)).ShouldBeEmpty();
        MappingCases.Run(catalog).Coverage.SelectMany(mapping => mapping.Uncovered).ShouldBeEmpty();
    }

    [Fact]
    public void Every_case_of_the_connectors_mappings_holds() =>
        MappingCases.Run(MappingCatalog.Load(Checkout.PathOf("mappings"), [.. Shipped], out _)).Failures.ShouldBeEmpty();

    [Fact]
    public void A_connection_says_the_currency_that_Business_Central_does_not()
    {
        using var root = new MappingRoot().With("acme/customerPayments.yaml", "extends: business-central/customerPayments\nto: payment\nfields: { amount: { amount: amount, currency: { value: USD } } }");

        var payment = new MappingCatalog(root.Path, [new MappedConnection("acme", "business-central", Checkout.PathOf("connectors", "BusinessCentral", "mappings"))]).Inward("acme", "customerPayments")
            .Record<Payment>(File.ReadAllText(Checkout.PathOf("samples", "documents", "business-central", "customerpayment.json")));

        payment.Amount.ShouldBe(new Money(1500, "USD"));
        payment.Customer!.Id.ShouldBe("10400");
    }

    /// <summary>Connectors that have mappings, by their ids.</summary>
    private static IEnumerable<MappedConnection> Shipped => Directory.EnumerateDirectories(Checkout.PathOf("connectors")).Where(connector => Directory.Exists(Path.Combine(connector, "mappings")))
        .Select(connector => (Id: File.ReadLines(Path.Combine(connector, "connector.yaml")).First(line => line.StartsWith("id:", StringComparison.Ordinal))[3..].Trim(), Folder: Path.Combine(connector, "mappings")))
        .Select(connector => new MappedConnection($"a-{connector.Id}", connector.Id, connector.Folder));

    [Fact]
    public void Northwind_and_the_demo_CRM_cover_all_nine_entities()
    {
        Catalog.Files.Where(file => file.Name.StartsWith("northwind/", StringComparison.Ordinal)).Select(file => file.Inward?.To).OfType<EntityKind>().ShouldBe(Enum.GetValues<EntityKind>(), ignoreOrder: true);
        Catalog.Outward("demo-crm").Keys.ShouldBe(Enum.GetValues<EntityKind>(), ignoreOrder: true);
    }

    [Theory]
    [InlineData("Customers", "Customers.csv", 91)]
    [InlineData("Contacts", "Customers.csv", 91)]
    [InlineData("Products", "Products.csv", 77)]
    [InlineData("Stock", "Products.csv", 77)]
    [InlineData("Invoices", "Invoices.csv", 809)]
    [InlineData("Payments", "Payments.csv", 700)]
    [InlineData("Contracts", "Contracts.csv", 10)]
    public void Every_row_of_the_Northwind_export_maps(string entity, string file, int atLeast)
    {
        var rows = NorthwindExport.Rows(file);

        rows.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        MapAll(entity, rows);
    }

    [Fact]
    public void The_Northwind_orders_map_whole_with_the_sums_of_the_files()
    {
        var orders = MapAll("Orders", NorthwindExport.RowsWithLines("Orders.csv", "OrderDetails.csv", "OrderID")).Cast<Order>().ToList();

        orders.Count.ShouldBe(830);
        orders.Sum(order => order.Lines!.Count).ShouldBe(2155);
        orders.Sum(order => order.Gross!.Value.Amount).ShouldBe(NorthwindExport.Rows("Orders.csv").Sum(row => Number(row["GrossAmount"])));
        orders.SelectMany(order => order.Lines!).Sum(line => line.Net!.Value.Amount).ShouldBe(NorthwindExport.Rows("OrderDetails.csv").Sum(row => Number(row["LineNet"])));
    }

    [Fact]
    public void The_Northwind_shipments_map_whole()
    {
        var shipments = MapAll("Shipments", NorthwindExport.RowsWithLines("Shipments.csv", "ShipmentLines.csv", "ShipmentID")).Cast<Shipment>().ToList();

        shipments.Sum(shipment => shipment.Lines!.Count).ShouldBe(NorthwindExport.Rows("ShipmentLines.csv").Count);
    }

    private static decimal Number(JsonNode? node) => decimal.Parse((string)node!, CultureInfo.InvariantCulture);

    /// <summary>Maps every row inwards, and what comes of it outwards to the demo CRM.</summary>
    private static List<CanonicalRecord> MapAll(string entity, IReadOnlyList<JsonObject> rows)
    {
        var inward = Catalog.Inward("northwind", entity);
        var outward = Catalog.Outward("demo-crm")[inward.To];
        var records = rows
            .Select((row, index) => inward.Map("northwind", new SourceRecord($"{index}", ChangeKind.Upserted, Encoding.UTF8.GetBytes(row.ToJsonString()))))
            .Select(result => result.ShouldBeOfType<MapResult.Mapped>().Record)
            .ToList();
        records.ForEach(record => outward.Map(CanonicalJson.ToBytes(record)).ShouldBeOfType<OutwardResult.Mapped>());
        return records;
    }
}
