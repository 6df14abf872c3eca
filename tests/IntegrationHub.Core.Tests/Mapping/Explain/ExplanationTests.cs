using System.Text;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Mapping.Explain;

/// <summary>Every value can say where it came from, what was done with it, and which rule did it.</summary>
public sealed class ExplanationTests
{
    private static readonly Core.Mapping.Mapping Order = Mapped.Inward("""
        to: order
        only: { Type: OR }
        fields:
          number: { from: Number, as: [trim, { pad: 6 }] }
          orderedOn: { from: On, as: { date-format: M/d/yyyy } }
          status: { first: [Late, { from: State, choose: { O: open, D: done } }] }
          net: { amount: Net, currency: Currency }
          customer: { ref: customer, key: Who }
          lines:
            each: Items
            only: { kind: goods }
            fields:
              number: pos
              quantity: { value: n, unit: { value: EA } }
              net: { amount: net, currency: $.Currency }
          attributes: { note: { join: { of: [A, B], with: "/" } } }
        """);

    private const string Record = """
        { "Type": "OR", "Number": " 42 ", "On": "7/4/1996", "State": "D", "Net": 5.50, "Currency": "EUR", "Who": "C1", "A": "x", "B": "y",
          "Items": [ { "kind": "remark", "pos": 1 }, { "kind": "goods", "pos": 2, "n": 3, "net": "5.50" } ] }
        """;

    private static readonly Explanation Explained = Explain(Record);

    [Fact]
    public void A_value_tells_its_path_its_raw_value_every_step_and_its_rule()
    {
        var number = Explained.Of("number").ShouldNotBeNull();
        number.Rule.ShouldBe("erp/Test.yaml(4,11)");
        number.Outcome.ShouldBe(ExplainedOutcome.Present);
        Story(number).ShouldBe(["read Number -> \" 42 \"", "convert trim: \" 42 \" -> \"42\"", "convert pad 6: \"42\" -> \"000042\""]);
        Story("orderedOn").ShouldBe(["read On -> \"7/4/1996\"", "convert date-format M/d/yyyy: \"7/4/1996\" -> 1996-07-04"]);
        Story("attributes.note").ShouldBe(["read A -> \"x\"", "read B -> \"y\"", "convert join:  -> \"x/y\""]);
        Story("customer").ShouldBe(["read Who -> \"C1\"", "convert ref customer: \"C1\" -> \"erp/customer/C1\""]);
    }

    [Fact]
    public void What_was_tried_in_vain_is_told_too() =>
        Story("status").ShouldBe(["read Late -> ", "read State -> \"D\"", "convert choose: \"D\" -> \"done\"", "convert first: \"done\" -> \"done\""]);

    [Fact]
    public void In_a_list_paths_say_which_element_and_fields_which_entry()
    {
        Explained.Document.ShouldNotBeNull().ShouldContain("\"lines\":[{\"number\":\"2\"");
        Story("lines[0].number").ShouldBe(["read Items[1].pos -> 2"]);
        Story("lines[0].net.amount").ShouldBe(["read Items[1].net -> \"5.50\""]);
        Story("lines[0].net.currency").ShouldBe(["read Currency -> \"EUR\""]);
        Story("lines[0].quantity.unit").ShouldBe(["constant value -> \"EA\""]);
        Explained.Of("lines[0].net.amount").ShouldNotBeNull().Site.ShouldBe("lines[].net");
    }

    [Fact]
    public void A_refused_value_tells_the_step_that_refused_it()
    {
        var explained = Explain(Record.Replace("7/4/1996", "1996-07-04", StringComparison.Ordinal).Replace("\"D\"", "\"X\"", StringComparison.Ordinal));

        explained.Document.ShouldBeNull();
        explained.Issues.Count.ShouldBe(2);
        var date = explained.Of("orderedOn").ShouldNotBeNull();
        date.Outcome.ShouldBe(ExplainedOutcome.Refused);
        date.Cause.ShouldBe("not a date in the pattern M/d/yyyy");
        date.Steps[^1].Cause.ShouldBe("not a date in the pattern M/d/yyyy");
        explained.Of("status").ShouldNotBeNull().Cause.ShouldBe("a value 'choose' does not list");
        explained.Of("number").ShouldNotBeNull().Outcome.ShouldBe(ExplainedOutcome.Present);   // the rest is still told
    }

