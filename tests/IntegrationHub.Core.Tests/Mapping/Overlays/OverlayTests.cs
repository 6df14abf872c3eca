using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Mapping.Overlays;

/// <summary>A customer's changes to a mapping that came with a connector survive its next version.</summary>
public sealed class OverlayTests : IDisposable
{
    private const string Shipped = """
        from: { entity: SalesOrders }
        to: order
        only: { Type: OR }
        sourceTime: Changed
        fields:
          number: No
          currency: Currency
          status: { from: State, choose: { A: open, C: done } }
          lines:
            each: Items
            only: { Kind: goods }
            fields:
              number: Pos
              description: Text
              quantity: { value: Qty, unit: { value: EA } }
          attributes:
            note: Note
            region: Region
        """;

    private readonly MappingRoot root = new MappingRoot().With("shipped/Orders.yaml", Shipped);

    public void Dispose() => root.Dispose();

    [Fact]
    public void Fields_are_added_replaced_and_dropped_by_name_in_lists_and_custom_fields_too() =>
        Map("""
            extends: files/Orders
            to: order
            drop: [currency, lines.description, attributes.region]
            fields:
              status: { value: open }
              requestedOn: Wanted
              lines:
                fields:
                  number: { from: Pos, as: unpad }
                  shipped: { value: Sent, unit: { value: EA } }
              attributes:
                channel: Channel
            """).ShouldBe("""
            {"number":"1","requestedOn":"2026-02-01","status":"open","lines":[{"number":"10","quantity":{"value":5,"unit":"EA"},"shipped":{"value":2,"unit":"EA"}}],"attributes":{"channel":"web","note":"n"}}
            """.Trim());

    [Fact]
    public void An_overlay_that_changes_nothing_gives_what_its_base_gives() =>
        Map("extends: files/Orders").ShouldBe("""
            {"number":"1","status":"done","currency":"EUR","lines":[{"number":"0010","description":"Chai","quantity":{"value":5,"unit":"EA"}}],"attributes":{"note":"n","region":"EU"}}
            """.Trim());

    [Fact]
    public void Only_and_the_change_stamp_are_replaced_whole_and_can_be_dropped()
    {
        Map("extends: files/Orders\nonly: { Type: XX }").ShouldBe("left out");
        Map("extends: files/Orders\ndrop: [only, lines.only, sourceTime]\nfields:\n  number: Kind", """{"Type":"ZZ","Kind":"k","State":"A","Items":[{"Pos":"1","Kind":"service"}]}""")
            .ShouldBe("""{"number":"k","status":"open","lines":[{"number":"1"}]}""");
    }

    [Fact]
    public void A_list_dropped_and_written_anew_is_replaced_whole() =>
        Map("extends: files/Orders\ndrop: [lines, attributes]\nfields:\n  lines: { each: Items, fields: { number: Pos } }").ShouldBe("""
            {"number":"1","status":"done","currency":"EUR","lines":[{"number":"0010"},{"number":"20"}]}
            """.Trim());

    [Fact]
    public void A_chain_runs_down_the_order_of_search()
    {
        root.With("files/Orders.yaml", "extends: files/Orders\ndrop: [attributes]\nfields: { currency: { value: JPY } }");
        Map("extends: files/Orders\ndrop: [lines]").ShouldBe("""{"number":"1","status":"done","currency":"JPY"}""");
    }

    [Fact]
    public void It_maps_the_entity_of_its_base_whatever_its_file_is_called()
    {
        root.With("shipped/Plain.yaml", "to: product\nfields: { sku: A, name: B }");
        root.With("acme/Mine.yaml", "extends: files/Plain\nfields: { unit: U }").Catalog().Inward("acme", "Plain").File.ShouldBe("acme/Mine.yaml");
    }

    [Fact]
    public void Its_version_changes_with_its_base()
    {
        root.With("acme/Orders.yaml", "extends: files/Orders");
        var before = root.Catalog().Inward("acme", "SalesOrders").Version;
        root.Catalog().Inward("acme", "SalesOrders").Version.ShouldBe(before);

        root.With("shipped/Orders.yaml", Shipped + "\n# a new edition");

        root.Catalog().Inward("acme", "SalesOrders").Version.ShouldNotBe(before);
    }

