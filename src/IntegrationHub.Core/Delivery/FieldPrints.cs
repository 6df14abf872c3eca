using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Core.Delivery;

/// <summary>
/// What a target last acknowledged, field by field, without the values: for each top-level field a 64-bit hash (XXH3) of its name and its value as JSON. Eight bytes per field, in any order. An empty value is as
/// good as none, within a row too, and 1.50 is 1.5: a target shows both alike.
/// </summary>
internal static class FieldPrints
{
    private const int Size = sizeof(ulong);

    /// <summary>Divided by it, a number has no zeros at its end.</summary>
    private const decimal OneWithAllPlaces = 1.0000000000000000000000000000m;

    /// <summary>The prints of fields.</summary>
    public static byte[] Of(JsonObject fields) => Of(fields, new Scratch());

    /// <summary>The same for many records, one after the other.</summary>
    public static byte[] Of(JsonObject fields, Scratch scratch)
    {
        var (buffer, writer) = (scratch.Buffer, scratch.Writer);
        var prints = new byte[fields.Count * Size];
        var at = 0;
        foreach (var (name, value) in fields)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(prints.AsSpan(at), Of(name, value, buffer, writer));
            at += Size;
        }

        return prints;
    }

    /// <summary>The fields whose prints are not among those acknowledged. Empty: the target shows all of them.</summary>
    /// <param name="fields">As they would be sent.</param>
    /// <param name="prints">Theirs, by <see cref="Of(JsonObject)"/>.</param>
    /// <param name="acknowledged">What the target last took.</param>
    public static IReadOnlySet<string> Changed(JsonObject fields, byte[] prints, byte[] acknowledged)
    {
        if (prints.AsSpan().SequenceEqual(acknowledged))
            return Nothing;
        var known = new HashSet<ulong>(acknowledged.Length / Size);
        for (var at = 0; at + Size <= acknowledged.Length; at += Size)
            known.Add(BinaryPrimitives.ReadUInt64LittleEndian(acknowledged.AsSpan(at)));
        var changed = new HashSet<string>(StringComparer.Ordinal);
        var next = 0;
        foreach (var (name, _) in fields)
        {
            if (!known.Contains(BinaryPrimitives.ReadUInt64LittleEndian(prints.AsSpan(next))))
                changed.Add(name);
            next += Size;
        }

        return changed;
    }

    /// <summary>Whether a value read from the target is the one it last acknowledged.</summary>
    public static bool Shows(string name, JsonNode? value, byte[] acknowledged)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        var print = Of(name, value, buffer, writer);
        for (var at = 0; at + Size <= acknowledged.Length; at += Size)
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(acknowledged.AsSpan(at)) == print)
                return true;
        }

        return false;
    }

    private static readonly HashSet<string> Nothing = [];

    /// <summary>Room for one value at a time. One thread.</summary>
    internal sealed class Scratch
    {
        public Scratch() => Writer = new Utf8JsonWriter(Buffer);

        public ArrayBufferWriter<byte> Buffer { get; } = new(1024);
        public Utf8JsonWriter Writer { get; }
    }

    private static ulong Of(string name, JsonNode? value, ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        writer.WritePropertyName(name);
        Write(value, writer);
        writer.WriteEndObject();
        writer.Flush();
        return XxHash3.HashToUInt64(buffer.WrittenSpan);
    }

    private static void Write(JsonNode? value, Utf8JsonWriter writer)
    {
        switch (value)
        {
            case null or JsonArray { Count: 0 }:
                writer.WriteNullValue();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                for (var at = 0; at < list.Count; at++)
                    Write(list[at], writer);
                writer.WriteEndArray();
                break;
            case JsonObject part:
                writer.WriteStartObject();
                foreach (var (name, inner) in part)
                {
                    if (inner is null)
                        continue;
                    writer.WritePropertyName(name);
                    Write(inner, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValue some when some.TryGetValue<decimal>(out var number):
                writer.WriteNumberValue(number.Scale == 0 ? number : number / OneWithAllPlaces);   // 440.00 is sent, and 440.0 comes back
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
