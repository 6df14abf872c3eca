using System.Net;
using System.Text.Json.Nodes;
using IntegrationHub.Host.Tests.Support;

namespace IntegrationHub.Host.Tests.Hooks;

/// <summary>Two hosts take calls of one sender, and share what they received.</summary>
public sealed class TwoHostsTests(HookWorld world) : IClassFixture<HookWorld>
{
    private const string Push = "/hooks/shop/Customers";

    [Fact]
    public async Task Whichever_host_a_call_comes_to_it_is_taken_once_and_all_of_them_arrive()
    {
        using var one = world.Client();
        using var other = await world.AnotherHostAsync();
        var at = DateTimeOffset.UtcNow;

        // every call goes to both hosts, at once: a balancer's second try
        var answers = await Task.WhenAll(Enumerable.Range(1, 25).SelectMany(number => new[] { one, other }.Select(client =>
            client.SendAsync(HookWorld.Call(Push, $$"""[{"id":"H{{number}}","rev":1,"name":"Customer {{number}}"},{"id":"H-shared","rev":{{number}},"name":"state {{number}}"}]""", at: at)))));

        answers.Select(answer => answer.StatusCode).Distinct().ShouldBe([HttpStatusCode.Accepted]);
        (await world.ScalarAsync<string>("select string_agg(outcome || ' ' || n, ', ' order by outcome) from (select outcome, count(*) as n from hub.hook_call where records + stale <> 1 group by outcome) o")).ShouldBe("accepted 25, duplicate 25");
        await world.UntilAsync(25L, "select count(*) from hub.record where id ~ '^H[0-9]' and version = 1");
        await world.UntilAsync("state 25", "select doc->>'name' from hub.record where id = 'H-shared'");   // the newest, in whatever order they came
        await world.UntilAsync(0L, "select count(*) from hub.received");
        (await world.ScalarAsync<long>("select count(*) from hub.parked")).ShouldBe(0);
        (await world.ScalarAsync<long>("select count(*) from hub.run where outcome in ('failed', 'lost')")).ShouldBe(0);
    }

    [Fact]
    public async Task The_command_line_lists_the_hooks_and_reads_what_is_left_unread()
    {
        using var client = world.Client();
        (await client.SendAsync(HookWorld.Call(Push, """{"id":"L1","rev":1,"name":"Listed"}"""))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await world.UntilAsync("Listed", "select doc->>'name' from hub.record where id = 'L1'");
        await world.UntilAsync(0L, "select count(*) from hub.received");

        var list = JsonNode.Parse((await RunAsync("hooks", "--json")).Output)!.AsArray();
        list.Select(one => (string)one!["hook"]!).ShouldBe(["shop/Customers", "shop/News"]);
        ((string)list[0]!["kind"]!, (string)list[0]!["path"]!, (long)list[0]!["unread"]!, list[0]!["last"]!["at"] is not null).ShouldBe(("push", "/hooks/shop/Customers", 0, true));
        ((string)list[1]!["kind"]!).ShouldBe("trigger of erp/Customers");
        (await RunAsync("hooks", "shop/Customers")).Output.ShouldContain("accepted, 1 records");

        await world.ScalarAsync<object>("insert into hub.received (sync, id, deleted, body) values ('shop/Customers', 'L2', false, convert_to('{\"id\":\"L2\",\"rev\":1,\"name\":\"Left behind\"}', 'UTF8')) returning 1");
        (await RunAsync("hooks", "shop/Customers")).ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(0, one.Errors));
        (await RunAsync("hooks", "shop/Customers", "--replay")).ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(0, one.Errors), one => one.Output.ShouldContain("hub replay shop/Customers"));
        (await world.ScalarAsync<string>("select doc->>'name' from hub.record where id = 'L2'")).ShouldBe("Left behind");
        (await RunAsync("hooks", "shop/Nothing")).ShouldSatisfyAllConditions(one => one.ExitCode.ShouldBe(2), one => one.Errors.ShouldContain("There is no hook 'shop/Nothing'. The settings have shop/Customers, shop/News."));
        (await RunAsync("hooks", "--replay")).ExitCode.ShouldBe(2);
    }

    private Task<HubAnswer> RunAsync(params string[] arguments) => HubProcess.RunAsync(world.Folder, null, arguments);
}
