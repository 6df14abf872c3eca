using System.Text;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Sdk.Tests.OData;

/// <summary>What is made of <c>$metadata</c>.</summary>
public sealed class ModelTests
{
    [Fact]
    public void Version_2_has_keys_types_and_navigations_by_way_of_associations()
    {
        var order = Some.Model2.TypeOf("Orders", "Set");
        Some.Model2.Version.ShouldBe(ODataVersion.V2);
        order.Keys.ShouldBe(["Order"]);
        order.Navigations.ShouldBe([new("to_Item", "SALES.ItemType", true), new("to_Customer", "SALES.CustomerType", false)]);
        order.Property("ChangedOn")!.IsDate.ShouldBeTrue();
        order.Property("ChangedAt")!.Precision.ShouldBe(7);
        order.Property("Texts")!.IsFilterable.ShouldBeFalse();
        order.Property("Net")!.IsFilterable.ShouldBeTrue();
        Some.Model2.TypeOf("Items", "Set").Keys.ShouldBe(["Order", "Item"]);
    }

    [Fact]
    public void Version_4_inherits_and_resolves_aliases_enumerations_and_type_definitions()
    {
        var order = Some.Model4.TypeOf("orders", "Set");
        Some.Model4.Version.ShouldBe(ODataVersion.V4);
        order.Keys.ShouldBe(["id"]);
        order.Properties.Select(property => (property.Name, property.Type, property.IsCollection)).ShouldBe(
            [("id", "Edm.Guid", false), ("number", "Edm.String", false), ("status", "Edm.Enum", false), ("net", "Edm.Decimal", false),
             ("shipTo", "Contoso.Sales.Address", false), ("tags", "Edm.String", true), ("changedAt", "Edm.DateTimeOffset", false)]);
        order.Navigations.ShouldBe([new("lines", "Contoso.Sales.Line", true)]);
    }

    [Fact]
    public void A_wrong_name_is_answered_with_the_nearest()
    {
        Should.Throw<SetupException>(() => Some.Model2.TypeOf("Order", "Entities:Orders:Set")).Message.ShouldBe(
            "Entities:Orders:Set: the service has no entity set 'Order'. Did you mean 'Orders'? It has Customers, Items, Orders.");
        Should.Throw<SetupException>(() => Some.Model2.TypeOf("Orders", "Set").Needed("ChangeAt", "Entities:Orders:Changed:Field")).Message.ShouldBe(
            "Entities:Orders:Changed:Field: SALES.OrderType has no property 'ChangeAt'. Did you mean 'ChangedAt'?");
    }

    [Theory]
    [InlineData("<html><body>Log in, Mr. Tanaka</body></html>")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><edmx:Edmx>&a;</edmx:Edmx>")]
    public void What_is_no_description_is_a_breach_of_protocol_and_not_quoted(string answer) =>
        Should.Throw<ProtocolException>(() => ODataModel.Read(Encoding.UTF8.GetBytes(answer), "GET $metadata")).Message.ShouldNotContain("Tanaka");
}
