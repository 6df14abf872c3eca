using System.Buffers;

namespace IntegrationHub.Bench.Pages;

/// <summary>A fetched page's bytes in a pooled buffer. Disposing gives the buffer back.</summary>
internal sealed class PageBody : IDisposable
{
    private readonly byte[] buffer;

    private PageBody(byte[] buffer, int length)
    {
        this.buffer = buffer;
        Bytes = buffer.AsMemory(0, length);
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public static async Task<PageBody> FetchAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var length = (int)answer.Content.Headers.ContentLength!.Value;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await body.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
        return new PageBody(buffer, length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
