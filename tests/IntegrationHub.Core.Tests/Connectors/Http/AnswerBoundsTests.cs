using System.IO.Compression;
using IntegrationHub.Core.Connectors.Http;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Core.Tests.Connectors.Http;

public sealed class AnswerBoundsTests
{
    private static readonly ConnectionHttpOptions OneMegabyte = new() { MostMegabytes = 1 };

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compressed_answer_is_read_and_one_that_grows_beyond_the_limit_is_given_up(string encoding)
    {
        var size = 1000;
        await using var peer = await Peer.StartAsync(async context =>
        {
            context.Request.Headers.AcceptEncoding.ToString().ShouldContain(encoding);
            context.Response.Headers.ContentEncoding = encoding;
            await using Stream packed = encoding == "br" ? new BrotliStream(context.Response.Body, CompressionLevel.Fastest) : new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(new byte[size]);
        });
        (await peer.Client(OneMegabyte).GetByteArrayAsync(peer.Address)).Length.ShouldBe(1000);

        size = 16 << 20;   // some ten kilobytes on the wire
        (await Should.ThrowAsync<ProtocolException>(() => peer.Client(OneMegabyte).GetByteArrayAsync(peer.Address))).Message.ShouldContain("Connections:erp:Http:MostMegabytes");
        await Should.ThrowAsync<ProtocolException>(async () =>
        {
            using var response = await peer.Client(OneMegabyte).GetAsync(peer.Address, HttpCompletionOption.ResponseHeadersRead);
            await (await response.Content.ReadAsStreamAsync()).CopyToAsync(Stream.Null);
        });
    }

    [Fact]
    public async Task An_answer_that_announces_too_much_is_given_up_at_once()
    {
        await using var peer = await Peer.StartAsync(context =>
        {
            context.Response.ContentLength = 2 << 20;
            return context.Response.Body.WriteAsync(new byte[2 << 20]).AsTask();
        });
        (await Should.ThrowAsync<ProtocolException>(() => peer.Client(OneMegabyte).GetAsync(peer.Address, HttpCompletionOption.ResponseHeadersRead))).Message.ShouldContain("larger than 1 MB");
    }

    [Theory]
    [InlineData(1, 600, 0)]
    [InlineData(60, 1, 50)]
    public async Task An_answer_that_stalls_or_drips_is_given_up(int stall, int whole, int millisecondsBetween)
    {
        await using var peer = await Peer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("[");
            await context.Response.Body.FlushAsync();
            while (millisecondsBetween > 0 && !context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(millisecondsBetween, context.RequestAborted);
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var services = new ConnectorServices(peer.Client(new() { StallSeconds = stall, AnswerSeconds = whole }), TimeProvider.System, NullLogger.Instance);
        (await Should.ThrowAsync<TransientException>(() => new ApiClient(services, services.Http).GetAsync("orders", peer.Address, "BaseUrl", CancellationToken.None))).Message.ShouldContain("the answer was given up");
    }

    [Fact]
    public async Task An_answer_that_does_not_begin_is_given_up_and_a_search_by_POST_is_tried_again()
    {
        await using var peer = await Peer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var services = new ConnectorServices(peer.Client(new() { AttemptSeconds = 1, ReadRetries = 1 }), TimeProvider.System, NullLogger.Instance);
        using var search = new HttpRequestMessage(HttpMethod.Post, peer.Address) { Content = new StringContent("select") };
        search.Options.Set(ApiClient.OnlyReads, true);
        await Should.ThrowAsync<TransientException>(() => new ApiClient(services, services.Http).SendAsync("orders", search, "BaseUrl", CancellationToken.None));
        peer.Requests.ShouldBe(2);
    }
}
