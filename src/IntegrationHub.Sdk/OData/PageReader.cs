using System.Text;
using System.Text.Json;

namespace IntegrationHub.Sdk.OData;

/// <summary>Walks an answer once, without a tree of it: the records are spans of the answer's bytes.</summary>
internal sealed class PageReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };
    private readonly ReadOnlyMemory<byte> _body;
    private readonly byte[][] _wanted;
    private readonly string _what;
    private readonly List<ODataItem> _items = [];
    private bool _hasList;
    private string? _next;
    private string? _delta;
    private long? _count;

    public PageReader(ReadOnlyMemory<byte> body, IReadOnlyList<string> wanted, string what)
    {
        _body = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        _wanted = [.. wanted.Select(Encoding.UTF8.GetBytes)];
        _what = what;
    }

    public ODataPage Page()
    {
        try
        {
            var json = new Utf8JsonReader(_body.Span, Options);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
                throw NoList();
            Wrapper(ref json);
            json.Read();   // and nothing behind it
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw NoJson();
        }

        return _hasList ? new ODataPage(_items) { Next = _next, Delta = _delta, Count = _count } : throw NoList();
    }

    public ODataItem One()
    {
        try
        {
            var json = new Utf8JsonReader(_body.Span, Options);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
                throw NoRecord();
            var outer = json;
            outer.Read();
            if (outer.TokenType == JsonTokenType.PropertyName && outer.ValueTextEquals("d"u8) && outer.Read() && outer.TokenType == JsonTokenType.StartObject)
                json = outer;
            var item = Item(ref json);
            while (json.Read())
            {
                // to the end, so that half an answer is noticed
            }

            return item.IsObject ? item : throw NoRecord();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw NoJson();
        }
    }

    /// <summary>What stands around the records: the answer itself, or version 2's <c>d</c>.</summary>
    private void Wrapper(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("d"u8))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.StartArray)
                    List(ref json);
                else if (json.TokenType == JsonTokenType.StartObject)
                    Wrapper(ref json);
            }
            else if (json.ValueTextEquals("value"u8) || json.ValueTextEquals("results"u8))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.StartArray)
                    List(ref json);
                else
                    json.Skip();
            }
            else if (IsNext(ref json))
                _next = Value(ref json);
            else if (json.ValueTextEquals("@odata.deltaLink"u8) || json.ValueTextEquals("@deltaLink"u8) || json.ValueTextEquals("__delta"u8) || json.ValueTextEquals("odata.deltaLink"u8))
                _delta = Value(ref json);
            else if (json.ValueTextEquals("@odata.count"u8) || json.ValueTextEquals("@count"u8) || json.ValueTextEquals("__count"u8) || json.ValueTextEquals("odata.count"u8))
                _count = long.TryParse(Value(ref json), out var count) ? count : null;
            else
            {
                json.Read();
                json.Skip();
            }
        }
    }

    private void List(ref Utf8JsonReader json)
    {
        _hasList = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            _items.Add(Item(ref json));
    }

    /// <summary>The value at hand, whatever it is, and what is wanted of it.</summary>
    private ODataItem Item(ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return new ODataItem(_body[start..(int)json.BytesConsumed], [], false, false);
        }

        var (values, hasMore, depth) = (new string?[_wanted.Length], false, json.CurrentDepth);
        while (json.Read() && !(json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == depth))
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.CurrentDepth == depth + 1 && Wanted(ref json) is var index and >= 0)
                values[index] = Value(ref json, skip: false);
            else
                hasMore |= EndsInNext(ref json);
        }

        return new ODataItem(_body[start..(int)json.BytesConsumed], values, true, hasMore);
    }

    private int Wanted(ref Utf8JsonReader json)
    {
        for (var index = 0; index < _wanted.Length; index++)
            if (json.ValueTextEquals(_wanted[index]))
                return index;
        return -1;
    }

    /// <summary>A value as text. Of an object or list only that it is one; its inside is walked on, or skipped.</summary>
    private static string? Value(ref Utf8JsonReader json, bool skip = true)
    {
        json.Read();
        var text = json.TokenType switch
        {
            JsonTokenType.String => json.GetString(),
            JsonTokenType.Number => Encoding.UTF8.GetString(json.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.StartObject => "{",
            JsonTokenType.StartArray => "[",
            _ => null,
        };
        if (skip)
            json.Skip();
        return text;
    }

    private static bool IsNext(ref Utf8JsonReader json) =>
        json.ValueTextEquals("__next"u8) || json.ValueTextEquals("@odata.nextLink"u8) || json.ValueTextEquals("@nextLink"u8) || json.ValueTextEquals("odata.nextLink"u8);

    /// <summary><c>__next</c> within a list's object, or <c>lines@odata.nextLink</c> beside the list.</summary>
    private static bool EndsInNext(ref Utf8JsonReader json)
    {
        var name = json.ValueSpan;
        return name.EndsWith("nextLink"u8) ? name.Contains((byte)'@') : name.SequenceEqual("__next"u8);
    }

    private ProtocolException NoJson() => new($"{_what}: the answer is not JSON, or only part of it. Check BaseUrl, and what stands between the hub and the service.");

    private ProtocolException NoList() => new($"{_what}: the answer has no list of records, where d.results or value is expected. Check BaseUrl and the entity's set.");

    private ProtocolException NoRecord() => new($"{_what}: the answer is no record. Check BaseUrl and the entity's set.");
}
