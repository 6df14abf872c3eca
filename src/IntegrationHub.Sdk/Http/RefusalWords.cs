using System.Text.Json.Nodes;

namespace IntegrationHub.Sdk.Http;

/// <summary>What an API says when it refuses a record, fit for a message. Pure. Safe from several threads.</summary>
public static class RefusalWords
{
    private const int MaxLength = 300;
    private const int ShortestValue = 3;   // shorter ones say nothing about a person and would tear words apart

    /// <summary>The words without the record's values, which APIs like to repeat and which may be personal. Names of fields stay.</summary>
    public static string Without(JsonObject fields, string words)
    {
        var values = Values(fields).Where(value => value.Length >= ShortestValue && !fields.ContainsKey(value)).Distinct(StringComparer.Ordinal);
        return values.OrderByDescending(value => value.Length).Aggregate(words, (text, value) => text.Replace(value, "…", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>No more than a few lines of it.</summary>
    public static string Short(string words) => words.Length <= MaxLength ? words : $"{words.AsSpan(0, MaxLength)}…";

    private static IEnumerable<string> Values(JsonNode? node) => node switch
    {
        JsonObject record => record.SelectMany(field => Values(field.Value)),
        JsonArray list => list.SelectMany(Values),
        JsonValue value => [value.ToString()],
        _ => [],
    };
}
