using System.Net;

namespace SapStandIn.Tests;

public sealed class WriteTests
{
    private const string Order = "API_SALES_ORDER_SRV/A_SalesOrder('1')";

    [Fact]
    public async Task A_write_needs_a_token_and_the_ETag_that_was_read()
    {
        await using var sap = await Sap.StartAsync();
        using var without = await sap.SendAsync(HttpMethod.Patch, Order, """{"PurchaseOrderByCustomer":"X"}""");
        without.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        without.Headers.GetValues("x-csrf-token").ShouldBe(["Required"]);

        var token = ("X-CSRF-Token", await sap.TokenAsync());
        using var read = await sap.GetAsync(Order);
        var etag = read.Headers.GetValues("etag").Single();
        (await sap.SendAsync(HttpMethod.Patch, Order, """{"PurchaseOrderByCustomer":"X"}""", token)).StatusCode.ShouldBe((HttpStatusCode)428);
        (await sap.SendAsync(HttpMethod.Patch, Order, """{"PurchaseOrderByCustomer":"X"}""", token, ("If-Match", etag))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        sap.Server.Data["A_SalesOrder"].Change("1", ("LastChangeDateTime", DateTimeOffset.UnixEpoch));
        (await sap.SendAsync(HttpMethod.Patch, Order, """{"PurchaseOrderByCustomer":"Y"}""", token, ("If-Match", etag))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await sap.ReadAsync(Order)).GetProperty("PurchaseOrderByCustomer").GetString().ShouldBe("X");
        (await sap.SendAsync(HttpMethod.Patch, Order, """{"Nope":"Y"}""", token, ("If-Match", "*"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_made_is_there_and_what_is_removed_is_gone()
    {
        await using var sap = await Sap.StartAsync();
        var token = ("X-CSRF-Token", await sap.TokenAsync());
        using var made = await sap.SendAsync(HttpMethod.Post, "API_PRODUCT_SRV/A_Product", """{"Product":"P'1","BaseUnit":"PC"}""", token);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await sap.ReadAsync("API_PRODUCT_SRV/A_Product('P''1')")).GetProperty("BaseUnit").GetString().ShouldBe("PC");
        (await sap.SendAsync(HttpMethod.Delete, "API_PRODUCT_SRV/A_Product('P''1')", null, token)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await sap.GetAsync("API_PRODUCT_SRV/A_Product('P''1')")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_batch_answers_each_of_its_parts()
    {
        await using var sap = await Sap.StartAsync();
        var body = string.Concat(((string[])["A_Product?$top=1", "A_Product?$select=Nope"]).Select(part => $"--b1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET {part} HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n")) + "--b1--\r\n";
        (await sap.SendAsync(HttpMethod.Post, "API_PRODUCT_SRV/$batch", body, ("Content-Type", "multipart/mixed; boundary=b1"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var answer = await sap.SendAsync(HttpMethod.Post, "API_PRODUCT_SRV/$batch", body, ("X-CSRF-Token", await sap.TokenAsync()), ("Content-Type", "multipart/mixed; boundary=b1"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("HTTP/1.1 200 OK");
        text.ShouldContain("\"Product\":\"TG0010\"");
        text.ShouldContain("HTTP/1.1 400 Error");
    }

    [Fact]
    public async Task What_is_committed_late_is_seen_late()
    {
        await using var sap = await Sap.StartAsync();
        var products = sap.Server.Data["A_Product"];
        products.PutUncommitted(("Product", "LATE"));
        (await sap.GetAsync("API_PRODUCT_SRV/A_Product('LATE')")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        products.Commit();
        (await sap.GetAsync("API_PRODUCT_SRV/A_Product('LATE')")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
