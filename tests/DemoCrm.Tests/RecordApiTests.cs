using System.Text.Json.Nodes;

namespace DemoCrm.Tests;

public sealed class RecordApiTests : CrmFixture
{
    [Fact]
    public async Task An_external_id_names_one_record_however_often_it_is_put()
    {
        const string Key = "erp/customer/1 %2F?&#é";

        (await Client.PutAsync("accounts", Key, """{"name":"A"}""")).Status.ShouldBe(201);
        (await Client.PutAsync("accounts", Key, """{"name":"A"}""")).Status.ShouldBe(200);
        var (status, json) = await Client.PutAsync("accounts", Key, """{"name":"B","city":null}""");

        (status, json["id"]!.GetValue<string>(), json["externalId"]!.GetValue<string>()).ShouldBe((200, "ACC-000001", Key));
        Server.WithExternalId("accounts", Key).ShouldHaveSingleItem().Fields["name"].GetString().ShouldBe("B");
        Server.Creates("accounts", Key).ShouldBe(1);
        (await Client.GetAsync($"/api/accounts/by-external-id/{Uri.EscapeDataString(Key)}")).Json["name"]!.GetValue<string>().ShouldBe("B");
        (await Client.SendAsync(HttpMethod.Delete, $"/api/accounts/by-external-id/{Uri.EscapeDataString(Key)}")).Status.ShouldBe(200);
        Server.All("accounts").ShouldBeEmpty();
    }

    [Fact]
    public async Task Putting_what_is_there_leaves_the_time_of_the_last_change()
    {
        await Client.PutAsync("orders", "1", """{"number":"1","lines":[{"number":"1","quantity":2}]}""");
        var before = Server.All("orders").Single();

        await Client.PutAsync("orders", "1", """{"lines":[{"number":"1","quantity":2}],"number":"1","gross":null}""");

        Server.All("orders").Single().ShouldBeSameAs(before);
    }

    [Fact]
    public async Task A_batch_answers_each_record_for_itself_and_in_order()
    {
        await Client.PutAsync("accounts", "c", """{"name":"C"}""");

        var (status, json) = await Client.PostAsync("/api/orders/batch-upsert", """
            {"records":[
              {"externalId":"o1","accountId":"ACC-000001","gross":12.5},
              {"externalId":"o2","accountId":"ACC-000009"},
              {"externalId":"o3","colour":"red"},
              {"externalId":"o4","gross":"12"},
              {"externalId":"o5","lines":[{"number":"1","colour":"red"}]},
              {"externalId":"o1","accountId":"ACC-000001","gross":13}]}
            """);

        status.ShouldBe(200);
        json["results"]!.AsArray().Select(Told).ShouldBe([
            "201 ORD-000001", "422 unknown_account accountId", "422 unknown_field colour", "422 invalid_value gross", "422 unknown_field lines[0].colour", "200 ORD-000001"]);
        Server.All("orders").ShouldHaveSingleItem().Fields["gross"].GetDecimal().ShouldBe(13);
    }

    [Theory]
    [InlineData("accounts", """{"city":"Berlin"}""", "missing_field")]
    [InlineData("accounts", """{"name":null}""", "missing_field")]
    [InlineData("accounts", """{"name":"A","colour":null}""", "unknown_field")]
    [InlineData("accounts", """{"name":1}""", "invalid_value")]
    [InlineData("orders", """{"orderedOn":"1.2.2026"}""", "invalid_value")]
    [InlineData("orders", """{"lines":{}}""", "invalid_value")]
    [InlineData("orders", """{"lines":[1]}""", "invalid_value")]
    [InlineData("orders", """{"contactId":"CON-000001"}""", "unknown_contact")]
    [InlineData("shipments", """{"orderId":"ORD-000001"}""", "unknown_order")]
    [InlineData("shipments", """{"shippedAt":"yesterday"}""", "invalid_value")]
    [InlineData("payments", """{"invoiceId":"INV-000001"}""", "unknown_invoice")]
    [InlineData("stock", """{"productId":"PRD-000001"}""", "unknown_product")]
    [InlineData("contracts", """{"autoRenew":"yes"}""", "invalid_value")]
    public async Task A_record_that_does_not_fit_is_refused_whole(string objectName, string json, string code)
    {
        var (status, answer) = await Client.PutAsync(objectName, "x", json);

        (status, answer["error"]!["code"]!.GetValue<string>()).ShouldBe((422, code));
        Server.All(objectName).ShouldBeEmpty();
    }

