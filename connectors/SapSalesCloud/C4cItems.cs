using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>The items of a document that is there already: changed, added and deleted one by one, by their numbers.</summary>
internal sealed class C4cItems(C4cCollection items, string key)
{
    public IEnumerable<ODataPart> Changes(C4cRow document, string navigation, JsonArray lines)
    {
        var there = document.Items(navigation).ToList();
        foreach (var line in lines.Select(line => Line(items, line)))
        {
            var number = line[key]?.ToString();
            if (number is not null && there.Find(item => C4cRow.Text(item.Fields, key) == number) is { } item)
            {
                there.Remove(item);
                yield return new ODataPart(HttpMethod.Patch, C4cCollection.ByIdOf(items.Name, item.Id), C4cBody.Bytes(C4cBody.ForChange(items, line, only: null)));
                continue;
            }

            var added = C4cBody.ForCreate(items, line);
            added["ParentObjectID"] = document.Id;   // as in the guide's example of $batch
            yield return new ODataPart(HttpMethod.Post, items.Name, C4cBody.Bytes(added));
        }

        foreach (var gone in there)
            yield return new ODataPart(HttpMethod.Delete, C4cCollection.ByIdOf(items.Name, gone.Id));
    }

    public static JsonObject Line(C4cCollection items, JsonNode? line) =>
        line as JsonObject ?? throw new SetupException($"{items.Name}: a line is no object. Write its fields in the mapping.");
}
