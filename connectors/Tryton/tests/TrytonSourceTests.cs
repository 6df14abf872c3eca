using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Tryton.Tests;

public sealed class TrytonSourceTests : IAsyncLifetime
{
    private readonly PretendTryton _tryton = new();
    private TrytonOptions _options = null!;

    public async Task InitializeAsync()
    {
        _options = (await _tryton.StartAsync()).Options();
        _options.Fields["Payments"] = ["extra"];
    }

    public async Task DisposeAsync() => await _tryton.DisposeAsync();

    [Fact]
    public async Task A_record_is_plain_JSON_with_every_digit_and_always_the_same_bytes()
    {
        Given("account.payment", """
            {"party.":{"name":"𠮷野","id":7},"id":3,"amount":{"__class__":"Decimal","decimal":"1E+3"},"z":{"__class__":"Decimal","decimal":"0E-8"},"y":{"__class__":"Decimal","decimal":"-12.3400"},
             "x":{"__class__":"Decimal","decimal":"123E-5"},"nan":{"__class__":"Decimal","decimal":"NaN"},"date":{"__class__":"date","year":2026,"month":2,"day":1},
             "at":{"__class__":"time","hour":9,"minute":5,"second":0,"microsecond":0},"delay":{"__class__":"timedelta","seconds":86400.0},"blob":{"__class__":"bytes","base64":"UEsD\nBA=="},
             "ids":[30,4,5],"quantity":4.25,"none":null,"lines.":[{"z":1,"id":2,"write_date":{"__class__":"datetime","year":2026,"month":5,"day":6,"hour":7,"minute":8,"second":9,"microsecond":10}}],
             "write_date":null,"create_date":{"__class__":"datetime","year":2026,"month":5,"day":6,"hour":7,"minute":8,"second":9,"microsecond":0}}
            """);
        (await ReadAsync("Payments")).Single().ShouldBe("""
            3 {"id":3,"amount":1000,"at":"09:05:00.000000","blob":"UEsDBA==","create_date":"2026-05-06T07:08:09.000000Z","date":"2026-02-01","delay":86400.0,"ids":[4,5,30],"lines":[{"id":2,"z":1}],
            "nan":"NaN","none":null,"party":{"id":7,"name":"\uD842\uDFB7野"},"quantity":4.25,"write_date":null,"x":0.00123,"y":-12.3400,"z":0.00000000}
            """.Replace("\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_that_is_over_is_renewed_once_and_else_kept()
    {
        Given("account.payment", """{"id":1,"create_date":null,"write_date":null}""");
        var services = Services();
        for (var run = 0; run < 3; run++)
            await ReadAsync("Payments", services: services);
        _tryton.Logins.ShouldBe(1);
        _tryton.EndSession();
        (await ReadAsync("Payments", services: services)).Count.ShouldBe(1);
        _tryton.Logins.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"id":$id,"error":["UserError",["You may not read 山田 of \"party\".","",null]]}""", typeof(AccessException), "UserError")]
    [InlineData("""{"id":$id,"error":["UserWarning",["really","Delete 山田?",""]]}""", typeof(ProtocolException), "UserWarning")]
    [InlineData("""{"id":$id,"error":["ConcurrencyException","Records were modified in the meanwhile"]}""", typeof(TransientException), "ConcurrencyException")]
    [InlineData("""{"id":$id,"error":["'extra'",""]}""", typeof(SetupException), "'extra'")]
    [InlineData("""{"id":$id,"error":["value too long: 山田","Traceback"]}""", typeof(ProtocolException), "log")]
    [InlineData("""{"id":$id,"error":"山田"}""", typeof(ProtocolException), "log")]
    [InlineData("""{"id":$id}""", typeof(ProtocolException), "neither result nor error")]
    [InlineData("""{"id":1,"result":[]}""", typeof(ProtocolException), "does not belong")]
    [InlineData("""[]""", typeof(ProtocolException), "does not belong")]
    [InlineData("""{"id":$id,"result":{"id":1}}""", typeof(ProtocolException), "no list of records")]
    [InlineData("""{"id":$id,"result":[{"name":"山田"}]}""", typeof(ProtocolException), "without its id")]
    [InlineData("""{"id":$id,"result":[{"id":2},{"id":1}]}""", typeof(ProtocolException), "gave 1 behind 2")]
    public async Task What_comes_with_status_200_is_told_apart_and_not_quoted(string answer, Type exception, string says)
    {
        _tryton.Instead = (method, _) => method == "model.account.payment.search_read" ? answer : null;
        var failure = await Should.ThrowAsync<ConnectorException>(() => ReadAsync("Payments"));
        failure.ShouldBeOfType(exception);
        failure.Message.ShouldContain(says);
        failure.Message.ShouldNotContain("山田");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_access_and_asked_for_once()
    {
        _options.Password = new Secret("wrong");
        var services = Services();
        for (var run = 0; run < 3; run++)
            (await Should.ThrowAsync<AccessException>(() => ReadAsync("Payments", services: services))).Message.ShouldNotContain("wrong-");
        _tryton.Calls("common.db.login").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told()
    {
        _options.Database = "other";
        (await Should.ThrowAsync<SetupException>(() => ReadAsync("Payments"))).Message.ShouldContain("Database");
    }

    [Fact]
    public async Task A_changed_child_a_new_record_and_an_inactive_one_are_asked_for_as_well()
    {
        Given("party.party", """{"id":5,"categories.name":"得意先","create_date":{"__class__":"datetime","year":2026,"month":5,"day":6,"hour":7,"minute":8,"second":9,"microsecond":123456},"write_date":null}""");
        _options.CustomerCategories = ["得意先"];
        await ReadAsync("Customers", next => ReadAsync("Customers", after: next));
        var domain = _tryton.Calls("model.party.party.search_read").Last()[0]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        domain.ShouldContain("""["active","in",[true,false]],["categories.name","in",["得意先"]],["OR",["active","in",[]],["write_date",">=",{"__class__":"datetime",""");
        domain.ShouldContain("""["identifiers.create_date",">=",""");
        domain.ShouldContain("""["contact_mechanisms","where",[["active","in",[true,false]],["OR",["active","in",[]],["write_date",">=",""");
    }

    [Fact]
    public async Task Without_categories_neither_the_company_nor_contacts_are_customers()
    {
        Given("party.party");
        await ReadAsync("Customers");
        _tryton.Calls("model.party.party.search_read").Single()[0]!.ToJsonString()
            .ShouldBe("""[["id","\u003E",0],["active","in",[true,false]],["id","!=",1],["relations","not where",[["type.reverse.name","in",["has contact"]]]]]""");
    }

    [Fact]
    public async Task Open_invoices_are_read_at_every_sync()
    {
        Given("account.invoice");
        await ReadAsync("Invoices", next => ReadAsync("Invoices", after: next));
        Given("account.invoice", """{"id":5,"state":"posted","create_date":{"__class__":"datetime","year":2026,"month":5,"day":6,"hour":7,"minute":8,"second":9,"microsecond":0},"write_date":null}""");
        await ReadAsync("Invoices", next => ReadAsync("Invoices", after: next));
        _tryton.Calls("model.account.invoice.search_read").Last()[0]!.ToJsonString().ShouldContain("""["state","=","posted"]""");
    }

    [Fact]
    public async Task A_field_of_a_module_that_is_not_installed_is_not_asked_for()
    {
        Given("party.party");
        _tryton.Definitions["party.party"] = """{"customer_payment_term":{"type":"many2one","relation":"account.invoice.payment_term"}}""";
        _tryton.Definitions["account.invoice.payment_term"] = """{"name":{"type":"char"}}""";
        await ReadAsync("Customers");
        var fields = _tryton.Calls("model.party.party.search_read").Single()[4]!.AsArray().Select(field => field!.GetValue<string>()).ToList();
        fields.ShouldContain("customer_payment_term.name");
        fields.ShouldContain("contact_mechanisms.write_date");
        fields.ShouldNotContain("credit_limit_amount");
        fields.ShouldAllBe(field => !field.EndsWith('?'));
    }

    [Fact]
    public async Task What_is_allocated_and_shipped_of_a_line_is_added_from_its_moves()
    {
        Given("sale.sale", """
            {"id":1,"lines.":[
              {"id":10,"type":"line","quantity":12.0,"unit.":{"id":1,"factor":1.0},"moves.":[
                {"id":100,"state":"done","quantity":4.0,"uom.":{"id":1,"factor":1.0}},
                {"id":101,"state":"draft","quantity":5.0,"uom.":{"id":1,"factor":1.0}},
                {"id":102,"state":"assigned","quantity":2.0,"uom.":{"id":1,"factor":1.0}},
                {"id":103,"state":"cancelled","quantity":9.0,"uom.":{"id":1,"factor":1.0}}]},
              {"id":11,"type":"line","quantity":2.0,"unit.":{"id":2,"factor":12.0},"moves.":[{"id":104,"state":"done","quantity":6.0,"uom.":{"id":1,"factor":1.0}}]},
              {"id":12,"type":"comment","quantity":null,"unit.":null,"moves.":[]}]}
            """, """
            {"id":2,"lines.":[{"id":13,"type":"line","quantity":-3.0,"unit.":{"id":1,"factor":1.0},"moves.":[{"id":105,"state":"done","quantity":3.0,"uom.":{"id":1,"factor":1.0}}]}]}
            """, """{"id":3,"lines.":[]}""");
        Given("stock.move",
            """{"id":200,"origin":"stock.move,101","state":"assigned","quantity":3.0,"uom.":{"id":1,"factor":1.0}}""",
            """{"id":201,"origin":"stock.move,101","state":"draft","quantity":2.0,"uom.":{"id":1,"factor":1.0}}""");

        var orders = (await ReadAsync("Orders")).Select(order => (JsonObject)JsonNode.Parse(order[2..])!).ToList();

        string Of(int order, int line, string name) => orders[order]["lines"]![line]![name]?.ToJsonString() ?? "-";
        Of(0, 0, "allocated").ShouldBe("5.0");
        Of(0, 0, "shipped").ShouldBe("4.0");
        decimal.Parse(Of(0, 1, "shipped"), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(0.5m);   // six pieces of two dozen
        Of(0, 2, "shipped").ShouldBe("-");
        Of(1, 0, "shipped").ShouldBe("-3.0");
        orders.Select(order => order["has_shipped"]!.GetValue<bool>()).ShouldBe([true, true, false]);
    }

    [Fact]
    public async Task Stock_is_asked_for_by_warehouse_and_day_with_and_without_what_is_assigned()
    {
        Given("stock.location",
            """{"id":5,"code":"WH","name":"東京","storage_location.":{"id":3,"code":"STO"}}""",
            """{"id":9,"code":"W2","name":"大阪","storage_location.":{"id":8,"code":"STO"}}""");
        _tryton.Models["product.product"] = context => Enumerable.Range(1, 3).Select(id => PretendTryton.Row(
            $$"""{"id":{{id}},"code":"G{{id}}","default_uom.":{"symbol":"u","id":1},"quantity":{{(context["locations"]![0]!.GetValue<int>() == 3 ? 10 * id : 0) - (context["stock_assign"]!.GetValue<bool>() ? id : 0)}}.5}"""));

        var stock = await ReadAsync("Stock", batchSize: 2);

        stock.Count.ShouldBe(6);
        stock[1].ShouldBe("""2-3 {"key":"2-3","on_hand":20.5,"assigned":2.0,"available":18.5,"warehouse":{"id":5,"code":"WH","name":"東京","storage_location":{"id":3,"code":"STO"}},"product":2,"code":"G2","default_uom":{"id":1,"symbol":"u"}}""");
        var context = _tryton.Calls("model.product.product.search_read").First()[5]!;
        context["stock_date_end"]!["day"]!.GetValue<int>().ShouldBe(27);
        context["company"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("Contacts", "ContactRelations")]
    [InlineData("Nonsense", "Customers, Contacts")]
    public async Task What_cannot_be_read_is_an_error_in_the_settings(string entity, string says)
    {
        _options.ContactRelations = [];
        (await Should.ThrowAsync<SetupException>(() => ReadAsync(entity))).Message.ShouldContain(says);
    }

    [Fact]
    public async Task A_check_looks_for_the_names_in_the_settings()
    {
        Given("party.relation.type", """{"id":1,"name":"employs"}""");
        (await Should.ThrowAsync<SetupException>(() => Open(Services()).CheckAsync(CancellationToken.None))).Message.ShouldContain("'has contact'. There are: employs");
    }

    [Fact]
    public async Task Keys_are_listed_whole_and_with_the_prefix_that_records_have()
    {
        _tryton.Models["stock.shipment.out.return"] = _ => Enumerable.Range(1, 2500).Select(id => PretendTryton.Row($$"""{"id":{{id}}}"""));
        List<string> keys = [];
        await foreach (var some in Open(Services()).ListKeysAsync("Returns", CancellationToken.None))
            keys.AddRange(some);
        keys.Count.ShouldBe(2500);
        keys[0].ShouldBe("return-1");
        _tryton.Calls("model.stock.shipment.out.return.search_read").Count().ShouldBe(3);
    }

    private void Given(string model, params string[] rows) => _tryton.Models[model] = _ => rows.Select(PretendTryton.Row);

    private static ConnectorServices Services() => new(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }), TimeProvider.System, NullLogger.Instance);

    private TrytonSource Open(ConnectorServices services) => new(_options, services);

    private async Task<List<string>> ReadAsync(string entity, Func<Checkpoint, Task>? then = null, Checkpoint? after = null, ConnectorServices? services = null, int batchSize = 100)
    {
        List<string> records = [];
        await foreach (var batch in Open(services ?? Services()).ReadAsync(new ReadRequest(entity, after, batchSize), CancellationToken.None))
        {
            records.AddRange(batch.Records.Select(record => $"{record.Key} {Encoding.UTF8.GetString(record.Json.Span)}"));
            after = batch.Next;
        }

        if (then is not null && after is not null)
            await then(after);
        return records;
    }
}
