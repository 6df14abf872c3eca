using System.Text;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>Units and currencies are converted by tables that are part of the mapping.</summary>
public sealed class TableTests
{
    private const string Stock = """
        to: stockLevel
        fields:
          product: { ref: product, key: no }
          onHand: { value: n, unit: u, in: EA, units: units.csv, product: no }
          incoming: { value: m, unit: u, in: { from: wanted }, units: units.csv, round: 2 }
        """;

    private const string Units = """
        product,unit,factor,base,divisor
        ,DZN,12,EA,
        ,KG,1000,G,
        ,BOX,10,EA,
        4711,BOX,24,EA,
        4711,PAL,960,EA,
        815,BOX,6,EA,
        "8,15",THIRD,1,EA,3
        """;

    private const string Orders = """
        to: order
        fields:
          number: no
          net: { amount: net, currency: cur }
          attributes:
            yen: { amount: net, currency: cur, to: JPY, rates: ecb.csv, on: { from: day, as: sap-date }, round: 0, maxAge: 3 }
        """;

    private const string Rates = """
        date,from,to,rate
        2026-01-30,EUR,JPY,180.50
        2026-01-28,EUR,JPY,179.00
        2026-01-30,EUR,USD,1.25
        2026-01-30,GBP,JPY,210
        """;

    private static readonly Core.Mapping.Mapping Stocks = Compile(Stock, ("units.csv", Units));
    private static readonly Core.Mapping.Mapping Ordered = Compile(Orders, ("ecb.csv", Rates));

    [Theory]
    [InlineData("4711", "2", "BOX", "48")]
    [InlineData("815", "2", "BOX", "12")]
    [InlineData("x", "2", "BOX", "20")]
    [InlineData("x", "0.5", "DZN", "6.0")]
    [InlineData("x", "7", "EA", "7")]
    [InlineData("8,15", "6", "THIRD", "2")]
    public void A_products_own_row_comes_before_the_one_for_all(string product, string number, string unit, string pieces) =>
        Stocks.Record<StockLevel>($$"""{"no":"{{product}}","n":{{number}},"u":"{{unit}}"}""").OnHand.ShouldBe(new Quantity(Number(pieces), "EA"));

    [Theory]
    [InlineData("815", "2", "PAL", "onHand: no conversion from 'PAL' to 'EA' in units.csv")]
    [InlineData("8,15", "1", "THIRD", "onHand: a remainder in the conversion from 'THIRD' to 'EA'; say by 'round' how many digits to keep")]
    [InlineData("815", "2", "", "onHand: a quantity without a unit")]
    public void What_the_table_does_not_say_is_refused(string product, string number, string unit, string cause) =>
        Stocks.Causes($$"""{"no":"{{product}}","n":{{number}},"u":"{{unit}}"}""").ShouldBe([cause]);

    [Theory]
    [InlineData("DZN", "DZN", "5", "5")]
    [InlineData("EA", "DZN", "18", "1.5")]
    [InlineData("EA", "DZN", "1", "0.08")]
    [InlineData("G", "KG", "1250", "1.25")]
    public void A_row_counts_both_ways_and_rounds_where_it_is_told(string unit, string wanted, string number, string result) =>
        Stocks.Record<StockLevel>($$"""{"no":"1","m":{{number}},"u":"{{unit}}","wanted":"{{wanted}}"}""").Incoming.ShouldBe(new Quantity(Number(result), wanted));

    [Fact]
    public void An_explanation_tells_the_conversion()
    {
        var explained = Stocks.Explain("erp", new SourceRecord("1", ChangeKind.Upserted, """{"no":"4711","n":2,"u":"BOX"}"""u8.ToArray()));

        explained.Of("onHand.value")!.Steps[^1].ShouldBe(new ExplainedStep("convert", "in EA by units.csv", "2", "48", null));
        explained.Of("onHand.unit")!.Steps[^1].ShouldBe(new ExplainedStep("convert", "in EA", "\"BOX\"", "EA", null));
    }

    [Fact]
    public void An_amount_in_another_currency_keeps_what_it_was_made_of_and_the_field_its_own()
    {
        var order = Ordered.Record<Order>("""{"no":"1","net":"99.99","cur":"EUR","day":"20260131"}""");

        order.Net.ShouldBe(new Money(99.99m, "EUR"));
        order.Attributes!.ToJsonString().ShouldBe(
            """{"yen":{"amount":18048,"currency":"JPY","rate":180.50,"rateOn":"2026-01-30","rates":"ecb","original":{"amount":99.99,"currency":"EUR"}}}""");
    }

