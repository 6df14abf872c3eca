using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Host.Tests.Pages.Support;

/// <summary>A folder of mappings for the connections of <see cref="NoConnector"/>: two inwards, one outwards; the cases of one of them fail.</summary>
internal static class SomeMappings
{
    internal const string Orders = """
        # What the ERP calls an order
        to: order
        fields:
          number: OrderID
          orderedOn: { from: OrderDate, as: { date-format: M/d/yyyy } }
          status: { from: Status, choose: { O: open, D: done }, otherwise: refuse }
          gross: { amount: GrossAmount, currency: Currency }
          customer: { ref: customer, key: CustomerID }
          lines:
            each: lines
            fields:
              number: LineNo
              description: { from: ProductName, as: trim }
              quantity: { value: Quantity, unit: { value: EA } }
        """;

    private const string OrderCases = """
        - name: an order with a line
          input: { OrderID: "1", OrderDate: 7/4/1996, Status: D, lines: [{ LineNo: "1", Quantity: "2" }] }
          expect: { number: "1", orderedOn: "1996-07-04", status: done, lines: [{ number: "1", quantity: { value: 2, unit: EA } }] }
        - name: a state nobody has told us of
          input: { OrderID: "1", Status: X }
          expect: { number: "1" }
        """;

    private const string Customers = """
        to: customer
        fields: { name: Name, email: { from: Mail, as: [trim, lower] } }
        """;

    private const string Outward = """
        from: order
        to: { target: demo-crm, object: orders }
        fields:
          erpNumber: number
          state: { from: status, choose: { done: Shipped }, otherwise: Other }
          accountId: { ref: customer }
        """;

    private const string OutwardCases = """
        - name: an order on its way out
          input: { number: "1", status: done, customer: northwind/customer/C1 }
          expect: { erpNumber: "1", state: Shipped, accountId: { ref: northwind/customer/C1 } }
        """;

    /// <summary>The order that <see cref="Orders"/> maps.</summary>
    internal const string RawOrder = """
        { "OrderID": "10248", "OrderDate": "7/4/1996", "Status": "D", "GrossAmount": "440.00", "Currency": "USD", "CustomerID": "C1", "Note": "東京 <b>",
          "lines": [ { "LineNo": "1", "ProductName": " Chai ", "Quantity": "12" }, { "LineNo": "2", "ProductName": "Tofu", "Quantity": "5" } ] }
        """;

    internal static MappedConnection[] Connections => [new("northwind", "none"), new("demo-crm", "none")];

    internal static MappingCatalog Catalog(string folder)
    {
        Write("northwind/Orders.yaml", Orders);
        Write("northwind/Orders.cases.yaml", OrderCases);
        Write("northwind/Customers.yaml", Customers);
        Write("demo-crm/order.yaml", Outward);
        Write("demo-crm/order.cases.yaml", OutwardCases);
        Write("none/Products.yaml", "to: product\nfields: { sku: SKU, name: Name }\n");
        Write("northwind/Products.yaml", "extends: none/Products\nfields: { name: Name }\n");
        return new MappingCatalog(folder, Connections);

        void Write(string name, string content)
        {
            Directory.CreateDirectory(Path.Combine(folder, Path.GetDirectoryName(name)!));
            File.WriteAllText(Path.Combine(folder, name), content);
        }
    }
}
