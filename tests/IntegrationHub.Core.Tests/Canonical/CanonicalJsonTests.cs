using System.Text;
using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Tests.Canonical;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void A_canonical_document_reads_back_as_what_was_written()
    {
        var order = new Order
        {
            Key = new RecordKey("northwind", "order", "1/2"),
            Number = "SO-1",
            Status = OrderStatus.Partial,
            Gross = new Money(1.10m, "EUR"),
            Customer = new RecordKey("northwind", "customer", "ALFKI"),
        };

        var bytes = CanonicalJson.ToBytes(order);

        CanonicalJson.Read(EntityKind.Order, bytes).ShouldBe(order);
        Encoding.UTF8.GetString(bytes).ShouldContain("\"status\":\"partial\"");
        Encoding.UTF8.GetString(bytes).ShouldContain("\"key\":\"northwind/order/1/2\"");
    }

    [Fact]
    public void A_canonical_document_holds_only_what_the_source_said()
    {
        var customer = new Customer { Key = new RecordKey("northwind", "customer", "ALFKI"), Name = "Alfreds", Deleted = true, SourceVersion = "7" };

        Encoding.UTF8.GetString(CanonicalJson.ToBytes(customer)).ShouldBe("""{"name":"Alfreds","key":"northwind/customer/ALFKI"}""");
    }
}
