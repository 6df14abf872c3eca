using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Connectors.Http;

/// <summary>Bounds each answer: its size as it comes out of decompression, the time until more of it comes, and the time it may be waited for as a whole.</summary>
internal sealed class AnswerBounds(string connection, ConnectionHttpOptions options, TimeProvider time) : DelegatingHandler
{
    private readonly long _mostBytes = options.MostMegabytes * 1024L * 1024L;
    private readonly TimeSpan _stall = TimeSpan.FromSeconds(options.StallSeconds);
    private readonly TimeSpan _whole = TimeSpan.FromSeconds(options.AnswerSeconds);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var host = request.RequestUri!.Authority;
        if (request.Method != HttpMethod.Head && response.Content.Headers.ContentLength > _mostBytes)
        {
            response.Dispose();
            throw TooLarge(host);
        }

        response.Content = new BoundedContent(response.Content, body => new BoundedStream(body, this, host));
        return response;
    }

    private ProtocolException TooLarge(string host) => new(
        $"Connection '{connection}': an answer of {host} is larger than {options.MostMegabytes} MB. Ask for smaller pages, or raise Connections:{connection}:Http:MostMegabytes.");

    private TransientException TooSlow(string host, TimeSpan waited) => new(
        $"Connection '{connection}': {host} began an answer and then sent nothing more for {waited.TotalSeconds:0} s, or too little; the answer was given up. Longer waits: Connections:{connection}:Http:StallSeconds and AnswerSeconds.");

    private sealed class BoundedStream(Stream body, AnswerBounds bounds, string host) : Stream
    {
        private long _read;
        private TimeSpan _waited;   // for the other side; what the reader does in between does not count

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var patience = bounds._whole - _waited < bounds._stall ? bounds._whole - _waited : bounds._stall;
            if (patience <= TimeSpan.Zero)
                throw bounds.TooSlow(host, bounds._whole);
            var began = bounds.Time.GetTimestamp();
            using var late = new CancellationTokenSource(patience, bounds.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            try
            {
                return Counted(await body.ReadAsync(buffer, either.Token));
            }
            catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw bounds.TooSlow(host, patience);
            }
            finally
            {
                _waited += bounds.Time.GetElapsedTime(began);
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => Counted(body.Read(buffer, offset, count));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                body.Dispose();
            base.Dispose(disposing);
        }

        private int Counted(int read) => (_read += read) > bounds._mostBytes ? throw bounds.TooLarge(host) : read;
    }

    private TimeProvider Time => time;
}
