using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Mapping;

public sealed class MappingCatalogTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("mappings").FullName;
    private static readonly MappedConnection[] NoShipped = [new("acme", "files"), new("crm", "rest")];

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_connections_own_mapping_comes_before_its_connectors_and_that_before_the_shipped_one()
    {
        var connection = new MappedConnection("acme", "files", Path.Combine(root, "shipped"));
        Write("shipped/Orders.yaml", "to: order\nfields: { number: shipped }");
        Write("shipped/Products.yaml", "to: product\nfields: { sku: A, name: B }");
        Write("files/Orders.yaml", "to: order\nfields: { number: connector }");
        new MappingCatalog(root, [connection]).Inward("acme", "Orders").File.ShouldBe("files/Orders.yaml");

        Write("acme/SalesOrders.yaml", "from: { entity: Orders }\nto: order\nfields: { number: own }");
        var catalog = new MappingCatalog(root, [connection]);

        catalog.Inward("acme", "Orders").File.ShouldBe("acme/SalesOrders.yaml");
        catalog.Inward("acme", "Products").File.ShouldBe("files/mappings/Products.yaml");
    }

    [Fact]
    public void A_converter_of_a_connector_may_be_named_in_any_folder()
    {
        Write("acme/Things.yaml", "to: product\nfields: { sku: id, name: { from: id, as: acme-thing } }");
        Write("crm/product.yaml", "from: product\nto: { object: o }\nfields: { n: { from: name, as: acme-thing } }");
        var converters = new ConverterSet([new ConnectorConverter("acme-thing", "Always the same.", _ => new Converted.Text("thing"), [])]);

        var catalog = new MappingCatalog(root, NoShipped, converters);

        catalog.Inward("acme", "Things").Record<Product>("""{"id":"1"}""").Name.ShouldBe("thing");
        catalog.Outward("crm")[EntityKind.Product].Map("""{"name":"x"}"""u8.ToArray()).ShouldBeOfType<OutwardResult.Mapped>().Fields.ToJsonString().ShouldBe("""{"n":"thing"}""");
        Should.Throw<MappingException>(() => new MappingCatalog(root, NoShipped)).Lints.Count.ShouldBe(2);
    }

    [Fact]
    public void A_library_stands_between_a_connections_own_mappings_and_its_connectors()
    {
        Write("library/ubl/Orders.yaml", "to: order\nfields: { number: library }");
        Write("library/ubl/Products.yaml", "to: product\nfields: { sku: A, name: B }");
        Write("files/Orders.yaml", "to: order\nfields: { number: connector }");
        Write("acme/Products.yaml", "to: product\nfields: { sku: A, name: B }");

        var catalog = new MappingCatalog(root, [new MappedConnection("acme", "files", Library: "ubl"), new MappedConnection("other", "files")]);

        catalog.Inward("acme", "Orders").File.ShouldBe("library/ubl/Orders.yaml");
        catalog.Inward("acme", "Products").File.ShouldBe("acme/Products.yaml");
        catalog.Inward("other", "Orders").File.ShouldBe("files/Orders.yaml");
        MappingCatalog.Libraries(root).ShouldBe(["ubl"]);
    }

    [Fact]
    public void Libraries_that_nobody_uses_are_compiled_and_their_cases_run_too()
    {
        Write("library/ubl/Orders.yaml", "to: order\nfields: { number: No, customer: { ref: customer, key: Buyer } }");
        Write("library/ubl/Orders.cases.yaml", "- { name: a, input: { No: 1, Buyer: 2 }, expect: { number: '1', customer: ubl/customer/2 } }\n- { name: b, input: { No: 1 }, expect: { number: '2' } }");

        var report = MappingCases.Run(new MappingCatalog(root, NoShipped));

        report.Count.ShouldBe(2);
        report.Failures.ShouldHaveSingleItem().File.ShouldBe("library/ubl/Orders.cases.yaml");
    }

    [Fact]
    public void A_missing_mapping_says_where_it_was_looked_for()
    {
        Write("acme/Orders.yaml", "to: order\nfields: { number: A }");

        var missing = Should.Throw<SetupException>(() => new MappingCatalog(root, NoShipped).Inward("acme", "Order"));

        missing.Message.ShouldBe(
            $"No mapping for entity 'Order' of connection 'acme'. Looked for Order.yaml in {Path.Combine(root, "acme")}, {Path.Combine(root, "files")}. Did you mean 'Orders'?");
    }

    [Fact]
    public void A_mapping_that_is_there_under_another_name_says_so()
    {
        Write("acme/Orders.yaml", "from: { entity: Oders }\nto: order\nfields: { number: A }");
        Write("crm/order.yaml", "from: order\nto: { object: o }\nfields: { n: number }");
        var catalog = new MappingCatalog(root, NoShipped);

        Should.Throw<SetupException>(() => catalog.Inward("acme", "Orders")).Message.ShouldBe(
            "No mapping for entity 'Orders' of connection 'acme': acme/Orders.yaml is there, but says from: { entity: Oders }. Write entity: Orders there, or take it out: the file's name says it.");
        Should.Throw<SetupException>(() => catalog.Inward("crm", "order")).Message.ShouldBe("No mapping for entity 'order' of connection 'crm': crm/order.yaml is there, but maps outwards, to a target's object.");
    }

    [Fact]
    public void Outward_mappings_are_found_by_canonical_entity_for_their_own_target()
    {
        Write("crm/order.yaml", "from: order\nto: { target: crm, object: o }\nfields: { n: number }");
        Write("rest/order.yaml", "from: order\nto: { target: rest, object: other }\nfields: { n: number }");
        Write("rest/product.yaml", "from: product\nto: { object: p }\nfields: { n: sku }");
        Write("rest/invoice.yaml", "from: invoice\nto: { target: acme, object: p }\nfields: { n: number }");

        var outward = new MappingCatalog(root, NoShipped).Outward("crm");

        outward.ToDictionary(mapping => mapping.Key, mapping => mapping.Value.Object)
            .ShouldBe(new Dictionary<EntityKind, string> { [EntityKind.Order] = "o", [EntityKind.Product] = "p" });
    }

    [Fact]
    public void Everything_wrong_with_all_files_is_told_at_once()
    {
        Write("acme/Orders.yaml", "to: order\nfields: { nummer: A }");
        Write("acme/Products.yaml", "to: product\nfields: { sku: A, name: B }");
        Write("acme/Produkte.yaml", "from: { entity: Products }\nto: product\nfields: { sku: A, name: B }");
        Write("acme/Stock.yml", "to: stockLevel");
        Write("crm/order.yaml", "from: order\nto: { target: cmr, object: o }\nfields: { n: numbr }");
        Write("crm/product.yaml", "from: product\nto: { target: cmr, object: o }\nfields: { n: sku }");

        var broken = Should.Throw<MappingException>(() => new MappingCatalog(root, NoShipped));

        broken.Lints.Select(lint => lint.ToString()).ShouldBe(
        [
            "acme/Orders.yaml(2,11): unknown field of order 'nummer'; did you mean 'number'?",
            "acme/Stock.yml: mappings end in .yaml; rename it",
            "acme/Produkte.yaml: maps the source entity Products, and so does acme/Products.yaml; keep one",
            "crm/order.yaml(3,14): unknown field of order 'numbr'; did you mean 'number'?",
            "crm/product.yaml: to.target 'cmr' is neither a connection nor a connector; did you mean 'crm'?",
        ]);
    }

    [Fact]
    public void The_cases_of_all_files_are_run()
    {
        Write("acme/Orders.yaml", "to: order\nfields: { number: A }");
        Write("acme/Orders.cases.yaml", "- { name: good, input: { A: 1 }, expect: { number: \"1\" } }\n- { name: bad, input: { A: 1 }, expect: { number: \"2\" } }");
        Write("acme/Products.yaml", "to: product\nfields: { sku: A, name: B }");

        var report = MappingCases.Run(new MappingCatalog(root, NoShipped));

        report.Count.ShouldBe(2);
        report.Failures.ShouldHaveSingleItem().ToString().ShouldBe("acme/Orders.cases.yaml(2,3): 'bad': number: expected \"2\", found \"1\"");
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
