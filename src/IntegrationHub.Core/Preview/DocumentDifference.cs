using System.Text.Json.Nodes;

namespace IntegrationHub.Core.Preview;

/// <summary>One field in which two documents differ; values are JSON, null where there is none.</summary>
/// <param name="Field">Without numbers of list entries: <c>lines[].net.amount</c>.</param>
/// <param name="Old">Before.</param>
/// <param name="New">After.</param>
public sealed record FieldChange(string Field, string? Old, string? New);

/// <summary>Says in which fields two documents differ. The order of properties does not count; numbers count as they are written, for so they are stored.</summary>
internal static class DocumentDifference
{
    public static IEnumerable<FieldChange> Between(JsonNode? old, JsonNode? now) => At("", old, now);

    private static IEnumerable<FieldChange> At(string field, JsonNode? old, JsonNode? now)
    {
        switch (old, now)
        {
            case (JsonObject left, JsonObject right):
                return left.Select(property => property.Key).Union(right.Select(property => property.Key))
                    .SelectMany(name => At(field.Length == 0 ? name : $"{field}.{name}", left[name], right[name]));
            case (JsonArray left, JsonArray right):
                var inside = left.Zip(right).SelectMany(pair => At($"{field}[]", pair.First, pair.Second));
                return left.Count == right.Count ? inside : inside.Prepend(new FieldChange(field, Entries(left), Entries(right)));
            default:
                var (before, after) = (old?.ToJsonString(Json.Style), now?.ToJsonString(Json.Style));
                return before == after ? [] : [new FieldChange(field, before, after)];
        }
    }

    private static string Entries(JsonArray list) => list.Count == 1 ? "1 entry" : $"{list.Count} entries";
}
