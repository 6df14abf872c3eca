using IntegrationHub.Sdk;
using static IntegrationHub.Connectors.Rest.Tests.StubApi;

namespace IntegrationHub.Connectors.Rest.Tests;

public sealed class LookupTests
{
    [Fact]
    public async Task An_unknown_record_is_looked_up_then_created_with_its_external_id()
    {
        await using var api = await StartAsync(request => request.Line.StartsWith("GET", StringComparison.Ordinal) ? new Answer(200, "[]") : Answer.Created("9"));

        var results = await Given.Target(api, Given.Lookup).DeliverAsync(Given.Order("erp/order/1"));

        results.ShouldBe([new DeliveryResult.Delivered("9")]);
        api.Requests.Select(request => request.Line).ShouldBe(["GET /api/orders?externalId=erp%2Forder%2F1", "POST /api/orders"]);
        api.Requests[1].Body.ShouldBe("""{"externalId":"erp/order/1","number":"erp/order/1"}""");
    }

    [Fact]
    public async Task A_found_record_is_changed()
    {
        await using var api = await StartAsync(request =>
            request.Line.StartsWith("GET", StringComparison.Ordinal) ? new Answer(200, """{"items":[{"id":5,"externalId":"a"}]}""") : new Answer(204));

        (await Given.Target(api, Given.Lookup).DeliverAsync(Given.Order("a"))).ShouldBe([new DeliveryResult.Delivered("5")]);
        api.Requests[1].Line.ShouldBe("PATCH /api/orders/5");
    }

    [Fact]
    public async Task A_record_with_a_known_id_is_changed_without_looking()
    {
        await using var api = await StartAsync(_ => new Answer(204));

        (await Given.Target(api, Given.Lookup).DeliverAsync(Given.Order("a", remoteId: "5"))).ShouldBe([new DeliveryResult.Delivered("5")]);
        api.Requests.Single().Line.ShouldBe("PATCH /api/orders/5");
    }

    [Fact]
    public async Task A_record_somebody_deleted_over_there_is_gone_and_not_created_again()
    {
        await using var api = await StartAsync(request => request.Line switch
        {
            "PATCH /api/orders/5" => new Answer(404),
            _ => new Answer(200, "[]"),
        });

        (await Given.Target(api, Given.Lookup).DeliverAsync(Given.Order("a", remoteId: "5"))).ShouldBe([new DeliveryResult.Gone()]);
        api.Requests.ShouldAllBe(request => !request.Line.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_search_that_answers_a_stranger_stops_everything()
    {
        await using var api = await StartAsync(_ => new Answer(200, """[{"id":"1","externalId":"somebody-else"}]"""));

        var thrown = await Should.ThrowAsync<ProtocolException>(() => Given.Target(api, Given.Lookup).DeliverAsync(Given.Order("a")));

        thrown.Message.ShouldContain("Objects:orders:SearchPath");
        api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Doubles_over_there_are_not_guessed_at()
    {
        await using var api = await StartAsync(_ => new Answer(200, """[{"id":"1","externalId":"a"},{"id":"2","externalId":"a"}]"""));
        var target = Given.Target(api, Given.Lookup);

        foreach (var delivery in (Delivery[])[Given.Order("a"), Given.Deleted("a")])
            (await target.DeliverAsync(delivery))[0].ShouldBeOfType<DeliveryResult.Rejected>().Reason.ShouldContain("2 records with this external id over there (1, 2)");
        api.Requests.ShouldAllBe(request => request.Line.StartsWith("GET"));
    }

    [Fact]
    public async Task A_search_that_is_not_there_creates_nothing()
    {
        await using var api = await StartAsync(_ => new Answer(404));

        (await Should.ThrowAsync<SetupException>(() => Given.Target(api, Given.Lookup).DeliverAsync(Given.Order("a")))).Message.ShouldContain("Objects:orders:SearchPath");
        api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_busy_search_defers_its_record_only()
    {
        await using var api = await StartAsync(request => request.Line switch
        {
            "GET /api/orders?externalId=a" => new Answer(502),
            "POST /api/orders" => Answer.Created("1"),
            _ => new Answer(200, "[]"),
        });

        var results = await Given.Target(api, Given.Lookup).DeliverAsync(Given.Order("a"), Given.Order("b"), Given.Deleted("c"));

        results[0].ShouldBeOfType<DeliveryResult.Deferred>();
        results[1].ShouldBe(new DeliveryResult.Delivered("1"));
        results[2].ShouldBeOfType<DeliveryResult.Delivered>();
    }
}
