using System.Net;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Host.Tests.Pages.Support;

namespace IntegrationHub.Host.Tests.Pages;

/// <summary>What a mapping would change, and replays of what the hub keeps.</summary>
public sealed class ChangesPageTests : IAsyncLifetime
{
    private static readonly Mapping Orders = MappingCompiler.Compile("northwind/Orders.yaml", System.Text.Encoding.UTF8.GetBytes(SomeMappings.Orders));
    private static readonly Mapping Before = MappingCompiler.Compile("northwind/Orders.yaml", System.Text.Encoding.UTF8.GetBytes(SomeMappings.Orders.Replace("D: done", "D: partial", StringComparison.Ordinal)));

    private PageHost _host = null!;
    private Shelf _shelf = null!;

    public async Task InitializeAsync()
    {
        _host = await PageHost.StartAsync();
        _shelf = new Shelf(_host.Database);
        await _shelf.CustomerAsync(1, Some.Customer("C1", "Acme"));
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task What_the_changed_file_would_change_is_shown_by_field_with_examples_and_changes_nothing()
    {
        await _shelf.MappedAsync(1, Orders, "10248", SomeMappings.RawOrder);
        await File.WriteAllTextAsync(Path.Combine(_host.Mappings, "northwind", "Orders.yaml"), SomeMappings.Orders.Replace("D: done", "D: partial", StringComparison.Ordinal));
        using var client = await _host.SignedInAsync();

        (await client.GetStringAsync("/mappings/northwind/Orders/changes")).ShouldContain("start the hub again first");
        var page = await client.GetStringAsync("/mappings/northwind/Orders/changes?now=true");
        var stream = await client.GetStringAsync("/mappings/northwind/Orders/changes/events");

        page.ShouldContain("1 of 1 records would come out otherwise.");
        Regex.Replace(page, @"\s+", " ").ShouldContain("<del>&quot;done&quot;</del> → <ins>&quot;partial&quot;</ins>");   // a Razor template keeps the blank behind it
        stream.ShouldContain("event: done");
        stream.ShouldContain("1 of 1 records would come out otherwise.");
        (await _shelf.CountAsync("select count(*) from hub.record where doc ->> 'status' = 'done'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_broken_file_is_told_with_its_places_instead()
    {
        await File.AppendAllTextAsync(Path.Combine(_host.Mappings, "northwind", "Orders.yaml"), "\n  colour: Red");
        using var client = await _host.SignedInAsync();

        (await client.GetStringAsync("/mappings/northwind/Orders/changes?now=true")).ShouldContain("northwind/Orders.yaml(15,3): unknown field of order &#x27;colour&#x27;");
    }

    [Fact]
    public async Task A_viewer_neither_compares_nor_applies()
    {
        await _shelf.MappedAsync(1, Orders, "10248", SomeMappings.RawOrder);
        using var client = await _host.SignedInAsync("vera");

        (await client.GetStringAsync("/mappings/northwind/Orders/changes?now=true")).ShouldNotContain("Nothing would change");
        (await client.GetAsync("/mappings/northwind/Orders/changes/events")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await PageHost.PostAsync(client, "/mappings/northwind/Orders/changes", "/mappings/replay", Asked("all"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await _shelf.CountAsync("select count(*) from hub.replay")).ShouldBe(0);
    }

    [Theory]
    [InlineData("all", "", "", 2)]
    [InlineData("parked", "", "", 1)]
    [InlineData("keys", "10248, 10250\n10248", "", 2)]
    [InlineData("time", "", "2026-05-06", 1)]
    public async Task An_engineer_asks_for_a_replay_of_some_records_and_pauses_resumes_and_cancels_it(string which, string keys, string since, int expected)
    {
        await _shelf.MappedAsync(1, Before, "10248", SomeMappings.RawOrder);
        await _shelf.ParkAsync("northwind/Orders", "map", "10249", "a value 'choose' does not list", "{}");
        await _shelf.ExecuteAsync("update hub.parked set last_at = '2020-01-01'");
        using var client = await _host.SignedInAsync();
        const string Page = "/mappings/northwind/Orders/changes";

        (await PageHost.PostAsync(client, Page, "/mappings/replay", Asked(which, keys, since))).Headers.Location!.OriginalString.ShouldBe(Page + "?done=asked");
        _host.Engine.Triggered.ShouldBe([new JobId("replay", "northwind/Orders")]);
        (await _shelf.CountAsync("select expected from hub.replay where state = 'open' and asked_by = 'erik'")).ShouldBe(expected);
        var replay = await _shelf.CountAsync("select replay_no from hub.replay");
        (await client.GetStringAsync(Page)).ShouldContain($"data-run=\"/mappings/replay/{replay}/events\"");

        foreach (var (verb, state) in new[] { ("pause", "paused"), ("resume", "open"), ("cancel", "cancelled") })
        {
            await PageHost.PostAsync(client, Page, "/mappings/replay/" + verb, ("replayNo", $"{replay}"));
            (await _shelf.CountAsync("select count(*) from hub.replay where state = $1", state)).ShouldBe(1, verb);
        }

        foreach (var late in new[] { "pause", "resume", "cancel" })
            (await PageHost.PostAsync(client, Page, "/mappings/replay/" + late, ("replayNo", $"{replay}"))).Headers.Location!.OriginalString.ShouldBe(Page, late);   // nothing was done, so nothing is said to be
        _host.Engine.Triggered.Count.ShouldBe(2);
        (await client.GetStringAsync($"/mappings/replay/{replay}/events")).ShouldContain("event: done");
        (await _shelf.CountAsync("select count(*) from hub.audit where who = 'erik' and what in ('replay kept records', 'paused replay', 'resume replay', 'cancelled replay')")).ShouldBe(4);
    }

    [Theory]
    [InlineData("keys", " , ", "")]
    [InlineData("time", "", "")]
    [InlineData("", "", "")]
    public async Task A_selection_that_says_nothing_starts_nothing(string which, string keys, string since)
    {
        using var client = await _host.SignedInAsync();

        var answer = await PageHost.PostAsync(client, "/mappings/northwind/Orders/changes", "/mappings/replay", Asked(which, keys, since));

        (await client.GetStringAsync(answer.Headers.Location!)).ShouldContain("Nothing was started");
        (await _shelf.CountAsync("select count(*) from hub.replay")).ShouldBe(0);
    }

    private static (string, string)[] Asked(string which, string keys = "", string since = "") =>
        [("connection", "northwind"), ("entity", "Orders"), ("which", which), ("keys", keys), ("since", since), ("until", "")];
}
