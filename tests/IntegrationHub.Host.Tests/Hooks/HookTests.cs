using System.Net;

namespace IntegrationHub.Host.Tests.Hooks;

/// <summary>Calls over HTTP, through the real host and PostgreSQL.</summary>
public sealed class HookTests(HookWorld world) : IClassFixture<HookWorld>
{
    private const string Push = "/hooks/shop/Customers";
    private const string NameOf = "select doc->>'name' from hub.record where id = @id and not deleted";

    [Fact]
    public async Task What_is_pushed_goes_the_way_of_all_records_and_is_then_let_go_of()
    {
        using var client = world.Client();

        (await client.SendAsync(HookWorld.Call(Push, """[{"id":"A1","rev":1,"name":"株式会社髙橋商店"},{"id":"A2","rev":1,"name":"齋藤工業"}]"""))).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await world.UntilAsync("株式会社髙橋商店", NameOf, new { id = "A1" });
        await world.UntilAsync("齋藤工業", NameOf, new { id = "A2" });
        await world.UntilAsync(0L, "select count(*) from hub.received where id like 'A%'");
        (await world.ScalarAsync<long>("select count(*) from hub.run where job = 'sync:shop/Customers' and created > 0")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_same_call_is_taken_once_however_often_and_at_once_it_comes()
    {
        using var client = world.Client();
        var at = DateTimeOffset.UtcNow;
        var accepted = "select count(*) from hub.hook_call where outcome = 'accepted'";
        var before = await world.ScalarAsync<long>(accepted);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.SendAsync(HookWorld.Call(Push, """{"id":"B1","rev":1,"name":"Once"}""", at: at))));

        answers.Select(answer => answer.StatusCode).Distinct().ShouldBe([HttpStatusCode.Accepted]);   // a second try must succeed, or it comes again and again
        (await world.ScalarAsync<long>("select count(*) from hub.hook_call where outcome = 'duplicate' and records = 0")).ShouldBeGreaterThanOrEqualTo(19);
        (await world.ScalarAsync<long>(accepted)).ShouldBeGreaterThan(before);
        await world.UntilAsync("Once", NameOf, new { id = "B1" });
        (await world.ScalarAsync<long>("select version::bigint from hub.record where id = 'B1'")).ShouldBe(1);
    }

    [Fact]
    public async Task An_older_state_that_comes_later_is_dropped_and_counted()
    {
        using var client = world.Client();
        await client.SendAsync(HookWorld.Call(Push, """{"id":"C1","rev":5,"name":"new"}"""));
        await client.SendAsync(HookWorld.Call(Push, """[{"id":"C1","rev":4,"name":"old"},{"id":"C2","rev":1,"name":"other"}]"""));

        await world.UntilAsync("other", NameOf, new { id = "C2" });
        (await world.ScalarAsync<string>(NameOf, new { id = "C1" })).ShouldBe("new");
        (await world.ScalarAsync<long>("select count(*) from hub.hook_call where stale = 1 and records = 1")).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_gone_is_deleted()
    {
        using var client = world.Client();
        await client.SendAsync(HookWorld.Call(Push, """{"id":"D1","rev":1,"name":"here"}"""));
        await world.UntilAsync("here", NameOf, new { id = "D1" });

        await client.SendAsync(HookWorld.Call(Push, """{"id":"D1","rev":2,"gone":true}"""));

        await world.UntilAsync(true, "select deleted from hub.record where id = 'D1'");
    }

    [Fact]
    public async Task A_record_without_its_key_is_parked_and_the_others_are_taken()
    {
        using var client = world.Client();

        await client.SendAsync(HookWorld.Call(Push, "{\"id\":\"E1\",\"rev\":1,\"name\":\"good\"}\n{\"rev\":1,\"name\":\"E-bad\"}\n", type: "application/x-ndjson"));

        await world.UntilAsync("good", NameOf, new { id = "E1" });
        await world.UntilAsync(1L, "select count(*) from hub.parked where scope = 'shop/Customers' and stage = 'read' and cause = 'id is empty, but it is the key.' and convert_from(payload, 'UTF8') like '%E-bad%'");
    }

    [Fact]
    public async Task A_call_that_says_there_is_news_makes_the_sync_run_and_many_make_few_runs()
    {
        using var client = world.Client();
        const string runs = "select count(*) from hub.run where job = 'sync:erp/Customers'";
        var before = await world.ScalarAsync<long>(runs);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(call => client.SendAsync(HookWorld.Call("/hooks/shop/News", $$"""{"call":{{call}}}"""))));

        answers.Select(answer => answer.StatusCode).Distinct().ShouldBe([HttpStatusCode.Accepted]);
        await world.UntilAsync(true, $"select ({runs} and finished_at is not null) > @before", new { before });
        (await world.ScalarAsync<long>(runs) - before).ShouldBeLessThan(100);
    }

    [Fact]
    public async Task Who_does_not_know_the_secret_is_refused_and_the_console_says_what_to_look_at()
    {
        using var client = world.Client();
        const string body = """{"id":"F1","rev":1,"name":"Maria Anders"}""";

        (await client.SendAsync(HookWorld.Call(Push, body, secret: "another secret altogether"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await client.SendAsync(HookWorld.Call(Push, body, at: DateTimeOffset.UtcNow.AddMinutes(-6)))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await client.PostAsync(Push, new StringContent(body))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await world.UntilAsync(true, "select coalesce(sum(times), 0) >= 2 from hub.hook_refusal where reason = 'signature'");
        await world.UntilAsync(1L, "select coalesce(sum(times), 0)::bigint from hub.hook_refusal where reason = 'time'");
        (await world.ScalarAsync<long>("select count(*) from hub.received where id = 'F1'")).ShouldBe(0);
        using var engineer = await world.EngineerAsync();
        var page = await engineer.GetStringAsync("/hooks");
        page.ShouldContain("/hooks/shop/Customers");
        page.ShouldContain("signature does not fit");
        page.ShouldNotContain("Maria Anders");
        page.ShouldNotContain(HookWorld.Secret);
    }

    [Theory]
    [InlineData("/hooks/shop/Orders", "{}", "application/json", HttpStatusCode.NotFound)]
    [InlineData("/hooks/none", "{}", "application/json", HttpStatusCode.NotFound)]
    [InlineData("/hooks/shop", "{}", "application/json", HttpStatusCode.NotFound)]   // two could be meant
    [InlineData(Push, "<x/>", "text/xml", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(Push, "not json", "application/json", HttpStatusCode.BadRequest)]
    public async Task A_call_that_cannot_be_taken_is_told_by_its_status(string path, string body, string type, HttpStatusCode status)
    {
        using var client = world.Client();

        (await client.SendAsync(HookWorld.Call(path, body, type: type))).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_unread()
    {
        using var client = world.Client();

        (await client.SendAsync(HookWorld.Call(Push, $$"""{"id":"G1","name":"{{new string('x', 65 * 1024)}}"}"""))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }
}
