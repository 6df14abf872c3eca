using System.Net;
using IntegrationHub.Core.Connectors.Http;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Connectors.Http;

public sealed class BreakerTests
{
    private static readonly ConnectionHttpOptions Quick = new() { ReadRetries = 0, Breaker = { AtLeast = 4, Percent = 50, WithinSeconds = 30, BreakSeconds = 60 } };

    [Fact]
    public async Task When_too_many_requests_find_nobody_there_nothing_is_sent_for_a_while()
    {
        var status = 503;
        await using var peer = await Peer.StartAsync(context => { context.Response.StatusCode = status; return Task.CompletedTask; });
        var time = new StoppedClock { Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) };
        var client = peer.Client(Quick, time);
        for (var i = 0; i < 4; i++)
            (await client.GetAsync(peer.Address)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        var open = await Should.ThrowAsync<TransientException>(() => client.PostAsync(peer.Address, new StringContent("x")));
        open.Message.ShouldBe("Connection 'erp': too many requests found nobody there, so nothing is sent until 2026-03-01 12:01:00 UTC.");
        open.RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
        peer.Requests.ShouldBe(4);

        (status, time.Now) = (200, time.Now.AddSeconds(61));
        (await client.GetAsync(peer.Address)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(peer.Address)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(404)]
    public async Task Answers_of_somebody_who_is_there_do_not_count(int status)
    {
        await using var peer = await Peer.StartAsync(context => { context.Response.StatusCode = status; return Task.CompletedTask; });
        var client = peer.Client(Quick);
        for (var i = 0; i < 10; i++)
            ((int)(await client.GetAsync(peer.Address)).StatusCode).ShouldBe(status);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