    [Theory]
    [InlineData("EUR", "20260129", "17900", "2026-01-28")]
    [InlineData("JPY", "20200101", "100", "2020-01-01")]
    [InlineData("USD", "20260130", "14440", "2026-01-30")]
    public void The_last_rate_before_the_day_counts_also_through_a_third_currency(string currency, string day, string amount, string on)
    {
        var yen = Ordered.Record<Order>($$"""{"no":"1","net":100,"cur":"{{currency}}","day":"{{day}}"}""").Attributes!["yen"]!;
        (yen["amount"]!.ToJsonString(), yen["rateOn"]!.GetValue<string>()).ShouldBe((amount, on));
    }

    [Fact]
    public void A_rate_counts_both_ways()
    {
        var mapping = Compile("to: order\nfields:\n  number: no\n  attributes: { eur: { amount: net, currency: cur, to: EUR, rates: ecb.csv, on: day } }", ("ecb.csv", Rates));
        var eur = mapping.Record<Order>("""{"no":"1","net":1000,"cur":"JPY","day":"2026-02-01"}""").Attributes!["eur"]!;
        (eur["amount"]!.ToJsonString(), eur["rate"]!.ToJsonString()).ShouldBe(("5.54", "0.0055401662"));
    }

    [Theory]
    [InlineData("EUR", "20260203", "attributes.yen: no rate from EUR to JPY in ecb.csv on the day or 3 days before")]
    [InlineData("EUR", "20260127", "attributes.yen: no rate from EUR to JPY in ecb.csv on the day or 3 days before")]
    [InlineData("CHF", "20260130", "attributes.yen: no rate from CHF to JPY in ecb.csv on the day or 3 days before")]
    [InlineData("EUR", "", "attributes.yen: an amount to be exchanged without the day whose rate counts")]
    public void Without_a_young_rate_it_is_refused(string currency, string day, string cause) =>
        Ordered.Causes($$"""{"no":"1","net":100,"cur":"{{currency}}","day":"{{day}}"}""").ShouldBe([cause]);

    [Fact]
    public void No_amount_is_no_attribute() => Ordered.Record<Order>("""{"no":"1"}""").Attributes.ShouldBeNull();

    [Fact]
    public void Tables_are_parts_of_the_mapping_and_change_its_version()
    {
        Stocks.Parts.Select(part => part.File).ShouldBe(["erp/Test.yaml", "erp/units.csv"]);
        var again = MappingCompiler.Compile(Stocks.Parts);
        again.Version.ShouldBe(Stocks.Version);
        again.Record<StockLevel>("""{"no":"4711","n":1,"u":"PAL"}""").OnHand.ShouldBe(new Quantity(960, "EA"));
        Compile(Stock, ("units.csv", Units + "\n,M,100,CM,")).Version.ShouldNotBe(Stocks.Version);
        Compile(Stock, ("units.csv", Units), ("other.csv", "x")).Version.ShouldBe(Stocks.Version, "a file nobody names is no part");
    }

    [Theory]
    [InlineData("product,unit,factor\n", "erp/units.csv(1,1): the column 'base' is missing")]
    [InlineData("product,unit,factor,base,extra\n", "erp/units.csv(1,1): unknown column 'extra'; there may be product, unit, factor, base, divisor")]
    [InlineData("product,unit,factor,base\n,KG,0,G\n", "erp/units.csv(2,1): 'factor' and 'divisor' must be numbers greater than zero, with a point and no other marks")]
    [InlineData("product,unit,factor,base\n,KG,\"1,000\",G\n", "erp/units.csv(2,1): 'factor' and 'divisor' must be numbers greater than zero, with a point and no other marks")]
    [InlineData("product,unit,factor,base\n\n,KG,1,000,G\n", "erp/units.csv(3,1): has 5 cells, but there are 4 columns; put what holds a comma in double quotes")]
    [InlineData("product,unit,factor,base\n,,1,G\n", "erp/units.csv(2,1): 'unit' and 'base' must not be empty")]
    [InlineData("product,unit,factor,base\n,KG,1,G\n,KG,2,G", "erp/units.csv(3,1): there is a row for 'KG' of all products already")]
    [InlineData("", "erp/units.csv(1,1): unknown column ''; there may be product, unit, factor, base, divisor")]
    public void A_broken_table_says_which_file_and_line(string table, string lint) =>
        Should.Throw<MappingException>(() => Compile(Stock, ("units.csv", table))).Lints.Select(found => $"{found}").ShouldBe([lint]);

