using System.Text;
using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>Types carry meaning: what a field may hold is checked for every record, and nothing is rounded in silence.</summary>
public sealed class TypeTests
{
    private static readonly Core.Mapping.Mapping Customer = Mapped.Inward("""
        to: customer
        fields:
          name: { value: A }
          corporateNumber: no
          language: lang
          currency: cur
          email: mail
          addresses: [ { city: city, country: land } ]
        """);

    private static readonly Core.Mapping.Mapping Order = Mapped.Inward("""
        to: order
        fields:
          number: no
          net: { amount: net, currency: cur }
          gross: { amount: gross, currency: cur, minor: true }
          taxes:
            each: taxes
            fields:
              category: { from: code, choose: { V19: standard, V7: reduced }, otherwise: other }
              rate: rate
              net: { amount: base, currency: $.cur }
              amount: { amount: tax, currency: $.cur }
          lines:
            each: lines
            fields: { number: no, quantity: { value: n, unit: u } }
        """);

    [Theory]
    [InlineData("\"cur\":\"EURO\"", "currency: not a currency code (ISO 4217)")]
    [InlineData("\"cur\":\"eur\"", "currency: not a currency code (ISO 4217)")]
    [InlineData("\"cur\":\"XXX\"", "currency: not a currency code (ISO 4217)")]
    [InlineData("\"cur\":392", "currency: not a currency code (ISO 4217)")]
    [InlineData("\"lang\":\"JA\"", "language: not a language (BCP 47, such as ja or en-US)")]
    [InlineData("\"lang\":\"jp\"", "language: not a language (BCP 47, such as ja or en-US)")]
    [InlineData("\"no\":\"1234567890123\"", "corporateNumber: not a corporate number (法人番号: 13 digits, the first of which checks the others)")]
    [InlineData("\"land\":\"Japan\",\"city\":\"K\"", "addresses[0].country: not a country code (ISO 3166-1 alpha-2)")]
    [InlineData("\"land\":\"jp\",\"city\":\"K\"", "addresses[0].country: not a country code (ISO 3166-1 alpha-2)")]
    public void A_code_that_is_none_is_refused(string members, string cause) => Customer.Causes($$"""{{{members}},"mail":"a"}""").ShouldBe([cause]);

    [Fact]
    public void Codes_that_are_right_are_taken_as_they_are()
    {
        var customer = Customer.Record<Customer>("""{"cur":"JPY","lang":"zh-Hant-TW","no":"7000012050002","land":"JP"}""");
        (customer.Currency, customer.Language, customer.CorporateNumber, customer.Addresses![0].Country).ShouldBe(("JPY", "zh-Hant-TW", "7000012050002", "JP"));
    }

    [Theory]
    [InlineData("\"net\":\"1.005\"", "net: an amount without a currency")]
    [InlineData("\"net\":1,\"cur\":\"EU\"", "net: not a currency code (ISO 4217)")]
    [InlineData("\"net\":0.12345678901234567890123456789,\"cur\":\"EUR\"", "net: a number with more than 28 digits, which cannot be kept exactly")]
    [InlineData("\"gross\":1.5,\"cur\":\"EUR\"", "gross: an amount in minor units that is not whole")]
    [InlineData("\"gross\":1,\"cur\":\"XAU\"", "gross: an amount in minor units of a currency that has none")]
    [InlineData("\"lines\":[{\"no\":1,\"n\":5}]", "lines[].quantity: a quantity without a unit")]
    public void Money_without_currency_quantity_without_unit_and_a_cut_are_refused(string members, string cause) =>
        Order.Causes($$"""{"no":"1",{{members}}}""").ShouldBe([cause]);

    [Theory]
    [InlineData("JPY", "1980", "1980")]
    [InlineData("EUR", "1980", "19.80")]
    [InlineData("KWD", "-1", "-0.001")]
    [InlineData("EUR", "\"5\"", "0.05")]
    public void Minor_units_are_as_many_as_the_currency_has(string currency, string minor, string amount) =>
        Order.Record<Order>($$"""{"no":"1","gross":{{minor}},"cur":"{{currency}}"}""").Gross.ShouldBe(new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency));

    [Fact]
    public void Taxes_are_kept_per_rate()
    {
        var order = Order.Record<Order>("""{"no":"1","cur":"JPY","taxes":[{"code":"V7","rate":8,"base":"1000","tax":80},{"code":"x","rate":"10.0","base":500,"tax":50}]}""");

        order.Taxes.ShouldBe(
        [
            new TaxLine { Category = TaxCategory.Reduced, Rate = 8, Net = new Money(1000, "JPY"), Amount = new Money(80, "JPY") },
            new TaxLine { Category = TaxCategory.Other, Rate = 10.0m, Net = new Money(500, "JPY"), Amount = new Money(50, "JPY") },
        ]);
        Encoding.UTF8.GetString(CanonicalJson.ToBytes(order)).ShouldContain("""{"category":"reduced","rate":8,"net":{"amount":1000,"currency":"JPY"},"amount":{"amount":80,"currency":"JPY"}}""");
        Mapped.Outward("from: order\nto: { object: o }\nfields:\n  reduced: taxes[category=reduced].amount.amount").Map(CanonicalJson.ToBytes(order))
            .ShouldBeOfType<Core.Mapping.OutwardResult.Mapped>().Fields.ToJsonString().ShouldBe("""{"reduced":80}""");
    }

    [Fact]
    public void A_rate_no_code_names_is_told_outwards() =>
        Mapped.Lints("from: order\nto: { object: o }\nfields:\n  n: taxes[category=redced].rate", outward: true)
            .ShouldBe(["crm/test.yaml(4,6): unknown state 'redced'; did you mean 'reduced'?"]);

    [Fact]
    public void Currencies_cost_no_memory()
    {
        var order = """{"no":"1","net":1,"gross":5,"cur":"JPY"}"""u8.ToArray();
        var other = """{"no":"1","net":1,"gross":5,"cur":"\u004aPY"}"""u8.ToArray();
        Order.Map(order);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Order.Map(order);
        var plain = GC.GetAllocatedBytesForCurrentThread() - before;
        plain.ShouldBeLessThan(800, "the record, its key and what the caller makes");
        Order.Record<Order>(Encoding.UTF8.GetString(other)).Net.ShouldBe(new Money(1, "JPY"));
    }
}
