using System.Text;
using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Core.Tests.Mapping.Coverage;

/// <summary>What no case has ever reached is told, with its place.</summary>
public sealed class CoverageTests
{
    private const string Order = """
        to: order
        only: { Type: OR }
        fields:
          number: No
          status: { from: State, choose: { A: open, C: done } }
          net: { amount: Net, currency: Currency }
          customer: { ref: customer, key: Buyer }
          lines:
            each: Items
            only: { Kind: goods }
            fields: { number: Pos, description: { from: Text, choose: { x: X }, otherwise: Y } }
          attributes: { note: Note }
        """;

    [Fact]
    public void Without_cases_nothing_is_covered() => Uncovered(Order).ShouldBe(
    [
        "erp/Test.yaml(2,9): no case is taken by 'only Type'",
        "erp/Test.yaml(2,9): no case is left out by 'only Type'",
        "erp/Test.yaml(4,11): no case fills 'number'",
        "erp/Test.yaml(5,36): no case chooses 'A'",
        "erp/Test.yaml(5,45): no case chooses 'C'",
        "erp/Test.yaml(5,34): no case is refused for a value this 'choose' does not list",
        "erp/Test.yaml(5,11): no case fills 'status'",
        "erp/Test.yaml(6,18): no case fills 'net.amount'",
        "erp/Test.yaml(6,33): no case fills 'net.currency'",
        "erp/Test.yaml(7,35): no case fills 'customer'",
        "erp/Test.yaml(11,23): no case fills 'lines[].number'",
        "erp/Test.yaml(11,65): no case chooses 'x'",
        "erp/Test.yaml(11,84): no case comes to this 'otherwise'",
        "erp/Test.yaml(11,41): no case fills 'lines[].description'",
        "erp/Test.yaml(10,13): no case is taken by 'lines[].only Kind'",
        "erp/Test.yaml(10,13): no case is left out by 'lines[].only Kind'",
        "erp/Test.yaml(12,23): no case fills 'attributes.note'",
    ], ignoreOrder: true);

    [Fact]
    public void Everything_reached_is_full_coverage() => Uncovered(Order, """
        - { name: a, input: { Type: OR, No: 1, State: A, Net: 1, Currency: EUR, Buyer: 7, Note: n, Items: [{ Kind: goods, Pos: 1, Text: x }, { Kind: goods, Pos: 2, Text: z }, { Kind: remark }] },
            expect: { number: "1", status: open, net: { amount: 1, currency: EUR }, customer: erp/customer/7, lines: [{ number: "1", description: X }, { number: "2", description: Y }], attributes: { note: n } } }
        - { name: c, input: { Type: OR, No: 1, State: C }, expect: { number: "1", status: done } }
        - { name: z, input: { Type: OR, No: 1, State: Z }, refused: "status: a value 'choose' does not list" }
        - { name: x, input: { Type: XX }, leftOut: true }
        """).ShouldBeEmpty();

    [Fact]
    public void A_refused_record_covers_what_refused_it_and_no_values() => Uncovered("to: order\nfields:\n  number: No\n  status: { from: State, choose: { A: open } }", """
        - { name: z, input: { No: 1, State: Z }, refused: "status: a value 'choose' does not list" }
        """).ShouldBe(
    [
        "erp/Test.yaml(3,11): no case fills 'number'",
        "erp/Test.yaml(4,36): no case chooses 'A'",
        "erp/Test.yaml(4,11): no case fills 'status'",
    ], ignoreOrder: true);

    [Fact]
    public void An_entry_that_came_to_nothing_is_not_covered() => Uncovered("to: customer\nfields:\n  name: N\n  addresses: [{ kind: { value: main }, city: C }]", """
        - { name: no address, input: { N: A, C: "" }, expect: { name: A } }
        """).Count.ShouldBe(2);

    [Fact]
    public void A_choose_that_lists_every_state_has_nothing_left_to_refuse()
    {
        var mapping = Mapped.Outward("from: order\nto: { object: o }\nfields:\n  s: { from: status, choose: { open: O, partial: P, done: D, cancelled: C } }\n  t: { from: status, choose: { open: O } }");

        MappingCases.Run(mapping, "c", "[]"u8.ToArray()).Coverage.Single().Uncovered.Select(lint => lint.ToString())
            .Where(lint => lint.Contains("refused", StringComparison.Ordinal))
            .ShouldBe(["crm/test.yaml(5,30): no case is refused for a value this 'choose' does not list"]);
    }

    [Fact]
    public void Outward_references_and_objects_count_too()
    {
        var mapping = Mapped.Outward("from: order\nto: { object: o }\nfields:\n  a: { ref: customer }\n  b: { fields: { c: number } }\n  d: { each: lines, fields: { e: number } }");

        MappingCases.Run(mapping, "c", "- { name: n, input: { number: '1', customer: e/customer/1 }, expect: { a: { ref: e/customer/1 }, b: { c: '1' }, d: [] } }"u8.ToArray())
            .Coverage.Single().Uncovered.Select(lint => lint.ToString()).ShouldBe(["crm/test.yaml(6,34): no case fills 'd[].e'"]);
    }

    private static List<string> Uncovered(string mapping, string cases = "[]") =>
        [.. MappingCases.Run(Mapped.Inward(mapping), "erp/Test.cases.yaml", Encoding.UTF8.GetBytes(cases)).Coverage.Single().Uncovered.Select(lint => lint.ToString())];
}
