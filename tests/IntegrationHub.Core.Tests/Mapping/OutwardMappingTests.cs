using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Core.Tests.Mapping;

public sealed class OutwardMappingTests
{
    private static readonly OutwardMapping Order = Mapped.Outward("""
        from: order
        to: { target: crm, object: Order__c }
        only: { status: [open, done] }
        fields:
          Name: number
          ErpId: { from: key, as: record-id }
          AccountId: { ref: customer }
          ContactId: { ref: contact, optional: true }
          Total: { fields: { Amount: gross.amount, Currency: gross.currency } }
          Freight: attributes.freight
          FirstLine: lines[0].description
          Lines:
            each: lines
            fields:
              No: number
              Product: { ref: product }
              Quantity: quantity.value
        """);

    [Fact]
    public void A_document_becomes_the_targets_object_whatever_the_order_of_its_fields()
    {
        var order = new Order
        {
            Key = new RecordKey("erp", "order", "7"),
            Number = "SO-7",
            Status = OrderStatus.Open,
            Gross = new Money(12.50m, "EUR"),
            Customer = new RecordKey("erp", "customer", "A/1"),
            Attributes = new JsonObject { ["freight"] = 3.25m },
            Lines = [new OrderLine { Number = "1", Description = "first", Product = new RecordKey("erp", "product", "P"), Quantity = new Quantity(2, "EA") }],
        };
        var document = JsonNode.Parse(CanonicalJson.ToBytes(order))!.AsObject();
        var reversed = new JsonObject(document.Reverse().Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

        var mapped = Map(reversed.ToJsonString());

        mapped.Fields.ToJsonString().ShouldBe("""
            {"Name":"SO-7","ErpId":"7","AccountId":null,"ContactId":null,"Total":{"Amount":12.50,"Currency":"EUR"},"Freight":3.25,"FirstLine":"first","Lines":[{"No":"1","Product":null,"Quantity":2}]}
            """.Trim());
        mapped.References.Select(reference => (reference.Field, $"{reference.To}", reference.Optional))
            .ShouldBe([("AccountId", "erp/customer/A/1", false), ("Product", "erp/product/P", false)]);
        mapped.References[1].Owner.ShouldBeSameAs(mapped.Fields["Lines"]![0]);
    }

    [Fact]
    public void An_optional_reference_says_so() =>
        Map("""{"status":"done","contact":"erp/contact/C"}""").References.ShouldHaveSingleItem().Optional.ShouldBeTrue();

    [Fact]
    public void What_the_document_lacks_is_sent_as_null_so_that_the_target_clears_it() =>
        Map("""{"status":"open"}""").Fields.ToJsonString().ShouldBe(
            """{"Name":null,"ErpId":null,"AccountId":null,"ContactId":null,"Total":{"Amount":null,"Currency":null},"Freight":null,"FirstLine":null,"Lines":[]}""");

    [Fact]
    public void Only_leaves_the_rest_out() =>
        Order.Map("""{"status":"partial"}"""u8.ToArray()).ShouldBe(OutwardResult.LeftOut.Instance);

    [Theory]
    [InlineData("{\"status\":\"open\",\"customer\":\"nonsense\"}", "AccountId: not a record key (system/entity/id)")]
    [InlineData("{\"status\":\"open\",\"lines\":5}", "Lines: not a list")]
    [InlineData("{\"status\":\"open\",\"lines\":[1]}", "Lines[]: an element that is not an object")]
    [InlineData("{\"status\":\"open\",\"gross\":5}", "Total.Amount: not a single value but an object or a list, or within something that is neither")]
    [InlineData("nonsense", "the record is not valid JSON")]
    public void A_document_that_is_none_is_refused(string document, string cause) =>
        Order.Map(Encoding.UTF8.GetBytes(document)).ShouldBeOfType<OutwardResult.Refused>().Issues.ShouldContain(issue => issue.Cause == cause);

    private static OutwardResult.Mapped Map(string document) => Order.Map(Encoding.UTF8.GetBytes(document)).ShouldBeOfType<OutwardResult.Mapped>();
}
