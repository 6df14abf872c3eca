using System.Net;
using System.Text.Json;

namespace SapStandIn.Tests;

public sealed class ReadTests
{
    private const string Orders = "API_SALES_ORDER_SRV/A_SalesOrder";

    [Fact]
    public async Task Pages_lead_to_each_other_and_a_last_full_page_leads_to_an_empty_one()
    {
        await using var sap = await Sap.StartAsync(new SapOptions { PageSize = 70 });
        var (some, pages) = await sap.ReadAllAsync($"{Orders}?$select=SalesOrder", "SalesOrder");
        (some.Count, some.Distinct().Count(), pages).ShouldBe((240, 240, 4));

        sap.Server.Engine.Options.PageSize = 80;
        (await sap.ReadAllAsync($"{Orders}?$select=SalesOrder", "SalesOrder")).Pages.ShouldBe(4);
        (await sap.ReadAsync($"{Orders}?$skiptoken=240")).GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Numbers_in_texts_are_sorted_and_compared_as_SAP_keeps_them()
    {
        await using var sap = await Sap.StartAsync();
        (await sap.ReadAllAsync($"{Orders}?$select=SalesOrder&$top=11&$orderby=SalesOrder", "SalesOrder")).Values[^3..].ShouldBe(["9", "10", "11"]);
        (await sap.ReadAllAsync($"{Orders}?$select=SalesOrder&$filter=SalesOrder gt '9' and SalesOrder lt '0000000012'", "SalesOrder")).Values.ShouldBe(["10", "11"]);
    }

    [Fact]
    public async Task What_was_changed_since_is_found_by_time_and_by_date()
    {
        await using var sap = await Sap.StartAsync();
        var changed = new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.Zero);
        sap.Server.Data["A_SalesOrder"].Change("7", ("LastChangeDateTime", changed.AddTicks(4)), ("LastChangeDate", changed.Date));
        foreach (var filter in (string[])["LastChangeDateTime ge datetimeoffset'2026-07-01T09:00:00Z'", "LastChangeDateTime gt datetimeoffset'2026-07-01T18:00:00.0000003+09:00'", "LastChangeDate ge datetime'2026-07-01T00:00:00'"])
            (await sap.ReadAllAsync($"{Orders}?$filter={filter.Replace("+", "%2B", StringComparison.Ordinal)}", "SalesOrder")).Values.ShouldBe(["7"], filter);
        var shown = (await sap.ReadAsync($"{Orders}('7')?$select=LastChangeDateTime,LastChangeDate")).GetRawText();
        shown.ShouldContain("\"/Date(1782896400000+0000)/\"", customMessage: "JSON has no room for SAP's digits behind the millisecond");
        shown.ShouldContain("\"/Date(1782864000000)/\"");
    }

    [Fact]
    public async Task Apostrophes_are_doubled()
    {
        await using var sap = await Sap.StartAsync();
        sap.Server.Data["A_BusinessPartner"].Change("10100001", ("BusinessPartnerFullName", "O'Brien's"));
        (await sap.ReadAllAsync("API_BUSINESS_PARTNER/A_BusinessPartner?$filter=BusinessPartnerFullName eq 'O''Brien''s'", "BusinessPartner")).Values.ShouldBe(["10100001"]);
        (await sap.ReadAllAsync("API_BUSINESS_PARTNER/A_BusinessPartner?$filter=substringof('Brien''s',BusinessPartnerFullName) and not (Customer eq '')", "BusinessPartner")).Values.ShouldBe(["10100001"]);
        (await sap.GetAsync("API_BUSINESS_PARTNER/A_BusinessPartner?$filter=BusinessPartnerFullName eq 'O'Brien'")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Only_what_is_selected_comes_two_levels_down_and_the_count_is_a_text()
    {
        await using var sap = await Sap.StartAsync();
        var page = await sap.ReadAsync($"{Orders}?$top=1&$skip=2&$orderby=SalesOrder&$inlinecount=allpages&$expand=to_Item/to_ScheduleLine&$select=SalesOrder,to_Item/Material,to_Item/to_ScheduleLine/ScheduleLine");
        page.GetProperty("__count").GetString().ShouldBe("240");
        var order = page.GetProperty("results")[0];
        Names(order).ShouldBe(["__metadata", "SalesOrder", "to_Item"]);
        var item = order.GetProperty("to_Item").GetProperty("results")[0];
        Names(item).ShouldBe(["__metadata", "Material", "to_ScheduleLine"]);
        Names(item.GetProperty("to_ScheduleLine").GetProperty("results")[0]).ShouldBe(["__metadata", "ScheduleLine"]);
        (await sap.ReadAsync($"{Orders}('3')")).GetProperty("to_Item").GetProperty("__deferred").GetProperty("uri").GetString()!.ShouldEndWith("A_SalesOrder('3')/to_Item");

        using var counted = await sap.GetAsync($"{Orders}/$count?$filter=SalesOrganization eq '1510'");
        int.Parse(await counted.Content.ReadAsStringAsync(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 239);
        static IEnumerable<string> Names(JsonElement row) => row.EnumerateObject().Select(property => property.Name);
    }

    [Theory]
    [InlineData("?$select=Nope")]
    [InlineData("?$filter=Nope eq 'x'")]
    [InlineData("?$orderby=Nope")]
    [InlineData("?$expand=to_Nope")]
    [InlineData("?$filter=SalesOrder eq datetime'2026-01-01T00:00:00'")]
    [InlineData("?$filter=SalesOrder like 'x'")]
    [InlineData("?$apply=x")]
    public async Task What_is_not_there_is_refused_in_SAPs_words(string query)
    {
        await using var sap = await Sap.StartAsync();
        using var response = await sap.GetAsync(Orders + query + "&sap-language=JA");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        error.GetProperty("message").GetProperty("lang").GetString().ShouldBe("ja");
        error.GetProperty("message").GetProperty("value").GetString().ShouldNotBeNullOrEmpty();
        error.GetProperty("innererror").GetProperty("errordetails")[0].GetProperty("severity").GetString().ShouldBe("error");
    }

    [Fact]
    public async Task Who_is_not_known_and_which_client_is_not_there_gets_the_log_on_page()
    {
        await using var sap = await Sap.StartAsync();
        using var stranger = new HttpClient();
        using var refused = await stranger.GetAsync(new Uri(sap.Server.Address, "/sap/opu/odata/sap/API_PRODUCT_SRV/A_Product"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await sap.GetAsync("API_PRODUCT_SRV/A_Product?sap-client=200")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await sap.GetAsync("API_PRODUCT_SRV/A_Product?sap-client=100")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await sap.GetAsync("API_OUTBOUND_DELIVERY_SRV/A_OutbDeliveryHeader")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await sap.GetAsync("API_OUTBOUND_DELIVERY_SRV;v=0002/A_OutbDeliveryHeader?$top=1")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
