using IntegrationHub.Host.Tests.Pages.Support;

namespace IntegrationHub.Host.Tests.Pages;

/// <summary>What the overview says of an account's calls.</summary>
public sealed class CallsPageTests : IAsyncLifetime
{
    private PageHost _host = null!;

    public async Task InitializeAsync() => _host = await PageHost.StartAsync();

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [InlineData(1000, "Enough until the count begins anew", "リセットまで足ります")]
    [InlineData(3000, "At this pace used up 6 May 2026, 18:00 UTC", "このペースでは2026年5月6日 18:00 UTCに使い切ります")]
    [InlineData(4500, "Used up until the count begins anew", "リセットまで使い切りました")]
    public async Task The_overview_says_how_many_calls_are_used_and_whether_the_rest_will_do(int used, string english, string japanese)
    {
        await using (var insert = _host.Database.CreateCommand("insert into hub.quota (account, starts_at, ends_at, live, others, changed_at) values ('demo-crm', '2026-05-06 00:00Z', '2026-05-07 00:00Z', $1 - 200, 200, now())"))
        {
            insert.Parameters.Add(new() { Value = used });
            await insert.ExecuteNonQueryAsync();
        }

        using var client = await _host.SignedInAsync(language: "en-GB");
        var page = await client.GetStringAsync("/");
        page.ShouldContain(english);
        page.ShouldContain($"<dt>Used</dt><dd>{used:N0}</dd>");
        page.ShouldContain("<dt>By people and other programs</dt><dd>200</dd>");
        page.ShouldContain($"<dt>Left to the hub</dt><dd>{4500 - used:N0}</dd>");   // 10 % of 5,000 are left to people

        using var reader = await _host.SignedInAsync(language: "ja");
        System.Net.WebUtility.HtmlDecode(await reader.GetStringAsync("/")).ShouldContain(japanese);
    }
}
