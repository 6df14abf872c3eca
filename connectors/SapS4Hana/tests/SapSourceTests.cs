using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.SapS4Hana.Tests;

public sealed class SapSourceTests
{
    private static readonly string[] OrderFields = ["SalesOrder", "to_Item.results[].Material", "to_Item.results[].DeliveredQtyInOrderQtyUnit"];

    [Fact]
    public async Task Only_what_is_read_is_asked_for_in_the_systems_client_and_language()
    {
        await using var rig = SapRig.Orders();
        var orders = await ReadAsync(rig, fields: OrderFields);
        var asked = rig.Requests.Last(request => request.Target.Contains("A_SalesOrder", StringComparison.Ordinal));
        var target = Uri.UnescapeDataString(asked.Target);
        target.ShouldContain("$select=LastChangeDateTime,SalesOrder,SalesOrderDate,SalesOrganization,TotalNetAmount,to_Item/Material,to_Item/to_ScheduleLine/DeliveredQtyInOrderQtyUnit");
        target.ShouldContain("$expand=to_Item/to_ScheduleLine");
        target.ShouldContain("sap-client=100");
        target.ShouldContain("sap-language=JA");
        asked.Header("Accept-Language").ShouldBe("ja");
        rig.Requests.ShouldAllBe(request => request.Method == "GET");
        orders.Count.ShouldBe(7);
        orders.Keys.ShouldBe(["6", "7", "8", "9", "10", "11", "12"]);
        orders["6"].GetProperty("to_Item").GetProperty("results")[0].GetProperty("DeliveredQtyInOrderQtyUnit").GetString().ShouldBe("3.5", "the sum of its schedule lines");
    }

    [Fact]
    public async Task An_invoice_tells_what_of_it_is_open_and_changes_when_that_changes()
    {
        await using var rig = SapRig.Invoices();
        var (invoices, end) = await ReadWithEndAsync(rig, null);
        Open(invoices["90006"]).ShouldBe("0", "it is cleared");
        Open(invoices["90007"]).ShouldBe("101");
        invoices["90007"].GetProperty("to_OpenItems").GetProperty("results").GetArrayLength().ShouldBe(1);

        // nothing but the accounting item changes: the billing document's own time of change stays as it is
        rig.Data["A_OperationalAcctgDocItemCube"].Put(SapRig.Item("900012", 6, isCleared: false, changed: new DateTime(2026, 6, 2)));
        rig.Data["A_OperationalAcctgDocItemCube"].Put(SapRig.Item("90009", 3, isCleared: true, changed: new DateTime(2026, 6, 2)));
        rig.Data["A_OperationalAcctgDocItemCube"].Put(SapRig.Item("777", 9, isCleared: true, changed: new DateTime(2026, 6, 2)));   // of a document that is not read
        var (changed, _) = await ReadWithEndAsync(rig, end);
        Open(changed["90009"]).ShouldBe("0");
        Open(changed["900012"]).ShouldBe("106");
        changed.Keys.ShouldBe(changed.Keys.OrderBy(key => int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)));

