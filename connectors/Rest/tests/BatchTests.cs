using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using static IntegrationHub.Connectors.Rest.Tests.StubApi;

namespace IntegrationHub.Connectors.Rest.Tests;

public sealed class BatchTests
{
    [Fact]
    public async Task Many_records_go_in_several_requests_and_are_answered_in_order()
    {
        await using var api = await StartAsync(EchoIds);
        var batch = Enumerable.Range(0, 450).Select(number => Given.Order($"o{number}")).ToArray();

        var results = await Given.Target(api).DeliverAsync(batch);

        results.ShouldBe(batch.Select(delivery => new DeliveryResult.Delivered($"id-{delivery.ExternalKey}")));
        api.Requests.Select(Rows).ShouldBe([200, 200, 50]);
        api.Requests.ShouldAllBe(request => request.Line == "POST /api/orders/batch-upsert");
    }

    [Fact]
    public async Task Each_row_is_answered_for_itself()
    {
        await using var api = await StartAsync(_ => new Answer(200, """
            {"results":[
              {"status":201,"id":7},
              {"status":422,"error":{"code":"unknown_field","message":"orders has no field 'x'."}},
              {"status":429},
              {"status":500},
              {"status":403,"error":"not yours"},
              {"status":200,"id":"ORD-2"}]}
            """, RetryAfter: "11"));

        var results = await Given.Target(api).DeliverAsync([.. "abcdef".Select(key => Given.Order(key.ToString()))]);

        results[0].ShouldBe(new DeliveryResult.Delivered("7"));
        results[1].ShouldBe(new DeliveryResult.Rejected("orders b: refused with status 422: unknown_field: orders has no field 'x'."));
        results[2].ShouldBeOfType<DeliveryResult.Deferred>().After.ShouldBe(TimeSpan.FromSeconds(11));
        results[3].ShouldBeOfType<DeliveryResult.Deferred>();
        results[4].ShouldBe(new DeliveryResult.Rejected("orders e: refused with status 403: not yours"));
        results[5].ShouldBe(new DeliveryResult.Delivered("ORD-2"));
    }

    [Theory]
    [InlineData("""{"results":[{"status":200,"id":"1"}]}""", "2 records were sent, 1 were answered")]
    [InlineData("""{"results":"fine"}""", "no list 'results'")]
    [InlineData("""[]""", "no list 'results'")]
    [InlineData("""{"results":[{"status":200,"id":"1"},{"id":"2"}]}""", "no usable 'status'")]
    [InlineData("""{"results":[{"status":200,"id":"1"},{"status":"200"}]}""", "no usable 'status'")]
    [InlineData("""{"results":[{"status":200,"id":"1"},{"status":200}]}""", "has no 'id'")]
    [InlineData("<html>", "is not JSON")]
    public async Task An_answer_that_makes_no_sense_is_a_protocol_error(string body, string message)
    {
        await using var api = await StartAsync(_ => new Answer(200, body));

        (await Should.ThrowAsync<ProtocolException>(() => Given.Target(api).DeliverAsync(Given.Order("a"), Given.Order("b")))).Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_request_refused_as_a_whole_is_sent_record_by_record()
    {
        await using var api = await StartAsync(request => request.Line switch
        {
            "POST /api/orders/batch-upsert" => new Answer(400),
            "PUT /api/orders/by-external-id/bad" => new Answer(400, """{"code":"bad"}"""),
            _ => Answer.Created("x"),
        });

        var results = await Given.Target(api).DeliverAsync(Given.Order("a"), Given.Order("bad"), Given.Order("c"));

        results.ShouldBe([new DeliveryResult.Delivered("x"), new DeliveryResult.Rejected("orders bad: refused with status 400: bad"), new DeliveryResult.Delivered("x")]);
    }

    [Fact]
    public async Task Once_the_API_asks_for_rest_nothing_more_is_sent()
    {
        var sent = 0;
        await using var api = await StartAsync(request => ++sent == 2 ? new Answer(429, RetryAfter: "30") : EchoIds(request));

        var results = await Given.Target(api, new RestObjectOptions { Batch = { MaxSize = 2 } })
            .DeliverAsync([.. "abcdef".Select(key => Given.Order(key.ToString())), Given.Deleted("g")]);

        sent.ShouldBe(2);
        results.Take(2).ShouldAllBe(result => result is DeliveryResult.Delivered);
        results.Skip(2).ShouldAllBe(result => ((DeliveryResult.Deferred)result).After == TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_external_key_wins_over_a_field_of_the_same_name()
    {
        await using var api = await StartAsync(EchoIds);

        await Given.Target(api).DeliverAsync(Given.Order("a", fields: new JsonObject { ["externalId"] = "another", ["net"] = 1.10m, ["note"] = null }));

        api.Requests.Single().Body.ShouldBe("""{"records":[{"externalId":"a","net":1.10,"note":null}]}""");
    }

    private static Answer EchoIds(Asked request)
    {
        var rows = JsonNode.Parse(request.Body)!["records"]!.AsArray();
        return new Answer(200, new JsonObject
        {
            ["results"] = new JsonArray([.. rows.Select(row => new JsonObject { ["status"] = 200, ["id"] = $"id-{row!["externalId"]}" })]),
        }.ToJsonString());
    }

    private static int Rows(Asked request) => JsonNode.Parse(request.Body)!["records"]!.AsArray().Count;
}
