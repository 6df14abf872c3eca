using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using static IntegrationHub.Connectors.Rest.Tests.StubApi;

namespace IntegrationHub.Connectors.Rest.Tests;

public sealed class AnswerTests
{
    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task A_refused_record_is_rejected(int status)
    {
        await using var api = await StartAsync(_ => new Answer(status, """{"error":{"code":"no_good","message":"It will not do."}}"""));

        (await Given.Target(api, Given.OneByOne).DeliverAsync(Given.Order("a")))
            .ShouldBe([new DeliveryResult.Rejected($"orders a: refused with status {status}: no_good: It will not do.")]);
    }

    [Theory]
    [InlineData(404, "Objects:orders:UpsertPath")]
    [InlineData(405, "Objects:orders:UpsertPath")]
    [InlineData(307, "BaseUrl")]
    public async Task A_path_that_is_not_there_names_its_setting(int status, string setting)
    {
        await using var api = await StartAsync(_ => new Answer(status, Location: "/elsewhere"));

        (await Should.ThrowAsync<SetupException>(() => Given.Target(api, Given.OneByOne).DeliverAsync(Given.Order("a")))).Message.ShouldContain(setting);
    }

    [Fact]
    public async Task A_batch_path_that_is_not_there_names_its_setting()
    {
        await using var api = await StartAsync(_ => new Answer(404));

        (await Should.ThrowAsync<SetupException>(() => Given.Target(api).DeliverAsync(Given.Order("a")))).Message.ShouldContain("Objects:orders:Batch:Path");
    }

    [Fact]
    public async Task An_object_that_is_not_listed_is_told_with_those_that_are()
    {
        await using var api = await StartAsync(_ => new Answer(200));

        (await Should.ThrowAsync<SetupException>(() => Given.Target(api).DeliverAsync(Given.Order("a") with { Entity = "ordres" })))
            .Message.ShouldBe("Objects: 'ordres' is not among orders. Add it, or mend to.object in the mapping.");
    }

    [Theory]
    [InlineData(200, "{}", "has no 'id'")]
    [InlineData(200, """{"id":""}""", "has no 'id'")]
    [InlineData(200, "", "is not JSON")]
    [InlineData(418, "", "418")]
    public async Task An_answer_that_makes_no_sense_is_a_protocol_error(int status, string body, string message)
    {
        await using var api = await StartAsync(_ => new Answer(status, body));

        (await Should.ThrowAsync<ProtocolException>(() => Given.Target(api, Given.OneByOne).DeliverAsync(Given.Order("a")))).Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_web_page_in_answer_to_a_delete_is_no_delete()
    {
        await using var api = await StartAsync(_ => new Answer(200, "\n<html>Please sign in"));
        var delete = Given.Order("a") with { Change = ChangeKind.Deleted, Fields = [] };

        (await Should.ThrowAsync<ProtocolException>(() => Given.Target(api, Given.OneByOne).DeliverAsync(delete))).Message.ShouldContain("is not JSON");
    }

    [Fact]
    public async Task A_failure_defers_its_record_and_not_the_others()
    {
        await using var api = await StartAsync(request => request.Line.EndsWith("/b", StringComparison.Ordinal) ? new Answer(500) : Answer.Created("x"));

        var results = await Given.Target(api, Given.OneByOne).DeliverAsync([.. "abcdefgh".Select(key => Given.Order(key.ToString()))]);

        results[1].ShouldBeOfType<DeliveryResult.Deferred>().Reason.ShouldContain("500");
        results.Where((_, row) => row != 1).ShouldAllBe(result => result is DeliveryResult.Delivered);
    }

    [Fact]
    public async Task Retry_after_a_date_is_counted_from_now()
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        await using var api = await StartAsync(_ => new Answer(503, RetryAfter: now.AddMinutes(2).ToString("R")));

        (await Should.ThrowAsync<TransientException>(() => Given.Target(api, time: new StoppedClock(now)).DeliverAsync(Given.Order("a")))).RetryAfter.ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_date_that_has_passed_means_no_wait()
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        await using var api = await StartAsync(_ => new Answer(429, RetryAfter: now.AddMinutes(-2).ToString("R")));

        (await Should.ThrowAsync<TransientException>(() => Given.Target(api, time: new StoppedClock(now)).DeliverAsync(Given.Order("a")))).RetryAfter.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task An_API_that_is_not_there_is_transient()
    {
        Uri gone;
        await using (var api = await StartAsync(_ => new Answer(200)))
            gone = api.Address;

        var thrown = await Should.ThrowAsync<TransientException>(() => Given.Target(gone).DeliverAsync(Given.Order("a")));

        thrown.Message.ShouldContain(gone.Authority);
        thrown.Message.ShouldContain("ConnectionError");
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_transient()
    {
        using var never = new ManualResetEventSlim();
        await using var api = await StartAsync(_ =>
        {
            never.Wait(TimeSpan.FromSeconds(10));
            return new Answer(200);
        });
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(300) };

        (await Should.ThrowAsync<TransientException>(() => Given.Target(api, http: http).DeliverAsync(Given.Order("a")))).Message.ShouldContain("no answer in time");
        never.Set();
    }

    [Fact]
    public async Task The_reason_repeats_nothing_of_the_record()
    {
        var fields = new JsonObject { ["email"] = "taro@example.jp", ["lines"] = new JsonArray(new JsonObject { ["contact"] = "山田太郎" }), ["status"] = "email" };
        await using var api = await StartAsync(_ => new Answer(422, """{"code":"bad_value","message":"The email 'TARO@example.jp' of\n山田太郎 is no good."}"""));

        (await Given.Target(api, Given.OneByOne).DeliverAsync(Given.Order("a", fields: fields)))
            .ShouldBe([new DeliveryResult.Rejected("orders a: refused with status 422: bad_value: The email '…' of … is no good.")]);
    }

    [Theory]
    [InlineData("""{"error":"Too long","message":"by far"}""", "Too long: by far")]
    [InlineData("""{"title":"Bad Request","detail":"No such unit."}""", "Bad Request: No such unit.")]
    [InlineData("""["what?"]""", null)]
    [InlineData("Sorry!", null)]
    [InlineData("", null)]
    public async Task The_reason_is_found_in_common_error_bodies(string body, string? words)
    {
        await using var api = await StartAsync(_ => new Answer(400, body));

        var reason = (await Given.Target(api, Given.OneByOne).DeliverAsync(Given.Order("a")))[0].ShouldBeOfType<DeliveryResult.Rejected>().Reason;

        reason.ShouldBe(words is null ? "orders a: refused with status 400, without saying why" : $"orders a: refused with status 400: {words}");
    }

    [Fact]
    public async Task A_long_reason_is_cut()
    {
        await using var api = await StartAsync(_ => new Answer(400, new JsonObject { ["message"] = new string('x', 5000) }.ToJsonString()));

        (await Given.Target(api, Given.OneByOne).DeliverAsync(Given.Order("a")))[0].ShouldBeOfType<DeliveryResult.Rejected>().Reason.Length.ShouldBeLessThan(330);
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
