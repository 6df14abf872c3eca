using System.Text;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Sdk.Tests.OData;

/// <summary>A page is cut into records' own bytes.</summary>
public sealed class PageTests
{
    [Theory]
    [InlineData("""{"d":{"__count":"7","results":[ONE,TWO],"__next":"Orders?$skiptoken=2"}}""")]
    [InlineData("""{ "d" : [ONE, TWO] }""")]
    [InlineData("""{"@odata.context":"x","@odata.count":7,"value":[ONE,TWO],"@odata.nextLink":"Orders?$skiptoken=2"}""")]
    [InlineData("""{"odata.metadata":"x","odata.count":"7","value":[ONE,TWO],"odata.nextLink":"Orders?$skiptoken=2"}""")]
    [InlineData("""{"@context":"x","@count":7,"@nextLink":"Orders?$skiptoken=2","value":[ONE,TWO]}""")]
    public void Records_come_as_the_service_wrote_them(string answer)
    {
        const string one = """{ "Order" : "1", "Net":"10.500", "x":{"Order":"no"}, "n": [ { "deep": 1 } ] }""";
        const string two = """{"Net":12.50,"Order":"\u682A","flag":true,"nothing":null}""";
        var page = Read(answer.Replace("ONE", one, StringComparison.Ordinal).Replace("TWO", two, StringComparison.Ordinal), "Order", "Net", "flag", "nothing", "x");

        page.Items.Select(item => Encoding.UTF8.GetString(item.Json.Span)).ShouldBe([one, two]);
        page.Items[0].Values.ShouldBe(["1", "10.500", null, null, "{"]);
        page.Items[1].Values.ShouldBe(["株", "12.50", "true", null, null]);
        if (answer.Contains("skiptoken", StringComparison.Ordinal))
            (page.Next, page.Count).ShouldBe(("Orders?$skiptoken=2", 7));
    }

    [Theory]
    [InlineData("""{"d":{"results":[{"Order":"1","to_Item":{"results":[{"a":1}],"__next":"Items?$skiptoken=1"}}]}}""")]
    [InlineData("""{"value":[{"Order":"1","lines":[{"a":1}],"lines@odata.nextLink":"Orders(1)/lines?$skiptoken=1"}]}""")]
    [InlineData("""{"value":[{"Order":"1","lines":[{"a":1,"parts":[],"parts@nextLink":"x"}]}]}""")]
    public void A_list_within_a_record_that_is_only_its_first_part_is_noticed(string answer)
    {
        Read(answer, "Order").Items.ShouldHaveSingleItem().HasMore.ShouldBeTrue();
        Read(answer.Replace("__next", "__nixt", StringComparison.Ordinal).Replace("nextLink", "nixtLink", StringComparison.Ordinal), "Order").Items.ShouldHaveSingleItem().HasMore.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Tanaka</html>")]
    [InlineData("""{"value":[{"name":"Tanaka"}""")]
    [InlineData("""{"value":[{"name":"Tanaka"}]} more""")]
    [InlineData("""{"error":{"message":"Tanaka"}}""")]
    [InlineData("""["Tanaka"]""")]
    [InlineData("""{"value":"Tanaka"}""")]
    public void What_is_no_page_is_a_breach_of_protocol_and_not_quoted(string answer) =>
        Should.Throw<ProtocolException>(() => Read(answer, "Order")).Message.ShouldNotContain("Tanaka");

    [Fact]
    public void What_is_no_object_is_told_apart() => Read("""{"value":[1,{"Order":"1"},[2]]}""", "Order").Items.Select(item => item.IsObject).ShouldBe([false, true, false]);

    [Theory]
    [InlineData("""{"d":{"Order":"1"}}""", """{"Order":"1"}""")]
    [InlineData("""{"@odata.context":"x","Order":"1"}""", """{"@odata.context":"x","Order":"1"}""")]
    public void One_record_is_read_alone(string answer, string record)
    {
        var item = ODataPage.ReadOne(Encoding.UTF8.GetBytes(answer), ["Order"], "GET Orders");
        Encoding.UTF8.GetString(item.Json.Span).ShouldBe(record);
        item.Values.ShouldBe(["1"]);
    }

    private static ODataPage Read(string answer, params string[] wanted) => ODataPage.Read(Encoding.UTF8.GetBytes(answer), wanted, "GET Orders");
}
