using System.Net;
using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What the hub relies on, besides <see cref="SourceContract"/>, in a source that speaks HTTP. The rig's server only has to work: the
/// contract puts wrong answers in its place, first at the first request of a read, then at each later one.
/// </summary>
/// <param name="rig">The outside system, reached through the client in the services. The contract disposes it.</param>
public abstract class HttpSourceContract(ISourceRig rig) : SourceContract(rig)
{
    [Fact]
    public Task Status_429_is_transient_and_keeps_its_wait() => FailsAsync<TransientException>(
        WatchedServices.Answer(HttpStatusCode.TooManyRequests, "slow down", TimeSpan.FromSeconds(17)),
        failure => Assert.Equal(TimeSpan.FromSeconds(17), failure.RetryAfter));

    [Fact]
    public Task Status_503_is_transient() => FailsAsync<TransientException>(WatchedServices.Answer(HttpStatusCode.ServiceUnavailable, "gone fishing"));

    [Fact]
    public Task A_server_that_is_gone_is_transient() =>
        FailsAsync<TransientException>(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));

    [Fact]
    public Task Status_401_is_refused_access() => FailsAsync<AccessException>(WatchedServices.Answer(HttpStatusCode.Unauthorized, "who are you?"));

    [Fact]
    public Task Status_403_is_refused_access() => FailsAsync<AccessException>(WatchedServices.Answer(HttpStatusCode.Forbidden, "not you"));

    [Fact]
    public Task Garbage_is_a_breach_of_protocol() => FailsAsync<ProtocolException>(WatchedServices.Answer(HttpStatusCode.OK, "<html>Welcome to the guest network"), alsoAtCheck: false);

    [Fact]
    public async Task Cancelling_stops_a_call_that_hangs_within_a_second()
    {
        using var cancel = new CancellationTokenSource();
        Services.Disturb(1, async token =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("Not reached: the wait ends by cancelling only.");
        });
        await AssertStopsAsync(() => ReadAsync(batchSize: 1, cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task No_refusal_tells_a_secret()
    {
        foreach (var status in new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.InternalServerError })
        {
            Services.Disturb(1, WatchedServices.Answer(status, $"your request said {string.Join(", ", Confidential)}"));
            var failure = await Record.ExceptionAsync(() => ReadAsync(batchSize: 1));
            Assert.True(failure is ConnectorException, $"An answer {(int)status} must end the read with a ConnectorException, but it ended with {failure?.GetType().Name ?? "success"}.");
            AssertTellsNoSecret([failure!.ToString()]);
        }
    }

    private async Task FailsAsync<T>(Func<CancellationToken, Task<HttpResponseMessage>> answer, Action<T>? also = null, bool alsoAtCheck = true) where T : ConnectorException
    {
        await ReadAsync(batchSize: 1);
        var requests = Services.Requests;
        Assert.True(requests > 0, "The source sent no request through the client in its services.");
        for (var nth = 1; nth <= requests; nth++)
        {
            Services.Disturb(Services.Requests + nth, answer);
            var failure = await Assert.ThrowsAsync<T>(() => ReadAsync(batchSize: 1));
            also?.Invoke(failure);
        }

        if (!alsoAtCheck)
            return;
        Services.Disturb(Services.Requests + 1, answer);
        also?.Invoke(await Assert.ThrowsAsync<T>(async () => await (await OpenAsync()).CheckAsync(CancellationToken.None)));
    }
}
