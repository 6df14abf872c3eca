using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>Missing, null, empty and initial are one, until an <c>absent</c> rule tells them apart.</summary>
public sealed class AbsentTests
{
    private static readonly Core.Mapping.Mapping Product = Mapped.Inward("""
        to: product
        fields:
          sku: { from: id, absent: none }
          name: { from: name, as: trim, absent: { missing: m, null: n, empty: e, initial: i } }
          unit: { from: unit, as: [{ blank: ["---", N/A] }, upper], choose: { KG: kilo }, otherwise: other, absent: { initial: refuse } }
          category: { from: head.category, absent: { null: refuse, missing: refuse } }
          attributes: { since: { from: since, as: sap-date, absent: { initial: 1900-01-01 } } }
        """);

    [Theory]
    [InlineData("{}", "none", "m")]
    [InlineData("{\"id\":null,\"name\":null}", "none", "n")]
    [InlineData("{\"id\":\"\",\"name\":\"\"}", "none", "e")]
    [InlineData("{\"id\":7,\"name\":\"  \"}", "7", "e")]
    public void Each_kind_has_its_own_default_or_all_have_one(string json, string sku, string name)
    {
        var product = Product.Record<Product>(json[..^1] + (json.Length > 2 ? "," : "") + "\"head\":{\"category\":\"c\"}}");
        (product.Sku, product.Name).ShouldBe((sku, name));
    }

    [Theory]
    [InlineData("\"head\":{\"category\":null}", "category: null, which 'absent' refuses")]
    [InlineData("\"head\":{}", "category: missing, which 'absent' refuses")]
    [InlineData("\"head\":null", "category: missing, which 'absent' refuses")]
    [InlineData("\"x\":1", "category: missing, which 'absent' refuses")]
    [InlineData("\"head\":{\"category\":\"c\"},\"unit\":\"---\"", "unit: an initial value, which 'absent' refuses")]
    public void Refuse_refuses_and_says_how_it_was_absent(string members, string cause) => Product.Causes($"{{{members}}}").ShouldBe([cause]);

    [Fact]
    public void A_kind_that_is_not_listed_stays_absent()
    {
        var product = Product.Record<Product>("""{"head":{"category":""},"unit":""}""");
        (product.Category, product.Unit, product.Attributes).ShouldBe((null, null, null));
    }

    [Fact]
    public void The_steps_are_done_in_their_order_whatever_the_order_in_the_file()
    {
        const string Last = "{ absent: kilo, choose: { KG: pound }, as: upper, from: unit }";
        Mapped.Inward($"to: product\nfields: {{ sku: id, name: {Last} }}").Record<Product>("""{"id":1}""").Name.ShouldBe("kilo", "a default is neither converted nor chosen");
        Mapped.Inward($"to: product\nfields: {{ sku: id, name: {Last} }}").Record<Product>("""{"id":1,"unit":"kg"}""").Name.ShouldBe("pound");
    }

    [Fact]
    public void A_converter_that_knows_an_initial_value_says_so()
    {
        var product = Product.Record<Product>("""{"head":{"category":"c"},"since":"00000000"}""");
        product.Attributes!.ToJsonString().ShouldBe("""{"since":"1900-01-01"}""");
    }

    [Fact]
    public void Outwards_it_is_the_same_rule() =>
        Mapped.Outward("from: customer\nto: { object: a }\nfields: { state: { from: status, absent: unknown } }").Map("{}"u8.ToArray())
            .ShouldBeOfType<Core.Mapping.OutwardResult.Mapped>().Fields.ToJsonString().ShouldBe("""{"state":"unknown"}""");

    [Fact]
    public void An_explanation_says_how_it_was_absent_and_what_stands_for_it()
    {
        var explained = Product.Explain("erp", new SourceRecord("1", ChangeKind.Upserted, """{"id":null}"""u8.ToArray()));

        explained.Of("sku")!.Steps.ShouldBe([new ExplainedStep("read", "id", null, null, null), new ExplainedStep("convert", "absent null", null, "\"none\"", null)]);
        explained.Of("category")!.Steps[^1].ShouldBe(new ExplainedStep("convert", "absent missing", null, null, "missing, which 'absent' refuses"));
    }

    [Theory]
    [InlineData("{ from: A, absent: [x] }", "(4,30): expected absent: value, or absent: { missing: value, null: value, empty: value, initial: value }, found a list")]
    [InlineData("{ from: A, absent: { nul: open } }", "(4,32): unknown key 'nul'; did you mean 'null'?")]
    [InlineData("{ from: A, absent: { null: { from: B } } }", "(4,30): expected absent: value, or absent: { missing: value, null: value, empty: value, initial: value }, found a set of keys")]
    [InlineData("{ from: A, absent: opne }", "(4,30): unknown state of 'status' 'opne'; did you mean 'open'?")]
    public void A_default_that_cannot_be_is_told(string rule, string lint) =>
        Mapped.Lints($"to: order\nfields:\n  number: N\n  status: {rule}").ShouldBe([$"erp/Test.yaml{lint}"]);
}
