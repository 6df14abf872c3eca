using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Odoo.Tests;

public sealed class OdooSourceTests : IAsyncLifetime
{
    private const string Payment = "name:char state:selection amount:monetary currency_id:many2one date:date partner_id:many2one journal_id:many2one company_id:many2one";
    private readonly PretendOdoo _odoo = new();
    private OdooOptions _options = null!;

    public async Task InitializeAsync() => _options = (await _odoo.StartAsync()).Options();

    public async Task DisposeAsync() => await _odoo.DisposeAsync();

    [Fact]
    public async Task An_order_is_plain_JSON_with_its_lines_in_order_and_its_customer()
    {
        Orders();
        (await ReadAsync("Orders")).Single().ShouldBe("""
            5 {"id":5,"amount_tax":100.0,"amount_total":1100.0,"amount_untaxed":1000.0,"client_order_ref":null,"company_id":{"id":1,"name":"北斗貿易"},"currency_id":{"id":25,"name":"JPY"},
            "date_order":"2026-01-31T20:00:00Z","invoice_status":"no","name":"S00005","partner_id":{"id":12,"name":"佐藤 花子"},"state":"sale","write_date":"2026-02-01T03:04:05Z",
            "order_line":[{"id":51,"name":"保守","price_subtotal":0.0,"price_unit":0.0,"product_id":null,"product_uom":{"id":1,"name":"個"},"product_uom_qty":0.0,"qty_delivered":0.0},
            {"id":50,"name":"ボルト","price_subtotal":1000.0,"price_unit":100.0,"product_id":{"id":7,"name":"ボルト"},"product_uom":{"id":1,"name":"個"},"product_uom_qty":10.0,"qty_delivered":4.0}],
            "customer":7,"delivered":"part"}
            """.Replace("\n", "", StringComparison.Ordinal));
        _odoo.Calls("sale.order.line", "search_read").Count().ShouldBe(1);
        _odoo.Calls("sale.order", "search_read").First()[6]!["context"]!["lang"]!.GetValue<string>().ShouldBe("ja_JP");
    }