    [Fact]
    public void It_is_compiled_again_from_its_parts_alone()
    {
        root.With("files/Orders.yaml", "extends: files/Orders\ndrop: [attributes]");
        var mapping = root.With("acme/Orders.yaml", "extends: files/Orders\ndrop: [lines]").Catalog().Inward("acme", "SalesOrders");

        var again = MappingCompiler.Compile(mapping.Parts);

        mapping.Parts.Select(part => part.File).ShouldBe(["acme/Orders.yaml", "files/Orders.yaml", "files/mappings/Orders.yaml"]);
        again.Version.ShouldBe(mapping.Version);
        again.Map("acme", Record("""{"Type":"OR","No":"1","Items":[]}""")).ShouldBeOfType<MapResult.Mapped>().Record.ShouldBeOfType<Order>().Number.ShouldBe("1");
        Should.Throw<MappingException>(() => MappingCompiler.Compile([mapping.Parts[0]])).Lints.Single().Message.ShouldStartWith("an overlay is compiled with its connection's folders");
    }

    [Fact]
    public void Rules_are_told_in_the_file_that_has_them()
    {
        var mapping = root.With("acme/Orders.yaml", "extends: files/Orders\nfields: { requestedOn: Wanted }").Catalog().Inward("acme", "SalesOrders");

        var issues = mapping.Map("acme", Record("""{"Type":"OR","No":"1","State":"Z","Wanted":"soon"}""")).ShouldBeOfType<MapResult.Refused>().Issues;

        issues.Select(issue => issue.Rule).ShouldBe(["files/mappings/Orders.yaml(8,11)", "acme/Orders.yaml(2,24)"], ignoreOrder: true);
    }

    [Fact]
    public void Outward_objects_are_changed_by_name_too()
    {
        root.With("rest-shipped/order.yaml", "from: order\nto: { target: rest, object: orders }\nfields:\n  no: number\n  total: { fields: { amount: gross.amount, currency: gross.currency } }");
        root.With("crm/order.yaml", "extends: rest/order\nto: { object: Sales__c }\ndrop: [total.currency]\nfields:\n  total: { fields: { net: net.amount } }");

        var mapping = root.Catalog().Outward("crm")[EntityKind.Order];

        mapping.Object.ShouldBe("Sales__c");
        mapping.Map("""{"number":"1","gross":{"amount":5},"net":{"amount":4}}"""u8.ToArray()).ShouldBeOfType<OutwardResult.Mapped>().Fields.ToJsonString()
            .ShouldBe("""{"no":"1","total":{"amount":5,"net":4}}""");
    }

    [Fact]
    public void A_target_may_have_fields_that_are_called_like_the_keys_of_an_overlay()
    {
        root.With("rest-shipped/order.yaml", "from: order\nto: { object: orders }\nfields: { no: number }");
        root.With("crm/order.yaml", "extends: rest/order\nfields: { drop: number, extends: number }");

        root.Catalog().Outward("crm")[EntityKind.Order].Map("""{"number":"1"}"""u8.ToArray()).ShouldBeOfType<OutwardResult.Mapped>().Fields.ToJsonString()
            .ShouldBe("""{"no":"1","drop":"1","extends":"1"}""");
    }

    [Fact]
    public void A_librarys_mapping_is_extended_by_the_librarys_name()
    {
        root.With("library/ubl/Order.yaml", "to: order\nfields: { number: ID, currency: Currency }");
        root.With("acme/Order.yaml", "extends: ubl/Order\ndrop: [currency]");

        var mapping = new MappingCatalog(root.Path, [new MappedConnection("acme", "files", Library: "ubl")]).Inward("acme", "Order");

        mapping.Parts.Select(part => part.File).ShouldBe(["acme/Order.yaml", "library/ubl/Order.yaml"]);
    }