        static string? Open(JsonElement invoice) => invoice.GetProperty("OpenAmountInTransactionCurrency").GetString();
    }

    [Fact]
    public async Task Accounting_is_not_asked_when_nothing_of_it_is_read()
    {
        await using var rig = SapRig.Invoices();
        (await ReadAsync(rig, fields: ["BillingDocument", "TotalNetAmount"])).Count.ShouldBe(7);
        rig.Requests.ShouldAllBe(request => !request.Target.Contains("ACCTG", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stock_is_one_record_per_place_with_the_sums_of_its_batches_by_stock_type()
    {
        await using var rig = SapRig.Stock();
        var stock = await ReadAsync(rig);
        stock.Keys.Order().ShouldBe(rig.Keys.Order(), "special stock makes no place");
        stock["1/1510/A"].GetProperty("Quantity").GetRawText().ShouldBe("""{"01":"7","02":"1"}""");
        stock["9/1510/A"].GetProperty("Quantity").GetRawText().ShouldBe("""{"01":"1"}""", "consignment stock is nobody's to promise");
    }

    [Fact]
    public async Task A_payment_names_what_was_cleared_with_it()
    {
        await using var rig = SapRig.Payments();
        var payments = await ReadAsync(rig);
        payments["1510/2026/143/2"].GetProperty("to_ClearedItems").GetProperty("results").EnumerateArray().Select(item => item.GetProperty("BillingDocument").GetString()).ShouldBe(["90003"]);
    }

    [Fact]
    public async Task Keys_are_listed_whole_without_asking_for_more()
    {
        await using var rig = SapRig.Invoices();
        await using var source = await rig.OpenAsync(Services());
        var keys = new List<string>();
        await foreach (var some in ((IKeyListing)source).ListKeysAsync("A_BillingDocument", CancellationToken.None))
            keys.AddRange(some);
        keys.ShouldBe(rig.Keys);
        rig.Requests.Where(request => request.Target.Contains("A_BillingDocument", StringComparison.Ordinal)).ShouldAllBe(request => !request.Target.Contains("$expand", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_never_changed_has_no_date_of_change_and_is_found_by_its_creation()
    {
        await using var rig = SapRig.Orders();
        var data = (await rig.ServerAsync()).Data;
        data["A_OutbDeliveryHeader"].Put(("DeliveryDocument", "80000001"), ("CreationDate", new DateTime(2026, 5, 1)), ("LastChangeDate", new DateTime(2026, 6, 1)));
        var (all, end) = await ReadWithEndAsync(rig, null, "A_OutbDeliveryHeader");
        data["A_OutbDeliveryHeader"].Put(("DeliveryDocument", "80000002"), ("CreationDate", new DateTime(2026, 6, 1)), ("LastChangeDate", null));
        (await ReadWithEndAsync(rig, end, "A_OutbDeliveryHeader")).Records.Keys.ShouldContain("80000002");
    }

    [Fact]
    public async Task A_date_that_cannot_be_filtered_by_is_told_in_SAPs_words_and_everything_can_be_read_instead()
    {
        await using var rig = SapRig.Orders();
        var server = await rig.ServerAsync();
        server.Data["A_OutbDeliveryHeader"].Put(("DeliveryDocument", "80000001"), ("LastChangeDate", new DateTime(2026, 6, 1)));
        server.Engine.Options.NotFilterable.Add("A_OutbDeliveryHeader/LastChangeDate");
        var (_, end) = await ReadWithEndAsync(rig, null, "A_OutbDeliveryHeader");
        (await Should.ThrowAsync<SetupException>(() => ReadWithEndAsync(rig, end, "A_OutbDeliveryHeader"))).Message.ShouldContain("cannot be used in a filter");

        var options = SapRig.Options(server.Address);
        options.Entities["A_OutbDeliveryHeader"] = new SapEntityOptions { Changes = SapChanges.ReadAll };
        (await ReadWithEndAsync(new SapSource(options, Services()), end, "A_OutbDeliveryHeader", null)).Records.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_service_that_is_not_active_is_a_matter_of_the_settings()
    {
        await using var rig = SapRig.Orders();
        var options = SapRig.Options((await rig.ServerAsync()).Address);
        options.Services["API_SALES_ORDER_SRV"] = "/sap/opu/odata/sap/ZAPI_SALES_ORDER_SRV";
        var refused = await Should.ThrowAsync<SetupException>(() => ReadWithEndAsync(new SapSource(options, Services()), null, "A_SalesOrder", null));
        refused.Message.ShouldContain("/IWFND/MED/170");
        refused.Message.ShouldContain("Services:API_SALES_ORDER_SRV");
    }

    [Fact]
    public void Settings_that_cannot_work_are_all_told()
    {
        var options = new SapOptions { BaseUrl = new Uri("https://sap.example.com"), Client = "1", TimeZone = "Moon", Services = { ["NOPE"] = "x" }, Entities = { ["Nope"] = new() } };
        options.Validate(new ValidationContext(options)).Select(problem => string.Join(' ', problem.MemberNames)).ShouldBe(["Client", "TimeZone", "Services:NOPE", "Services:NOPE", "Entities:Nope"]);
    }

    private static ConnectorServices Services() => new(new HttpClient(), TimeProvider.System, NullLogger.Instance);

    private static async Task<Dictionary<string, JsonElement>> ReadAsync(SapRig rig, IReadOnlyList<string>? fields = null) => (await ReadWithEndAsync(await rig.OpenAsync(Services()), null, rig.Entity, fields)).Records;

    private static async Task<(Dictionary<string, JsonElement> Records, Checkpoint? End)> ReadWithEndAsync(SapRig rig, Checkpoint? after, string? entity = null) =>
        await ReadWithEndAsync(await rig.OpenAsync(Services()), after, entity ?? rig.Entity, null);

    private static async Task<(Dictionary<string, JsonElement> Records, Checkpoint? End)> ReadWithEndAsync(ISource source, Checkpoint? after, string entity, IReadOnlyList<string>? fields)
    {
        await using var opened = source;
        var (records, end) = (new Dictionary<string, JsonElement>(), after);
        await foreach (var batch in opened.ReadAsync(new ReadRequest(entity, after, 3) { Fields = fields }, CancellationToken.None))
        {
            foreach (var record in batch.Records)
                records[record.Key] = JsonDocument.Parse(record.Json.ToArray()).RootElement;
            end = batch.Next;
        }

        return (records, end);
    }
}
