using System.Buffers;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>Puts more into a record without touching what SAP wrote.</summary>
internal static class JsonSplice
{
    /// <summary>The object with some members more, each written as <c>"name":value</c>.</summary>
    public static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> members)
    {
        var span = json.Span;
        var end = span.LastIndexOf((byte)'}');
        var isEmpty = span[..end].TrimEnd(" \t\r\n"u8).EndsWith("{"u8);
        var whole = new ArrayBufferWriter<byte>(end + members.Length + 2);
        whole.Write(span[..end]);
        if (!isEmpty)
            whole.Write(","u8);
        whole.Write(members);
        whole.Write("}"u8);
        return whole.WrittenMemory;
    }
}
