namespace IntegrationHub.Connectors.Files;

/// <summary>Reads a stream, but no more than a limit at once: whoever reads says when something new begins.</summary>
internal sealed class MeteredStream(Stream file, long limit = MeteredStream.Limit) : Stream
{
    /// <summary>What one XML record, or one row of a sheet, may take in its file.</summary>
    public const int Limit = 16 * 1024 * 1024;

    private long _read;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => file.Length;
    public override long Position { get => file.Position; set => throw new NotSupportedException(); }

    public void Reset() => _read = 0;

    /// <exception cref="InvalidDataException">The limit is passed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Metered(await file.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Metered(file.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private int Metered(int read) =>
        (_read += read) <= limit ? read : throw new InvalidDataException($"An element takes more than {limit / (1024 * 1024)} MiB.");
}