    [Theory]
    [InlineData("date,from,to,rate\n31.1.2026,EUR,JPY,1", "erp/ecb.csv(2,1): 'date' is not a date (expected yyyy-MM-dd)")]
    [InlineData("date,from,to,rate\n2026-01-31,EUX,JPY,1", "erp/ecb.csv(2,1): 'EUX' is not a currency code (ISO 4217); did you mean 'EUR'?")]
    [InlineData("date,from,to,rate\n2026-01-31,EUR,JPY,-1", "erp/ecb.csv(2,1): 'rate' must be a number greater than zero, with a point and no other marks")]
    [InlineData("date,from,to,rate\n2026-01-31,EUR,JPY,1\n2026-01-31,EUR,JPY,2", "erp/ecb.csv: has two rates from EUR to JPY on 2026-01-31; keep one")]
    public void A_broken_table_of_rates_says_so_too(string table, string lint) =>
        Should.Throw<MappingException>(() => Compile(Orders, ("ecb.csv", table))).Lints.Select(found => $"{found}").ShouldBe([lint]);

    [Theory]
    [InlineData("{ value: n, unit: u, in: EA }", "(4,11): 'units' is missing: a unit is converted by { value: …, unit: …, in: EA, units: units.csv }")]
    [InlineData("{ value: n, unit: u, in: EA, units: nits.csv }", "(4,47): there is no file 'nits.csv' beside the mapping")]
    [InlineData("{ value: n, unit: u, in: EA, units: ../units.csv }", "(4,47): expected the name of a .csv file beside the mapping")]
    [InlineData("{ value: n, unit: u, product: p }", "(4,41): 'product' belongs to 'in' and 'units'")]
    [InlineData("{ value: n, unit: u, in: EA, units: units.csv, round: much }", "(4,65): 'round' must be the number of digits after the point, 0 to 28")]
    public void A_conversion_that_cannot_be_is_told(string rule, string lint) =>
        Should.Throw<MappingException>(() => Compile($"to: stockLevel\nfields:\n  product: {{ ref: product, key: no }}\n  onHand: {rule}", ("units.csv", Units)))
            .Lints.Select(found => $"{found}").ShouldBe([$"erp/Test.yaml{lint}"]);

    [Theory]
    [InlineData("{ amount: n, currency: c, to: JPX, rates: ecb.csv, on: d }", "(4,50): 'JPX' is not a currency code (ISO 4217); did you mean 'JPY'?")]
    [InlineData("{ amount: n, currency: c, to: JPY, rates: ecb.csv }", "(4,20): 'on' is missing: an amount is exchanged by { amount: …, currency: …, to: JPY, rates: ecb.csv, on: … }")]
    [InlineData("{ amount: n, currency: c, to: JPY, rates: ecb.csv, on: d, maxAge: 400 }", "(4,86): 'maxAge' must be a whole number of days, 0 to 366")]
    [InlineData("{ amount: n, currency: c, to: JPY, rates: ecb.csv, on: d, max: 4 }", "(4,78): unknown key 'max'; there are: amount, currency, minor, to, rates, on, round, maxAge")]
    public void An_exchange_that_cannot_be_is_told(string rule, string lint) =>
        Should.Throw<MappingException>(() => Compile($"to: order\nfields:\n  number: no\n  attributes: {{ x: {rule} }}", ("ecb.csv", Rates)))
            .Lints.Select(found => $"{found}").ShouldBe([$"erp/Test.yaml{lint}"]);

    [Fact]
    public void Money_fields_themselves_are_never_exchanged() =>
        Mapped.Lints("to: order\nfields:\n  number: no\n  net: { amount: n, currency: c, to: JPY }").ShouldBe(["erp/Test.yaml(4,34): unknown key 'to'; there are: amount, currency, minor"]);

    private static Core.Mapping.Mapping Compile(string yaml, params (string Name, string Text)[] tables) =>
        MappingCompiler.Compile([new MappingPart("erp/Test.yaml", Encoding.UTF8.GetBytes(yaml)), .. tables.Select(table => new MappingPart($"erp/{table.Name}", Encoding.UTF8.GetBytes(table.Text)))]);

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
