using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Bench.Hub;

/// <summary>Cuts a page into records without copying: each record's JSON is a slice of the page.</summary>
internal static class ODataPage
{
    /// <param name="page">The answer's body.</param>
    /// <param name="key">The property that holds a record's key.</param>
    /// <returns>The records, and whether <c>__next</c> says that more follow.</returns>
    public static (IReadOnlyList<SourceRecord> Records, bool More) Split(ReadOnlyMemory<byte> page, string key)
    {
        var records = new List<SourceRecord>(1000);
        var more = false;
        var json = new Utf8JsonReader(page.Span);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            if (json.ValueTextEquals("results"u8))
                Results(ref json, page, key, records);
            else
                more |= json.ValueTextEquals("__next"u8);
        }
        return (records, more);
    }

    private static void Results(ref Utf8JsonReader json, ReadOnlyMemory<byte> page, string key, List<SourceRecord> records)
    {
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)json.TokenStartIndex;
            string? id = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isKey = json.ValueTextEquals(key);
                json.Read();
                if (isKey)
                    id = json.GetString();
                else
                    json.Skip();
            }
            records.Add(new SourceRecord(id ?? throw new ProtocolException($"A record without {key}."), ChangeKind.Upserted, page[start..(int)json.BytesConsumed]));
        }
    }
}
