using IntegrationHub.Core.Connectors.Http;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Connectors.Http;

/// <summary>Accounts of several hosts (each with its own memory) on one real database.</summary>
public sealed class QuotaLedgerTests : IAsyncLifetime
{
    private readonly Clock _time = new() { Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) };
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresFixture.CreateDatabaseAsync();

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Hosts_together_never_spend_more_than_the_day_has_and_what_they_do_not_use_goes_back()
    {
        var options = new QuotaOptions { PerDay = 1000, ReservePercent = 10 };
        await using var last = Host(options);
        long spent;
        await using (var one = Host(options))
        await using (var two = Host(options))
        {
            var spending = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SpendAsync(i % 2 == 0 ? one : two, 90)));
            spent = spending.Sum();
            spent.ShouldBe(720);
        }

        (await StateAsync()).Live.ShouldBe(720);   // not one more is noted than was sent
        spent += (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SpendAsync(last, 100)))).Sum();
        spent.ShouldBe(900);
        var used = await Should.ThrowAsync<TransientException>(() => last.TakeAsync(CancellationToken.None));
        used.Message.ShouldBe("The account 'crm' has used 900 of 1,000 calls of its day, and 10 % are left to people. The next ones come at 2026-03-02 00:00:00 UTC.");
        used.RetryAfter.ShouldBe(TimeSpan.FromHours(12));
    }

    [Fact]
    public async Task Past_midnight_there_are_calls_again_and_what_was_taken_before_is_worth_nothing()
    {
        await using var host = Host(new() { PerDay = 100, ReservePercent = 0 });
        await using var other = Host(new() { PerDay = 100, ReservePercent = 0 });
        await SpendAsync(other, 1);
        (await SpendAsync(host, 200)).ShouldBe(99);
        _time.Now = new(2026, 3, 1, 23, 59, 59, TimeSpan.Zero);
        (await SpendAsync(host, 5)).ShouldBe(0);
        _time.Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        (await SpendAsync(host, 30) + await SpendAsync(other, 200)).ShouldBe(100);
        (await StateAsync()).LiveBefore.ShouldBe(100);
    }

    [Fact]
    public async Task What_one_host_hears_from_the_vendor_stops_the_other_one()
    {
        await using var one = Host(new());
        await using var two = Host(new());
        (await SpendAsync(one, 3)).ShouldBe(3);   // nobody has named a limit
        Hear(one, "Sforce-Limit-Info", "api-usage=4490/5000");
        (await SpendAsync(one, 6)).ShouldBe(6);
        await one.DisposeAsync();
        (await SpendAsync(two, 10)).ShouldBe(4);   // 4,500 of 5,000 is where the hub stops
        Hear(two, "Sforce-Limit-Info", "api-usage=3000/5000");   // a rolling day
        (await SpendAsync(two, 10)).ShouldBe(10);
    }

    [Fact]
    public async Task Who_asks_to_wait_is_left_alone_by_all_hosts()
    {
        await using var one = Host(new() { PerDay = 1000 });
        await using var two = Host(new() { PerDay = 1000 });
        await SpendAsync(one, 1);
        using var busy = new HttpResponseMessage(System.Net.HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.FromMinutes(5)) } };
        one.Hear(busy, new());
        foreach (var host in (QuotaAccount[])[one, two])
            (await Should.ThrowAsync<TransientException>(() => host.TakeAsync(CancellationToken.None))).Message.ShouldBe("The other side asked the account 'crm' to wait until 2026-03-01 12:05:00 UTC.");
        _time.Now = _time.Now.AddMinutes(5);
        (await SpendAsync(two, 1)).ShouldBe(1);
    }

    [Fact]
    public async Task A_back_fill_ends_where_live_work_goes_on()
    {
        await using var host = Host(new() { PerDay = 1000, ReservePercent = 0 });
        long behind;
        using (CallOrder.BehindLive())
        {
            behind = await SpendAsync(host, 2000);
            (await Should.ThrowAsync<TransientException>(() => host.TakeAsync(CancellationToken.None))).Message.ShouldContain("kept for live work");
        }

        behind.ShouldBe(900);
        (await SpendAsync(host, 2000)).ShouldBe(100);
    }

    [Fact]
    public async Task Most_calls_do_not_ask_the_database()
    {
        await using var host = Host(new() { PerDay = 100_000 });
        await SpendAsync(host, 1);
        await _database.DataSource.DisposeAsync();
        (await SpendAsync(host, 99)).ShouldBe(99);
        await Should.ThrowAsync<ObjectDisposedException>(() => host.TakeAsync(CancellationToken.None));
    }

    private QuotaAccount Host(QuotaOptions options) => new(QuotaLimits.Of("crm", [options]), new QuotaLedger(_database.DataSource), _time);

    private async Task<QuotaState> StateAsync() => (await new QuotaLedger(_database.DataSource).ListAsync(CancellationToken.None))["crm"];

    private static void Hear(QuotaAccount host, string name, string value)
    {
        using var answer = new HttpResponseMessage();
        answer.Headers.TryAddWithoutValidation(name, value);
        host.Hear(answer, new());
    }

    /// <summary>Takes calls until there are none; gives how many there were.</summary>
    private static async Task<long> SpendAsync(QuotaAccount host, int wanted)
    {
        for (var i = 0; i < wanted; i++)
            try
            {
                await host.TakeAsync(CancellationToken.None);
            }
            catch (TransientException)
            {
                return i;
            }

        return wanted;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
