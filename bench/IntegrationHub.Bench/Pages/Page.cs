using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationHub.Bench.Pages;

/// <summary>One OData V2 answer, rendered before anybody asks: <c>{"d":{"results":[…],"__next":"…"}}</c>.</summary>
internal sealed class Page
{
    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyList<ReadOnlyMemory<byte>> pieces;

    /// <summary>Where each record ends; before the first, where it begins. A record but the first begins with its comma.</summary>
    private readonly int[] borders;

    private Page(IReadOnlyList<ReadOnlyMemory<byte>> pieces, int[] borders)
    {
        this.pieces = pieces;
        this.borders = borders;
        Length = pieces.Sum(piece => (long)piece.Length);
    }

    public long Length { get; }

    public static Page Render(int records, Action<Utf8JsonWriter, int> write, Uri? next)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + (records * 2800));
        var borders = new int[records + 1];
        using var json = new Utf8JsonWriter(buffer, Unescaped);
        json.WriteStartObject();
        json.WriteStartObject("d");
        json.WriteStartArray("results");
        for (var i = 0; i < records; i++)
        {
            json.Flush();
            borders[i] = buffer.WrittenCount;
            write(json, i);
        }
        json.Flush();
        borders[records] = buffer.WrittenCount;
        json.WriteEndArray();
        if (next is not null)
            json.WriteString("__next", next.AbsoluteUri);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return new Page([buffer.WrittenMemory.ToArray()], borders);
    }

    /// <summary>The same page with some of its records written anew; shares the bytes of all others.</summary>
    public Page With(IEnumerable<int> records, Action<Utf8JsonWriter, int> write)
    {
        var body = pieces[0];
        var mixed = new List<ReadOnlyMemory<byte>>();
        var from = 0;
        foreach (var record in records)
        {
            mixed.Add(body[from..(borders[record] + (record == 0 ? 0 : 1))]);
            mixed.Add(Written(record, write));
            from = borders[record + 1];
        }
        mixed.Add(body[from..]);
        return new Page(mixed, borders);
    }

    public async Task SendAsync(Stream to, CancellationToken cancellationToken)
    {
        foreach (var piece in pieces)
            await to.WriteAsync(piece, cancellationToken);
    }

    private static ReadOnlyMemory<byte> Written(int record, Action<Utf8JsonWriter, int> write)
    {
        var buffer = new ArrayBufferWriter<byte>(2800);
        using var json = new Utf8JsonWriter(buffer, Unescaped);
        write(json, record);
        json.Flush();
        return buffer.WrittenMemory;
    }
}
