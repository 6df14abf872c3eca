using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Host.Tests.Pages.Support;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.Tests.Pages;

/// <summary>Deletes that the brake holds, from a real key pass: seen, released, or left to the next pass.</summary>
public sealed partial class HeldPagesTests : IAsyncLifetime
{
    private const int Orders = 30;

    private static readonly string[] All = [.. Enumerable.Range(1, Orders).Select(n => $"O-{n:00}")];

    private readonly Mapping _mapping = MappingCompiler.Compile("northwind/Orders.yaml", Encoding.UTF8.GetBytes(SomeMappings.Orders));
    private PageHost _host = null!;
    private Shelf _shelf = null!;

    public async Task InitializeAsync()
    {
        _host = await PageHost.StartAsync();
        _shelf = new Shelf(_host.Database);
        foreach (var id in All)
            await _shelf.MappedAsync(null, _mapping, id, SomeMappings.RawOrder);
        await _shelf.ExecuteAsync("update hub.record set changed_at = now() - interval '1 day'");   // by the clock that key passes go by
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [InlineData("/")]
    [InlineData("/runs/1")]
    public async Task The_overview_and_the_held_run_say_what_would_go_and_why_it_waits(string path)
    {
        await HoldAsync(listed: All[24..]);
        using var client = await _host.SignedInAsync();

        var page = await client.GetStringAsync(path);

        page.ShouldContain("Deletes held: northwind/Orders");
        page.ShouldContain("No longer listed by the source: 24 of the 30 records the hub holds (80%). Nothing was deleted.");
        page.ShouldContain("a key pass may delete 2.5% of the records, or 20 if that is more");
        page.ShouldContain("The first 20 of 24 keys");
        page.ShouldContain("<li>O-20</li>");
        page.ShouldNotContain("<li>O-21</li>");
        page.ShouldContain("Delete 24 records of northwind/Orders in the hub");
        page.ShouldContain("decides anew");
    }

    [Fact]
    public async Task An_engineer_releases_exactly_what_was_seen()
    {
        await HoldAsync(listed: All[24..]);
        using var client = await _host.SignedInAsync();

        var answer = await ReleaseAsync(client, await SeenAtAsync(client, "/"));
        var page = await client.GetStringAsync(answer.Headers.Location!);

        page.ShouldContain("24 records deleted.");
        page.ShouldNotContain("Deletes held:");
        (await GoneAsync()).ShouldBe(24);
        (await _shelf.CountAsync("select count(*) from hub.audit where who = 'erik' and what = 'release deletes' and subject = 'northwind/Orders' and detail like '24 of 30 records%'")).ShouldBe(1);
        _host.Engine.Triggered.ShouldBe([new JobId("deliver", "demo-crm")]);
        (await client.GetStringAsync("/runs/1")).ShouldContain("What this run held is no longer held");
        (await client.GetStringAsync("/runs/2")).ShouldContain("<td class=\"num\" data-live=\"deleted\">24</td>");
    }

    [Fact]
    public async Task A_list_that_a_later_pass_replaced_is_not_released()
    {
        await HoldAsync(listed: All[24..]);
        using var client = await _host.SignedInAsync();
        var seenAt = await SeenAtAsync(client, "/");
        await HoldAsync(listed: All[..5]);

        var answer = await ReleaseAsync(client, seenAt);

        (await client.GetStringAsync(answer.Headers.Location!)).ShouldContain("Nothing was deleted: what you saw is no longer held.");
        (await GoneAsync()).ShouldBe(0);
        (await client.GetStringAsync("/runs/1")).ShouldContain("What this run held is no longer held");
        (await client.GetStringAsync("/runs/2")).ShouldContain("25 of the 30 records");
        (await _shelf.CountAsync("select count(*) from hub.audit where what = 'release deletes'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_viewer_sees_what_is_held_and_may_not_release_it()
    {
        await HoldAsync(listed: All[24..]);
        using var client = await _host.SignedInAsync("vera");
        using var engineer = await _host.SignedInAsync();

        var page = await client.GetStringAsync("/runs/1");
        var answer = await ReleaseAsync(client, await SeenAtAsync(engineer, "/"));

        page.ShouldContain("24 of the 30 records");
        page.ShouldContain("Engineers and admins can release them.");
        page.ShouldNotContain("/held/release");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await GoneAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_release_without_the_forms_token_deletes_nothing()
    {
        await HoldAsync(listed: All[24..]);
        using var client = await _host.SignedInAsync();
        var seenAt = await SeenAtAsync(client, "/");

        var answer = await client.PostAsync("/held/release", new FormUrlEncodedContent([KeyValuePair.Create("sync", "northwind/Orders"), KeyValuePair.Create("seenAt", seenAt)]));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await GoneAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_held_is_told_in_Japanese()
    {
        await HoldAsync(listed: All[24..]);
        using var client = await _host.SignedInAsync(language: "ja");

        var page = await client.GetStringAsync("/");

        page.ShouldContain("削除を保留中: northwind/Orders");
        page.ShouldContain("ハブにある 30件のうち 24件（80%）が、連携元の一覧にありません");
        page.ShouldContain("保留を解除して削除");
    }

    [Fact]
    public async Task What_is_held_of_a_sync_that_the_settings_no_longer_have_is_not_offered()
    {
        await HoldAsync(listed: All[24..]);
        await _shelf.ExecuteAsync("update hub.held_delete set sync = 'gone/Orders'");
        using var client = await _host.SignedInAsync();

        (await client.GetStringAsync("/")).ShouldNotContain("Deletes held:");
    }

    /// <summary>A key pass that lists these and finds the others missing: more than the brake lets through.</summary>
    private async Task HoldAsync(string[] listed)
    {
        var store = new HubStore(_host.Database);
        var deleted = new DeletedRecords(store, new HeldDeletes(_host.Database), new SyncPipeline(store, new RunLedger(_host.Database)));
        var plan = new SyncPlan { Key = new SyncKey("northwind", "Orders"), Mapping = _mapping, Targets = [], BatchSize = 10 };
        await Should.ThrowAsync<DeletesHeldException>(() => deleted.FindAsync(plan, new KeyList(listed), new DeleteBrake(2.5, 20), progress: null, CancellationToken.None));
    }

    private Task<long> GoneAsync() => _shelf.CountAsync("select count(*) from hub.record where deleted");

    /// <summary>What the release form on a page carries.</summary>
    private static async Task<string> SeenAtAsync(HttpClient client, string page) => WebUtility.HtmlDecode(SeenAt().Match(await client.GetStringAsync(page)).Groups[1].Value);

    private static Task<HttpResponseMessage> ReleaseAsync(HttpClient client, string seenAt) => PageHost.PostAsync(client, "/", "/held/release", ("sync", "northwind/Orders"), ("seenAt", seenAt));

    [GeneratedRegex("name=\"seenAt\" value=\"([^\"]+)\"")]
    private static partial Regex SeenAt();

    private sealed class KeyList(string[] keys) : IKeyListing
    {
        public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return keys;
            await Task.CompletedTask;
        }
    }
}