    [Fact]
    public async Task A_line_that_changed_brings_its_order()
    {
        Orders();
        var (first, _) = await PassAsync("Orders", null);
        _odoo.Models["sale.order"] = () => [PretendOdoo.Row(Order.Replace("\"order_line.write_date\":\"2026-02-01 03:04:05.5\"", "\"order_line.write_date\":\"2026-02-02 00:00:00.1\"", StringComparison.Ordinal).Replace("2026-02-01 03:04:05.5", "2026-01-01 00:00:00.5", StringComparison.Ordinal))];
        (await PassAsync("Orders", first)).Records.ShouldHaveSingleItem();
        _odoo.Models["sale.order"] = () => [PretendOdoo.Row(Order.Replace("2026-02-01 03:04:05.5", "2026-01-01 00:00:00.5", StringComparison.Ordinal))];
        (await PassAsync("Orders", first)).Records.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_credit_note_is_negative_and_an_open_invoice_is_read_at_every_sync()
    {
        _odoo.Fields["account.move"] = "name:char move_type:selection state:selection payment_state:selection invoice_date:date invoice_date_due:date currency_id:many2one amount_untaxed:monetary amount_tax:monetary amount_total:monetary amount_residual:monetary partner_id:many2one ref:char invoice_origin:char company_id:many2one invoice_line_ids:one2many";
        _odoo.Fields["account.move.line"] = "name:char product_id:many2one quantity:float product_uom_id:many2one price_subtotal:monetary";
        _odoo.Models["account.move"] = () => [
            PretendOdoo.Row("""{"id":1,"move_type":"out_refund","state":"posted","payment_state":"not_paid","amount_total":110.50,"amount_tax":0.0,"invoice_line_ids":[3],"write_date":"2026-01-01 00:00:00.5"}"""),
            PretendOdoo.Row("""{"id":2,"move_type":"out_invoice","state":"posted","payment_state":"paid","amount_total":10.0,"invoice_line_ids":[],"write_date":"2026-02-01 00:00:00.5"}""")];
        _odoo.Models["account.move.line"] = () => [PretendOdoo.Row("""{"id":3,"quantity":2.0,"price_subtotal":110.50,"write_date":"2026-01-01 00:00:00"}""")];
        var (checkpoint, records) = await PassAsync("Invoices", null);
        records.Count.ShouldBe(2);
        records[0].ShouldContain("\"signed\":{\"amount_untaxed\":null,\"amount_tax\":0.0,\"amount_total\":-110.50,\"amount_residual\":null}");
        records[0].ShouldContain("\"signed\":{\"quantity\":-2.0,\"price_subtotal\":-110.50}");
        records[1].ShouldContain("\"amount_total\":10.0,\"amount_residual\":null}");
        (await PassAsync("Invoices", checkpoint)).Records.Count.ShouldBe(2);   // one by the overlap, one since it is open
    }

    [Theory]
    [InlineData("odoo.exceptions.AccessDenied", "Access Denied 山田", typeof(AccessException), "log-in")]
    [InlineData("odoo.exceptions.AccessError", "山田 may not", typeof(AccessException), "Rights")]
    [InlineData("odoo.exceptions.UserError", "山田", typeof(ProtocolException), "log")]
    [InlineData("odoo.exceptions.ValidationError", "山田", typeof(ProtocolException), "log")]
    [InlineData("odoo.exceptions.MissingError", "山田", typeof(TransientException), "deleted")]
    [InlineData("psycopg2.errors.SerializationFailure", "山田", typeof(TransientException), "busy")]
    [InlineData("psycopg2.OperationalError", "FATAL: database 山田 does not exist", typeof(SetupException), "Database")]
    [InlineData("odoo.exceptions.UserError", "Object 山田 doesn't exist", typeof(SetupException), "app")]
    [InlineData("builtins.ValueError", "Invalid field '山田'", typeof(ProtocolException), "log")]
    public async Task What_comes_with_status_200_is_told_apart_and_not_quoted(string name, string message, Type exception, string says)
    {
        Payments();
        _odoo.Instead = (_, method) => method == "search_read" ? PretendOdoo.Failure("$id", name, message) : null;
        var failure = await Should.ThrowAsync<ConnectorException>(() => ReadAsync("Payments"));
        failure.ShouldBeOfType(exception);
        failure.Message.ShouldContain(says);
        failure.Message.ShouldNotContain("山田");
    }

    [Fact]
    public async Task A_wrong_key_is_refused_access_and_a_missing_field_is_named()
    {
        Payments();
        _odoo.Fields["account.payment"] = Payment.Replace("journal_id:many2one ", "", StringComparison.Ordinal);
        (await Should.ThrowAsync<SetupException>(() => ReadAsync("Payments"))).Message.ShouldContain("'journal_id'");
        _options.ApiKey = new Secret("wr0ng");
        (await Should.ThrowAsync<AccessException>(() => ReadAsync("Payments"))).Message.ShouldNotContain("wr0ng");
    }

    [Theory]
    [InlineData("Asia/Tokyo", "2026-02-01", true)]    // 20:00 UTC is five o'clock of the next morning there
    [InlineData("Asia/Tokyo", "2026-01-31", false)]
    [InlineData("UTC", "2026-01-31", true)]
    [InlineData("America/New_York", "2026-01-31", true)]
    [InlineData("UTC", "2026-02-01", false)]
    public async Task Slices_by_dates_mean_the_days_of_the_business(string zone, string day, bool isThere)
    {
        Orders();
        _options.TimeZone = zone;
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        (await PassAsync("Orders", null, new Slice(From: date, To: date))).Records.Count.ShouldBe(isThere ? 1 : 0);
    }

    private const string Order = """
        {"id":5,"name":"S00005","state":"sale","date_order":"2026-01-31 20:00:00","currency_id":[25,"JPY"],"amount_untaxed":1000.0,"amount_tax":100.0,"amount_total":1100.0,"partner_id":[12,"佐藤 花子"],
         "client_order_ref":false,"invoice_status":"no","company_id":[1,"北斗貿易"],"order_line":[51,52,50],"write_date":"2026-02-01 03:04:05.5","order_line.write_date":"2026-02-01 03:04:05.5"}
        """;

    private void Orders()
    {
        _odoo.Fields["sale.order"] = "name:char state:selection date_order:datetime currency_id:many2one amount_untaxed:monetary amount_tax:monetary amount_total:monetary partner_id:many2one client_order_ref:char invoice_status:selection company_id:many2one order_line:one2many";
        _odoo.Fields["sale.order.line"] = "name:text product_id:many2one product_uom_qty:float qty_delivered:float product_uom:many2one price_unit:float price_subtotal:monetary";
        _odoo.Models["res.partner"] = () => [PretendOdoo.Row("""{"id":12,"commercial_partner_id":[7,"北斗貿易"]}""")];
        _odoo.Models["sale.order"] = () => [PretendOdoo.Row(Order)];
        _odoo.Models["sale.order.line"] = () => [
            PretendOdoo.Row("""{"id":50,"display_type":false,"name":"ボルト","product_id":[7,"ボルト"],"product_uom_qty":10.0,"qty_delivered":4.0,"product_uom":[1,"個"],"price_unit":100.0,"price_subtotal":1000.0}"""),
            PretendOdoo.Row("""{"id":51,"display_type":false,"name":"保守","product_id":false,"product_uom_qty":0.0,"qty_delivered":0.0,"product_uom":[1,"個"],"price_unit":0.0,"price_subtotal":0.0}"""),
            PretendOdoo.Row("""{"id":52,"display_type":"line_note","name":"備考"}""")];
    }

    private void Payments()
    {
        _odoo.Fields["account.payment"] = Payment;
        _odoo.Models["account.payment"] = () => [];
    }

    private async Task<List<string>> ReadAsync(string entity) => (await PassAsync(entity, null)).Records;

    private async Task<(Checkpoint? Next, List<string> Records)> PassAsync(string entity, Checkpoint? after, Slice? slice = null)
    {
        using var http = new HttpClient();
        await using var source = new OdooSource(_options, new ConnectorServices(http, TimeProvider.System, NullLogger.Instance));
        List<string> records = [];
        await foreach (var batch in source.ReadAsync(new ReadRequest(entity, after, 100, slice), CancellationToken.None))
        {
            records.AddRange(batch.Records.Select(record => $"{record.Key} {System.Text.Encoding.UTF8.GetString(record.Json.Span)}"));
            after = batch.Next;
        }

        return (after, records);
    }
}