    [Fact]
    public void A_table_is_looked_for_beside_the_rule_that_names_it()
    {
        root.With("shipped/units.csv", "product,unit,factor,base\n,BOX,20,EA\n");
        root.With("shipped/Stock.yaml", "to: stockLevel\nfields:\n  product: { ref: product, key: P }\n  onHand: { value: Q, unit: U, in: EA, units: units.csv }");
        var mapping = root.With("acme/Stock.yaml", "extends: files/Stock\nfields: { location: L }").Catalog().Inward("acme", "Stock");

        mapping.Parts.Select(part => part.File).ShouldBe(["acme/Stock.yaml", "files/mappings/Stock.yaml", "files/mappings/units.csv"]);
        mapping.Map("acme", Record("""{"P":"1","Q":2,"U":"BOX"}""")).ShouldBeOfType<MapResult.Mapped>().Record.ShouldBeOfType<StockLevel>().OnHand.ShouldBe(new Quantity(40, "EA"));
        MappingCompiler.Compile(mapping.Parts).Version.ShouldBe(mapping.Version);
    }

    [Theory]
    [InlineData("extends: files/Ordres", "acme/Orders.yaml(1,10): no base 'files/Ordres' in files, files/mappings; did you mean 'files/Orders'?")]
    [InlineData("extends: sap/invoice", "acme/Orders.yaml(1,10): no base 'sap/invoice' in files, files/mappings; there are: files/Orders")]
    [InlineData("extends: [a]", "acme/Orders.yaml(1,10): expected extends: files/<file>, the mapping this one changes; found a list")]
    [InlineData("extends: files/Orders\ndrop: [curency]", "acme/Orders.yaml(2,8): files/mappings/Orders.yaml has no field 'curency' to drop; did you mean 'currency'?")]
    [InlineData("extends: files/Orders\ndrop: [lines.colour]", "acme/Orders.yaml(2,8): files/mappings/Orders.yaml has no field 'colour' to drop; take it out of 'drop'")]
    [InlineData("extends: files/Orders\ndrop: [status.from]", "acme/Orders.yaml(2,8): 'status' of files/mappings/Orders.yaml has no fields within it; drop it whole: status")]
    [InlineData("extends: files/Orders\ndrop: [number]", "acme/Orders.yaml(2,8): 'number' is missing: an order needs it")]
    [InlineData("extends: files/Orders\nto: invoice", "acme/Orders.yaml(2,5): files/mappings/Orders.yaml maps to order, not invoice; extend another mapping, or go over this one's fields and write to: order")]
    [InlineData("extends: files/Orders\nto: { object: x }", "acme/Orders.yaml(2,5): files/mappings/Orders.yaml maps inwards (to: order); an overlay goes the same way as its base: write to: order, or take it out")]
    [InlineData("extends: files/Orders\nfields: { nummer: A }", "acme/Orders.yaml(2,11): unknown field of order 'nummer'; did you mean 'number'?")]
    [InlineData("extends: files/Orders\nfilds: { number: A }", "acme/Orders.yaml(2,1): unknown key 'filds'; did you mean 'fields'?")]
    [InlineData("to: order\ndrop: [number]\nfields: { number: A }", "acme/Orders.yaml(2,1): 'drop' takes fields out of a base; say which by extends: <connector>/<file>, or take 'drop' out")]
    public void What_does_not_fit_the_base_is_told(string overlay, string lint) => root.With("acme/Orders.yaml", overlay).Lints().ShouldBe([lint]);