    [Fact]
    public void A_record_left_out_tells_by_what()
    {
        var explained = Explain("{ \"Type\": \"QT\" }");

        explained.LeftOut.ShouldBeTrue();
        Story(explained.Of("only Type").ShouldNotBeNull()).ShouldBe(["read Type -> \"QT\""]);
    }

    [Fact]
    public void Entries_written_out_are_numbered_as_they_come_out()
    {
        var customer = Mapped.Inward("""
            to: customer
            fields:
              name: N
              addresses:
                - { kind: { value: billing }, city: C1 }
                - { kind: { value: delivery }, city: C2 }
            """);

        var explained = customer.Explain("erp", new SourceRecord("1", ChangeKind.Upserted, """{ "N": "A", "C2": "Berlin" }"""u8.ToArray()));

        explained.Of("addresses[0].city").ShouldNotBeNull().SourcePaths.ShouldBe(["C2"]);
        explained.Of("addresses[0].kind").ShouldNotBeNull().Steps[0].To.ShouldBe("\"delivery\"");
        explained.Of("addresses[1].city").ShouldBeNull();
    }

    [Fact]
    public void A_mapping_says_which_places_of_a_record_it_reads()
    {
        var reads = Order.Reads.Select(read => read.Path).ToList();

        reads.Distinct().ShouldBe(["Type", "Number", "On", "Late", "State", "Net", "Currency", "Who", "Items", "Items[].kind", "Items[].pos", "Items[].n", "Items[].net", "A", "B"], ignoreOrder: true);
        reads.Count(path => path == "Currency").ShouldBe(2);
        Order.Reads.Single(read => read.Path == "Items[].n").Rule.ShouldBe("erp/Test.yaml(14,26)");
        var picked = Mapped.Inward("{ to: customer, fields: { name: N, email: \"mails[kind=work].'odd.name'\" } }");
        picked.Reads.Select(read => read.Path).ShouldBe(["N", "mails[].kind", "mails[].'odd.name'"]);
    }

    [Theory]
    [InlineData("a.b[0].c", "a.b[0].c")]
    [InlineData("$.a", "a")]
    [InlineData("\"a\".'b'", "a.b")]
    [InlineData("\"a.b\"", "'a.b'")]
    [InlineData("'it''s'", "'it''s'")]
    [InlineData("a..b", "a..b")]
    public void One_place_is_one_text_however_it_is_written(string written, string normal) => SourcePaths.Normal(written).ShouldBe(normal);

    [Fact]
    public void Outward_values_are_explained_the_same_way()
    {
        var order = Mapped.Outward("""
            from: order
            to: { target: crm, object: orders }
            fields:
              account: { ref: customer }
              state: { from: status, choose: { done: Shipped }, otherwise: Other }
              items: { each: lines, fields: { text: description, pieces: quantity.value } }
            """);

        var explained = order.Explain("""{ "key": "erp/order/1", "customer": "erp/customer/C1", "status": "open", "lines": [ { "description": "Chai", "quantity": { "value": 3, "unit": "EA" } } ] }"""u8.ToArray());

        Story(explained.Of("account").ShouldNotBeNull()).ShouldBe(["read customer -> \"erp/customer/C1\"", "convert ref customer: \"C1\" -> \"erp/customer/C1\""]);
        Story(explained.Of("state").ShouldNotBeNull()).ShouldBe(["read status -> \"open\"", "convert choose: \"open\" -> \"Other\""]);
        Story(explained.Of("items[0].pieces").ShouldNotBeNull()).ShouldBe(["read lines[0].quantity.value -> 3"]);
        explained.Of("state").ShouldNotBeNull().Rule.ShouldBe("crm/test.yaml(5,10)");
    }

    private static Explanation Explain(string json) => Order.Explain("erp", new SourceRecord("1", ChangeKind.Upserted, Encoding.UTF8.GetBytes(json)));

    private static IEnumerable<string> Story(string field) => Story(Explained.Of(field).ShouldNotBeNull());

    private static IEnumerable<string> Story(ExplainedValue value) =>
        value.Steps.Select(step => step.Kind == ExplainedStep.Kinds.Convert ? $"{step.Kind} {step.What}: {step.From} -> {step.To}" : $"{step.Kind} {step.What} -> {step.To}");
}
