using System.Text;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Sdk.Tests.OData;

/// <summary>What is asked for, and how it is written.</summary>
public sealed class QueryTests
{
    [Theory]
    [InlineData(ODataVersion.V2, "Edm.String", "O'Hara 'x'", "'O''Hara ''x'''")]
    [InlineData(ODataVersion.V4, "Edm.String", "O'Hara", "'O''Hara'")]
    [InlineData(ODataVersion.V2, "Edm.DateTime", "2026-01-31T10:00:00.5", "datetime'2026-01-31T10:00:00.5'")]
    [InlineData(ODataVersion.V2, "Edm.DateTime", "2026-01-31", "datetime'2026-01-31T00:00:00'")]
    [InlineData(ODataVersion.V2, "Edm.DateTimeOffset", "2026-01-31T10:00:00Z", "datetimeoffset'2026-01-31T10:00:00Z'")]
    [InlineData(ODataVersion.V4, "Edm.DateTimeOffset", "2026-01-31T10:00:00Z", "2026-01-31T10:00:00Z")]
    [InlineData(ODataVersion.V4, "Edm.Date", "2026-01-31", "2026-01-31")]
    [InlineData(ODataVersion.V2, "Edm.Guid", "11111111-1111-1111-1111-111111111111", "guid'11111111-1111-1111-1111-111111111111'")]
    [InlineData(ODataVersion.V4, "Edm.Guid", "11111111-1111-1111-1111-111111111111", "11111111-1111-1111-1111-111111111111")]
    [InlineData(ODataVersion.V2, "Edm.Int64", "5", "5L")]
    [InlineData(ODataVersion.V4, "Edm.Int64", "5", "5")]
    [InlineData(ODataVersion.V2, "Edm.Int32", "5", "5")]
    [InlineData(ODataVersion.V2, "Edm.Decimal", "12.50", "12.50M")]
    [InlineData(ODataVersion.V2, "Edm.Time", "PT9H", "time'PT9H'")]
    public void Literals_are_written_as_their_type_wants(ODataVersion version, string type, string value, string literal) => ODataLiteral.Of(version, type, value).ShouldBe(literal);

    [Fact]
    public void Version_2_selects_and_expands_with_paths()
    {
        string[] fields = ["Order", "Net", "to_Item.results[]", "to_Item.results[].Material", "to_Item.results[].to_Schedule.results[].Confirmed", "to_Customer.Name", "Nonsense", "__metadata.etag"];
        ODataSelection.Of(Some.Model2, Some.Model2.TypeOf("Orders", ""), fields, ["Order", "ChangedAt"]).Query(ODataVersion.V2).ShouldBe(
            "$select=ChangedAt,Net,Order,to_Customer/Name,to_Item/Material,to_Item/to_Schedule/Confirmed&$expand=to_Customer,to_Item/to_Schedule");
    }

    [Fact]
    public void Version_4_nests_them()
    {
        string[] fields = ["number", "shipTo.city", "lines[]", "lines[].item", "'@odata.etag'"];
        ODataSelection.Of(Some.Model4, Some.Model4.TypeOf("orders", ""), fields, ["id"]).Query(ODataVersion.V4).ShouldBe("$select=id,number,shipTo&$expand=lines($select=item)");
    }

    [Fact]
    public void All_is_asked_for_when_nobody_says_what_is_read()
    {
        ODataSelection.Of(Some.Model2, Some.Model2.TypeOf("Orders", ""), null, ["Order"], ["to_Item/to_Schedule"]).Query(ODataVersion.V2).ShouldBe("$expand=to_Item/to_Schedule");
        ODataSelection.Of(Some.Model4, Some.Model4.TypeOf("orders", ""), null, ["id"], ["lines"]).Query(ODataVersion.V4).ShouldBe("$expand=lines");
        Should.Throw<SetupException>(() => ODataSelection.Of(Some.Model4, Some.Model4.TypeOf("orders", ""), null, [], ["line"])).Message.ShouldContain("Did you mean 'lines'?");
    }

