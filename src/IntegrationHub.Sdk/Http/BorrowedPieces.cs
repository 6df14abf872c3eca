using System.Buffers;

namespace IntegrationHub.Sdk.Http;

/// <summary>Bytes of which nobody knows how many will come, in borrowed arrays, until they are put together. Used once, by one thread at a time.</summary>
internal sealed class BorrowedPieces : IDisposable
{
    private const int First = 64 * 1024;
    private const int Largest = 1024 * 1024;   // what the shared pool keeps for the next page

    private readonly List<(byte[] Bytes, int Length)> _full = [];
    private byte[] _current = [];
    private int _used;

    public long Length { get; private set; }

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> Room()
    {
        if (_used == _current.Length)
        {
            if (_used > 0)
                _full.Add((_current, _used));
            (_current, _used) = (ArrayPool<byte>.Shared.Rent(Math.Clamp(2 * _current.Length, First, Largest)), 0);
        }

        return _current.AsMemory(_used);
    }

    /// <summary>So many came.</summary>
    public void Took(int bytes)
    {
        _used += bytes;
        Length += bytes;
    }

    public byte[] ToArray()
    {
        var whole = GC.AllocateUninitializedArray<byte>(checked((int)Length));
        var at = 0;
        foreach (var (bytes, length) in _full.Append((_current, _used)))
        {
            bytes.AsSpan(0, length).CopyTo(whole.AsSpan(at));
            at += length;
        }

        return whole;
    }

    public void Dispose()
    {
        foreach (var (bytes, _) in _full)
            ArrayPool<byte>.Shared.Return(bytes);
        if (_current.Length > 0)
            ArrayPool<byte>.Shared.Return(_current);
        _full.Clear();
        (_current, _used) = ([], 0);
    }
}