    [Fact]
    public void A_fault_of_the_base_is_told_once_in_the_bases_place()
    {
        root.With("shipped/Orders.yaml", Shipped.Replace("currency: Currency", "curency: Currency", StringComparison.Ordinal));
        root.With("acme/Orders.yaml", "extends: files/Orders\nfields: { nett: N }").Lints().ShouldBe(
        [
            "acme/Orders.yaml(2,11): unknown field of order 'nett'; did you mean 'net'?",
            "acme/Orders.yaml(2,17): 'net' is money: write { amount: N, currency: … }",
            "files/mappings/Orders.yaml(7,3): unknown field of order 'curency'; did you mean 'currency'?",
        ]);

        root.With("shipped/Orders.yaml", "to: [");
        root.With("acme/Orders.yaml", "extends: files/Orders").Lints().ShouldHaveSingleItem().ShouldStartWith("files/mappings/Orders.yaml(2,1): not valid YAML");

        root.With("acme/Orders.yaml", "extends: files/Ordrs\nonyl: { A: x }\nfields:\n  number: { from: A, as: uper }\n  lines: { fields: { net: { amount: 'A..' } } }").Lints().Skip(1).ShouldBe(
        [
            "acme/Orders.yaml(2,1): unknown key 'onyl'; did you mean 'only'?",
            "acme/Orders.yaml(4,26): unknown converter 'uper'; did you mean 'upper'?",
            "acme/Orders.yaml(5,37): 'A..' is no path: a name is missing at character 3",
            "files/mappings/Orders.yaml(2,1): not valid YAML: While parsing a node, did not find expected node content.",
        ], "what is missing may stand in the base that cannot be found, but what is there is checked");
    }

    [Fact]
    public void A_mapping_does_not_extend_itself_or_one_beside_it() =>
        root.With("acme/Other.yaml", "to: product\nfields: { sku: A, name: B }").With("acme/Orders.yaml", "extends: files/Other").Lints()
            .ShouldBe(["acme/Orders.yaml(1,10): no base 'files/Other' in files, files/mappings; did you mean 'files/Orders'?"]);

    [Fact]
    public void What_the_base_says_already_is_needless_and_no_fault()
    {
        var catalog = root.With("acme/Orders.yaml", "extends: files/Orders\nfields:\n  currency: Currency\n  lines: { fields: { number: Pos, description: Txt } }").Catalog();

        catalog.Warnings.Select(warning => warning.ToString()).ShouldBe(
        [
            "acme/Orders.yaml(3,3): 'currency' is needless: files/mappings/Orders.yaml(7,13) says the same; take it out",
            "acme/Orders.yaml(4,22): 'number' is needless: files/mappings/Orders.yaml(13,15) says the same; take it out",
        ]);
    }

    [Fact]
    public void An_overlay_has_cases_of_its_own_and_the_bases_run_on_the_base_alone()
    {
        root.With("shipped/Orders.cases.yaml", "- { name: base, input: { Type: OR, No: '1', Currency: EUR }, expect: { number: '1', currency: EUR } }");
        root.With("acme/Orders.yaml", "extends: files/Orders\ndrop: [currency]");
        root.With("acme/Orders.cases.yaml", "- { name: own, input: { Type: OR, No: '1', Currency: EUR }, expect: { number: '1' } }");

        var report = MappingCases.Run(root.Catalog());

        report.Count.ShouldBe(2);
        report.Failures.ShouldBeEmpty();
    }

    private string Map(string overlay, string? record = null)
    {
        var mapping = root.With("acme/Orders.yaml", overlay).Catalog().Inward("acme", "SalesOrders");
        mapping.File.ShouldBe("acme/Orders.yaml");
        return mapping.Map("acme", Record(record ?? """
            {"Type":"OR","No":"1","Currency":"EUR","State":"C","Wanted":"2026-02-01","Note":"n","Region":"EU","Channel":"web",
             "Items":[{"Pos":"0010","Text":"Chai","Kind":"goods","Qty":5,"Sent":2},{"Pos":"20","Kind":"remark"}]}
            """)) switch
        {
            MapResult.Mapped(var mapped) => Document(mapped),
            MapResult.Refused(var issues) => string.Join("; ", issues.Select(issue => issue.Cause)),
            _ => "left out",
        };
    }

    private static string Document(CanonicalRecord record)
    {
        var document = JsonNode.Parse(CanonicalJson.ToBytes(record))!.AsObject();
        document.Remove("key");
        return document.ToJsonString();
    }

    private static SourceRecord Record(string json) => new("1", ChangeKind.Upserted, Encoding.UTF8.GetBytes(json));
}
