using IntegrationHub.Sdk.Http;
using IntegrationHub.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Sdk.Tests.Http;

public sealed class ApiClientTests : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private ServerAnswer _answer = new(200, """{"name":"山田"}""");
    private ScriptedServer _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedServer.StartAsync(_ => _answer);

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_comes_whole_with_what_belongs_to_it()
    {
        _answer = _answer with { Headers = new Dictionary<string, string> { ["ETag"] = "\"7\"", ["Retry-After"] = "3" } };
        var answer = (await GetAsync()).Success();
        answer.Json().GetProperty("name").GetString().ShouldBe("山田");
        answer.Headers["etag"].ShouldBe(["\"7\""]);
        answer.Headers["content-type"].ShouldBe(["application/json"]);
        answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
        answer.What.ShouldBe($"GET orders at {_server.Address.Authority}");
        _server.Requests.Single().Headers["Accept"].ShouldBe("application/json");
    }

    [Theory]
    [InlineData(401, typeof(AccessException))]
    [InlineData(403, typeof(AccessException))]
    [InlineData(408, typeof(TransientException))]
    [InlineData(429, typeof(TransientException))]
    [InlineData(500, typeof(TransientException))]
    [InlineData(503, typeof(TransientException))]
    [InlineData(404, typeof(SetupException))]
    [InlineData(302, typeof(SetupException))]
    [InlineData(418, typeof(ProtocolException))]
    public async Task A_status_is_a_failure_of_its_kind_and_tells_nothing_of_the_body(int status, Type kind)
    {
        _answer = new(status, "山田太郎");
        var answer = await GetAsync();
        var failure = Should.Throw<ConnectorException>(answer.Success);
        failure.ShouldBeOfType(kind);
        failure.Message.ShouldContain($"{status}");
        failure.ToString().ShouldNotContain("山田");
    }

    [Theory]
    [InlineData(ServerFault.CutConnection)]
    [InlineData(ServerFault.CutAnswer)]
    public async Task A_cut_answer_is_transient(ServerFault fault)
    {
        _server.Plan(fault);
        (await Should.ThrowAsync<TransientException>(GetAsync)).Message.ShouldContain("no whole answer");
    }

    [Theory]
    [InlineData(ServerFault.HalfJson)]
    [InlineData(ServerFault.WrongContent)]
    [InlineData(ServerFault.NoContent)]
    public async Task What_is_no_JSON_is_a_breach_of_protocol(ServerFault fault)
    {
        _server.Plan(fault);
        var answer = (await GetAsync()).Success();
        Should.Throw<ProtocolException>(() => answer.Json()).ToString().ShouldNotContain("山田");
    }

    [Fact]
    public async Task A_byte_order_mark_does_no_harm()
    {
        _answer = new(200, "\ufeff[1]");
        (await GetAsync()).Json().GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData(1024 * 1024 + 1)]
    [InlineData(3_500_000)]
    public async Task An_answer_of_any_length_comes_whole_announced_or_in_pieces(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);
        (await GetAsync(() => new ByteArrayContent(body))).Body.ShouldBe(body);
        (await GetAsync(() => new StreamContent(new Unannounced(body)))).Body.ShouldBe(body);
    }

    [Fact]
    public async Task A_large_answer_is_not_copied_about()
    {
        var body = new byte[3_500_000];
        await GetAsync(() => new ByteArrayContent(body));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var answer = GetAsync(() => new ByteArrayContent(body));   // nothing to wait for: all on this thread
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2 * body.Length);
        (await answer).Body.Length.ShouldBe(body.Length);
    }

    [Fact]
    public async Task An_announced_answer_that_ends_early_is_transient() =>
        (await Should.ThrowAsync<TransientException>(() => GetAsync(() => new StreamContent(new Unannounced(new byte[10])) { Headers = { ContentLength = 11 } }))).Message.ShouldContain("no whole answer");

    [Fact]
    public async Task An_announced_answer_that_is_too_large_is_given_up_at_once() =>
        (await Should.ThrowAsync<ProtocolException>(() => GetAsync(() => new ByteArrayContent(new byte[(4 << 20) + 1])))).Message.ShouldContain("larger than 4 MB");

    [Fact]
    public async Task An_answer_without_end_is_given_up()
    {
        _server.Plan(ServerFault.HugeAnswer);
        (await Should.ThrowAsync<ProtocolException>(GetAsync)).Message.ShouldContain("larger than 4 MB");
    }

    private static async Task<ApiAnswer> GetAsync(Func<HttpContent> content)
    {
        using var http = new HttpClient(new Answering(content));
        return await new ApiClient(new ConnectorServices(http, TimeProvider.System, NullLogger.Instance) { MostAnswerBytes = 4 << 20 }, http).GetAsync("orders", new Uri("http://erp.example"), "BaseUrl", CancellationToken.None);
    }

    private Task<ApiAnswer> GetAsync() =>
        new ApiClient(new ConnectorServices(_http, TimeProvider.System, NullLogger.Instance) { MostAnswerBytes = 4 << 20 }, _http).GetAsync("orders", new(_server.Address, "/orders"), "BaseUrl", CancellationToken.None);

    private sealed class Answering(Func<HttpContent> content) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = content(), RequestMessage = request });
    }

    /// <summary>Bytes in pieces, of which nobody knows how many there are.</summary>
    private sealed class Unannounced(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, 10_000)], cancellationToken);
    }
}