    [Fact]
    public async Task Records_can_be_created_listed_changed_and_deleted_by_id()
    {
        foreach (var number in Enumerable.Range(1, 5))
            (await Client.PostAsync("/api/products", $$"""{"externalId":"p{{number}}","name":"P{{number}}","unit":"EA"}""")).Status.ShouldBe(201);

        var (_, page) = await Client.GetAsync("/api/products?page=2&pageSize=2");
        page["total"]!.GetValue<int>().ShouldBe(5);
        page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()).ShouldBe(["PRD-000003", "PRD-000004"]);
        (await Client.GetAsync("/api/products?externalId=p4")).Json["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe("PRD-000004");

        (await Client.SendAsync(HttpMethod.Patch, "/api/products/PRD-000004", """{"category":"cheese","unit":null}""")).Status.ShouldBe(200);
        var changed = (await Client.GetAsync("/api/products/PRD-000004")).Json;
        (changed["name"]!.GetValue<string>(), changed["category"]!.GetValue<string>(), changed["unit"]).ShouldBe(("P4", "cheese", null));

        (await Client.SendAsync(HttpMethod.Delete, "/api/products/PRD-000004")).Status.ShouldBe(200);
        (await Client.GetAsync("/api/products/PRD-000004")).Status.ShouldBe(404);
        (await Client.SendAsync(HttpMethod.Delete, "/api/products/PRD-000004")).Status.ShouldBe(404);
        (await Client.PostAsync("/api/products", """{"name":"P6"}""")).Json["id"]!.GetValue<string>().ShouldBe("PRD-000006");
    }

    [Fact]
    public async Task Creating_the_same_external_id_twice_is_a_conflict()
    {
        await Client.PostAsync("/api/products", """{"externalId":"p","name":"P"}""");

        var (status, json) = await Client.PostAsync("/api/products", """{"externalId":"p","name":"P"}""");

        (status, json["error"]!["code"]!.GetValue<string>()).ShouldBe((409, "duplicate_external_id"));
    }

    [Theory]
    [InlineData("/api/products", "nonsense", 400, "not_json")]
    [InlineData("/api/products", "[]", 400, "not_json")]
    [InlineData("/api/products/batch-upsert", "{}", 400, "missing_field")]
    [InlineData("/api/products/batch-upsert", """{"records":[{"name":"P"}]}""", 400, "missing_field")]
    [InlineData("/api/unicorns", "{}", 404, "not_found")]
    [InlineData("/admin/faults?kind=earthquake", "", 400, "unknown_fault")]
    public async Task A_request_that_makes_no_sense_is_told_so(string path, string body, int status, string code)
    {
        var answer = await Client.PostAsync(path, body);

        (answer.Status, answer.Json["error"]!["code"]!.GetValue<string>()).ShouldBe((status, code));
    }

    [Fact]
    public async Task A_batch_of_more_than_200_is_refused()
    {
        var records = new JsonArray([.. Enumerable.Range(0, 201).Select(number => new JsonObject { ["externalId"] = $"{number}", ["name"] = "P" })]);

        (await Client.PostAsync("/api/products/batch-upsert", new JsonObject { ["records"] = records }.ToJsonString())).Status.ShouldBe(413);
        Server.All("products").ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_told_without_the_token()
    {
        using var stranger = new CrmClient(Server.Address, "wrong");

        (await stranger.GetAsync("/api/accounts")).Status.ShouldBe(401);
        (await stranger.PostAsync("/admin/faults?kind=fail")).Status.ShouldBe(401);
        (await stranger.GetAsync("/healthz")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Faults_can_be_planned_from_outside_and_forgotten()
    {
        (await Client.PostAsync("/admin/faults?kind=fail&times=2")).Status.ShouldBe(204);
        (await Client.GetAsync("/api/accounts")).Status.ShouldBe(500);
        (await Client.SendAsync(HttpMethod.Delete, "/admin/faults")).Status.ShouldBe(204);
        (await Client.GetAsync("/api/accounts")).Status.ShouldBe(200);
    }

    private static string Told(JsonNode? row) =>
        row!["error"] is { } error ? $"{row["status"]} {error["code"]} {error["field"]}" : $"{row["status"]} {row["id"]}";
}
