using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace IntegrationHub.Core.Store;

/// <summary>
/// Rows in PostgreSQL's binary COPY format, encoded into one buffer and sent at once. A third of the CPU of a typed importer, whose
/// cost is per value. One caller at a time; <see cref="Clear"/> lets it be used again.
/// </summary>
/// <remarks>Format: https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.4; numeric: PostgreSQL's <c>numeric_recv</c>.</remarks>
internal sealed class CopyBuffer(short columns)
{
    private static readonly long EpochTicks = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly int EpochDay = new DateOnly(2000, 1, 1).DayNumber;

    private readonly ArrayBufferWriter<byte> buffer = new(1 << 16);

    public int Rows { get; private set; }

    public ReadOnlyMemory<byte> Written => buffer.WrittenMemory;

    public void Clear()
    {
        buffer.ResetWrittenCount();
        Rows = 0;
    }

    /// <summary>Begins a row; exactly as many values must follow as the buffer has columns.</summary>
    public void Row()
    {
        if (Rows++ == 0)
        {
            buffer.Write<byte>([0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]);   // PGCOPY\n\377\r\n\0
            buffer.Write<byte>(stackalloc byte[8]);                                                        // no flags, no extension
        }

        Write16(columns);
    }

    /// <summary>Ends the data; nothing may follow.</summary>
    public void End() => Write16(-1);

    public void Null() => Write32(-1);

    public void Int16(short value)
    {
        Write32(2);
        Write16(value);
    }

    public void Int32(int value)
    {
        Write32(4);
        Write32(value);
    }

    public void Int64(long value)
    {
        var span = buffer.GetSpan(12);
        BinaryPrimitives.WriteInt32BigEndian(span, 8);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], value);
        buffer.Advance(12);
    }

    public void Int64(long? value)
    {
        if (value is { } number)
            Int64(number);
        else
            Null();
    }

    public void Bool(bool value)
    {
        var span = buffer.GetSpan(5);
        BinaryPrimitives.WriteInt32BigEndian(span, 1);
        span[4] = value ? (byte)1 : (byte)0;
        buffer.Advance(5);
    }

    public void Uuid(Guid value)
    {
        var span = buffer.GetSpan(20);
        BinaryPrimitives.WriteInt32BigEndian(span, 16);
        value.TryWriteBytes(span[4..], bigEndian: true, out _);
        buffer.Advance(20);
    }

    public void Date(DateOnly? value)
    {
        if (value is { } day)
            Int32(day.DayNumber - EpochDay);
        else
            Null();
    }

    public void Timestamp(DateTimeOffset? value)
    {
        if (value is { } instant)
            Int64((instant.UtcTicks - EpochTicks) / 10);
        else
            Null();
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        var span = buffer.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, span[4..]);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        buffer.Advance(4 + length);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Write32(value.Length);
        buffer.Write(value);
    }

    /// <summary>JSON text as <c>jsonb</c> (format version 1).</summary>
    public void Jsonb(ReadOnlySpan<byte> json)
    {
        Write32(json.Length + 1);
        buffer.Write<byte>([1]);
        buffer.Write(json);
    }

    public void Numeric(decimal? value)
    {
        if (value is not { } number)
        {
            Null();
            return;
        }

        // base-10,000 digits, most significant first; the decimal point is aligned to a digit border
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var unscaled = new UInt128((ulong)(uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var padding = (4 - scale % 4) % 4;
        for (var i = 0; i < padding; i++)
            unscaled *= 10;   // 96 bits times 1,000 fits into 128

        Span<short> digits = stackalloc short[10];
        var count = 0;
        var weight = -((scale + padding) / 4) - 1;
        for (; unscaled != 0; weight++)
        {
            var (rest, digit) = UInt128.DivRem(unscaled, 10_000);
            unscaled = rest;
            if (count > 0 || digit != 0)
                digits[count++] = (short)digit;
        }

        Write32(8 + 2 * count);
        Write16((short)count);
        Write16((short)(count == 0 ? 0 : weight));
        Write16(number < 0 ? (short)0x4000 : (short)0);
        Write16((short)scale);
        for (var i = count - 1; i >= 0; i--)
            Write16(digits[i]);
    }

    private void Write16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(buffer.GetSpan(2), value);
        buffer.Advance(2);
    }

    private void Write32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }
}