    [Fact]
    public void Keys_of_several_properties_are_one_text_and_come_apart_again()
    {
        ODataKey.Of(["a/b", "c~d"]).ShouldBe("a~1b/c~0d");
        ODataKey.Values("a~1b/c~0d", 2).ShouldBe(["a/b", "c~d"]);
        ODataKey.Values("a/b~", 1).ShouldBe(["a/b~"]);
        ODataKey.Of(["a", null]).ShouldBeNull();
        Should.Throw<ProtocolException>(() => ODataKey.Values("a", 2));
    }

    [Theory]
    [InlineData("ChangedAt", "/Date(1467983465123+0000)/", "2016-07-08T13:11:05.123Z")]
    [InlineData("ChangedAt", "/Date(-1000)/", "1969-12-31T23:59:59Z")]
    [InlineData("ChangedOn", "/Date(1467936000000)/", "2016-07-08")]
    [InlineData("ChangedAt", "2016-07-08T13:11:05Z", "2016-07-08T13:11:05Z")]
    [InlineData("ChangedAt", null, null)]
    public void Times_are_read_however_they_are_written(string property, string? written, string? text) =>
        new ODataStamp(Some.Model2.TypeOf("Orders", "").Property(property)!).Text(written).ShouldBe(text);

    [Theory]
    [InlineData("https://erp.example.com/sap/odata/Orders?$skiptoken=5", "/Orders?$skiptoken=5")]
    [InlineData("http://internal:8000/sap/odata/Orders?$skiptoken=5", "/Orders?$skiptoken=5")]
    [InlineData("Orders?$skiptoken=5", "/Orders?$skiptoken=5")]
    [InlineData("/sap/odata/Orders?x='a%20b'", "/Orders?x='a%20b'")]
    public void Links_are_taken_below_the_connections_own_address(string link, string below)
    {
        var links = new ODataLinks(new Uri("https://erp.example.com/sap/odata/"));
        links.Below(new Uri("https://erp.example.com/sap/odata/Orders?$top=2"), link, "GET Orders").ShouldBe(below);
        links.At(below).AbsoluteUri.ShouldBe("https://erp.example.com/sap/odata" + below);
    }

    [Theory]
    [InlineData("http://internal:8000/other/Orders?$skiptoken=5")]
    [InlineData("https://erp.example.com/sap/odata/../admin")]
    [InlineData("https://erp.example.com/sap/odatax/Orders")]
    [InlineData("file:///sap/odata/Orders")]
    [InlineData("https://user:secret@erp.example.com/sap/odata/Orders")]
    public void Links_out_of_the_service_are_refused(string link) =>
        Should.Throw<ProtocolException>(() => new ODataLinks(new Uri("https://erp.example.com/sap/odata")).Below(new Uri("https://erp.example.com/sap/odata/Orders"), link, "GET Orders"))
            .Message.ShouldNotContain("secret");

    [Theory]
    [InlineData("""{"error":{"code":"/IWBEP/CM_MGW_RT/021","message":{"lang":"en","value":"Invalid\n query"},"innererror":{"errordetails":[{"code":"X/1","message":"Property Foo unknown"}]}}}""",
        "/IWBEP/CM_MGW_RT/021: Invalid query (X/1: Property Foo unknown)")]
    [InlineData("""{"error":{"code":"BadRequest","message":"Unknown property","details":[]}}""", "BadRequest: Unknown property")]
    [InlineData("""{"odata.error":{"code":"","message":{"value":"No"}}}""", "No")]
    public void Errors_are_read_in_every_version(string body, string text) => ODataError.Read(Encoding.UTF8.GetBytes(body))!.ToString().ShouldBe(text);

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"value":[]}""")]
    public void What_is_no_error_is_none(string body) => ODataError.Read(Encoding.UTF8.GetBytes(body)).ShouldBeNull();
}
