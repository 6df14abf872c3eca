using System.Text;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Core.Tests.Mapping;

public sealed class MappingTests
{
    private static readonly Core.Mapping.Mapping Order = Mapped.Inward("""
        to: order
        sourceVersion: Version
        sourceTime: { from: ChangedAt, as: instant }
        deleted: { from: Gone, as: yes-no }
        only: { Type: [OR, RE] }
        fields:
          number: Number
          orderedOn: Date
          status: { from: Status, choose: { A: open, C: done }, otherwise: partial }
          net: { amount: Net, currency: Currency }
          customer: { ref: customer, key: { from: head.'sold to', as: unpad }, system: crm }
          lines:
            each: items.results
            only: { Rejected: "" }
            fields:
              number: No
              net: { amount: Net, currency: $.Currency }
        """);

    [Fact]
    public void What_stands_after_the_lines_counts_for_them_too()
    {
        var order = Order.Record<Order>("""
            {"items":{"results":[{"No":10,"Net":1.50},{"No":20,"Net":"2","Rejected":"X"},{"No":"30","Net":3}]},"Type":"OR","Number":4711,
             "Currency":"JPY","Status":"Z","Date":"2026-01-31","head":{"sold to":"0000000815"},"Net":1e2,
             "Version":7,"ChangedAt":"2026-01-31T12:00:00.5+09:00","Gone":"X"}
            """);

        order.Number.ShouldBe("4711");
        order.OrderedOn.ShouldBe(new DateOnly(2026, 1, 31));
        order.Status.ShouldBe(OrderStatus.Partial);
        order.Net.ShouldBe(new Money(100, "JPY"));
        order.Customer.ShouldBe(new RecordKey("crm", "customer", "815"));
        order.Lines!.Select(line => (line.Number, line.Net)).ShouldBe([("10", new Money(1.50m, "JPY")), ("30", new Money(3, "JPY"))]);
        order.Key.ShouldBe(new RecordKey("erp", "order", "1"));
        order.SourceVersion.ShouldBe("7");
        order.SourceTime.ShouldBe(new DateTimeOffset(2026, 1, 31, 3, 0, 0, 500, TimeSpan.Zero));
        order.Deleted.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"No":"1"}""", "1", null)]
    [InlineData("""[{"No":"1"}]""", "1", null)]
    [InlineData("""[{"No":"1"},{"No":"2"}]""", "1,2", "2")]
    [InlineData("\"\"", "", null)]
    public void An_object_where_a_list_is_expected_is_a_list_of_one(string items, string lines, string? second)
    {
        var mapping = Mapped.Inward("""
            to: order
            fields:
              number: Number
              lines: { each: items, fields: { number: No } }
              attributes: { first: 'items[0].No', second: 'items[1].No', text: 'texts[0]', other: 'texts[1]' }
            """);

        var order = mapping.Record<Order>($$"""{"Number":"1","items":{{items}},"texts":"a"}""");

        string.Join(',', order.Lines?.Select(line => line.Number) ?? []).ShouldBe(lines);
        order.Attributes!["second"]?.GetValue<string>().ShouldBe(second);
        order.Attributes["text"]!.GetValue<string>().ShouldBe("a");
        order.Attributes.ContainsKey("other").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"@unit":"KG","#text":"12"}""", "12", "KG")]
    [InlineData("\"12\"", "12", null)]
    [InlineData("""{"@unit":"KG"}""", null, "KG")]
    [InlineData("\"\"", null, null)]
    public void An_element_of_xml_gives_its_text_with_and_without_attributes(string weight, string? text, string? unit)
    {
        var mapping = Mapped.Inward("to: order\nfields: { number: Number, attributes: { text: Weight, unit: Weight.@unit, number: Number } }");

        var order = mapping.Record<Order>($$"""{"Number":"1","Weight":{{weight}}}""");

        order.Attributes!["text"]?.GetValue<string>().ShouldBe(text);
        order.Attributes["unit"]?.GetValue<string>().ShouldBe(unit);
    }

    [Theory]
    [InlineData("""{"Number":{"@id":"1","#text":"2","Other":"3"}}""")]
    [InlineData("""{"Number":{"@id":"1","#text":{"a":"b"}}}""")]
    [InlineData("""{"Number":{}}""")]
    [InlineData("""{"Number":"1","Weight":["1","2"]}""")]
    public void An_element_with_more_than_text_and_attributes_is_no_single_value(string json) =>
        Mapped.Inward("to: order\nfields: { number: Number, attributes: { unit: Weight.@unit } }").Causes(json).Count().ShouldBe(1);

    [Theory]
    [InlineData("{\"Type\":\"XX\",\"Number\":\"1\"}")]
    [InlineData("{\"Number\":\"1\"}")]
    public void Records_that_only_does_not_name_are_left_out(string json) => Order.Map(json).ShouldBe(MapResult.LeftOut.Instance);

    [Fact]
    public void A_record_of_which_nobody_can_say_whether_it_is_meant_is_not_left_out_silently() =>
        Order.Causes("""{"Type":["OR"],"Number":"1"}""").ShouldBe(["only Type: not a single value but an object or a list, or within something that is neither"]);

    [Theory]
    [InlineData("{\"Type\":\"OR\",\"Status\":\"A\"}")]
    [InlineData("{\"Type\":\"OR\",\"Status\":\"A\",\"Number\":null}")]
    [InlineData("{\"Type\":\"OR\",\"Status\":\"A\",\"Number\":\"\"}")]
    public void Missing_null_and_empty_are_all_absent_and_a_required_field_refuses_them(string json) =>
        Order.Causes(json).ShouldBe(["number: required, but absent"]);

    [Fact]
    public void Every_reason_is_given_with_field_and_rule()
    {
        var issues = Order.Issues("""{"Type":"OR","Number":"1","Net":"12,5","Date":"31.1.2026","items":{"results":[{"No":1},{"No":2,"Net":"x"},7]}}""");

        issues.ShouldBe(
        [
            new MapIssue("orderedOn: not a date (expected yyyy-MM-dd)", "orderedOn", "erp/Test.yaml(8,14)"),
            new MapIssue("net: not a number", "net", "erp/Test.yaml(10,8)"),
            new MapIssue("lines[].net: not a number", "lines[1].net", "erp/Test.yaml(17,12)"),
            new MapIssue("lines[]: an element that is not an object", "lines[2]", "erp/Test.yaml(13,5)"),
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("", "the record is not valid JSON")]
    [InlineData("[1]", "the record is not a JSON object")]
    [InlineData("{\"Number\":\"1\"", "the record is not valid JSON")]
    [InlineData("{\"Number\":\"1\"} x", "the record is not valid JSON")]
    [InlineData("{\"Type\":\"OR\",\"Number\":{\"a\":1}}", "number: not a single value but an object or a list, or within something that is neither")]
    [InlineData("{\"Type\":\"OR\",\"Number\":\"1\",\"items\":[]}", "lines: not a list")]
    [InlineData("{\"Type\":\"OR\",\"Number\":\"1\",\"items\":{\"results\":{}}}", "lines[]: an element with nothing of what the mapping asks for")]
    [InlineData("{\"Type\":\"OR\",\"Number\":\"1\",\"head\":5}", "customer: not a single value but an object or a list, or within something that is neither")]
    [InlineData("{\"Type\":\"OR\",\"Number\":true}", "number: not a text")]
    [InlineData("{\"Type\":\"OR\",\"Number\":\"a\\ud800b\"}", "number: a text with half a character (a lone surrogate)")]
    [InlineData("{\"Type\":\"OR\",\"Number\":\"a\\u0000b\"}", "number: a text with a NUL character, which cannot be stored")]
    [InlineData("{\"Type\":\"OR\",\"Number\":\"1\",\"Net\":12345678901234567890123456789}", "net: a number with more than 28 digits, which cannot be kept exactly")]
    [InlineData("{\"Type\":\"OR\",\"Number\":\"1\",\"Net\":5}", "net: an amount without a currency")]
    public void Odd_input_is_refused_with_its_cause(string json, string cause) => Order.Causes(json).ShouldBe([cause]);

    [Fact]
    public void Input_in_another_encoding_is_refused() =>
        Order.Map(Encoding.Latin1.GetBytes("""{"Type":"OR","Number":"Größe"}""")).ShouldBeOfType<MapResult.Refused>()
            .Issues.Single().Cause.ShouldBe("the record is not valid UTF-8");

    [Fact]
    public void Escapes_are_resolved_in_names_and_values() =>
        Order.Record<Order>("""{"Type":"OR","\u004eumber":"a\/b\u00e9\"\\","Date":"2026-01-31"}""").Number.ShouldBe("a/bé\"\\");

    [Fact]
    public void Escaped_slashes_alone_are_resolved_too() =>
        Order.Record<Order>("""{"Type":"OR","Number":"a\/b\/"}""").Number.ShouldBe("a/b/");

    [Fact]
    public void A_record_of_a_thousand_broken_lines_says_so_a_hundred_times()
    {
        var lines = string.Join(',', Enumerable.Repeat("{\"No\":1,\"Net\":\"x\"}", 1000));

        Order.Issues("""{"Type":"OR","Number":"1","items":{"results":[LINES]}}""".Replace("LINES", lines, StringComparison.Ordinal)).Count.ShouldBe(100);
    }

    [Fact]
    public void Fields_nobody_asks_for_cost_no_memory()
    {
        var few = Encoding.UTF8.GetBytes("""{"Type":"OR","Number":"1"}""");
        var further = string.Concat(Enumerable.Range(0, 500).Select(i => $"\"f{i}\":{{\"x\":[\"{i}\"]}},"));
        var many = Encoding.UTF8.GetBytes("{" + further + """ "Type":"OR","Number":"1"}""");

        Allocated(many).ShouldBe(Allocated(few));

        static long Allocated(byte[] json)
        {
            Order.Map(json);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Order.Map(json);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void One_mapping_serves_several_threads()
    {
        Parallel.For(0, 20_000, i =>
        {
            var order = Order.Record<Order>($$$"""{"Type":"OR","Number":"{{{i}}}","Currency":"EUR","items":{"results":[{"No":"{{{i}}}","Net":{{{i}}}.25}]}}""");
            order.Number.ShouldBe($"{i}");
            order.Lines!.Single().Net.ShouldBe(new Money(i + 0.25m, "EUR"));
        });
    }

    [Fact]
    public void The_version_is_the_hash_of_the_file_and_nothing_else()
    {
        const string Yaml = "to: product\nfields: { sku: A, name: B }";

        Mapped.Inward(Yaml, "a/A.yaml").Version.ShouldBe(Mapped.Inward(Yaml, "b/B.yaml").Version);
        Mapped.Inward(Yaml + "\n").Version.ShouldNotBe(Mapped.Inward(Yaml).Version);
    }
}
