using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.HubSpot;

/// <summary>Associations without a label (CRM API, "Associations v4"): making one that is there changes nothing, and neither does taking away one that is not.</summary>
internal sealed class HubSpotAssociations(HubSpotObjects objects)
{
    private const int Most = 2000;
    private const int MostRead = 1000;

    private readonly Dictionary<(string, string), HashSet<(string From, string To)>> _pairs = [];

    public IReadOnlyList<string> Of(string from, string to, string id)
    {
        lock (objects.Store.Lock)
            return [.. Of(from, to).Where(pair => pair.From == id).Select(pair => pair.To)];
    }

    public IResult Associate(string from, string to, JsonObject body)
    {
        var (source, target) = (objects.Table(from), objects.Table(to));
        var pairs = HubSpotObjects.Inputs(body, Most).Select(input => (From: (string)input["from"]!["id"]!, To: (string)input["to"]!["id"]!)).ToList();
        if (pairs.Any(pair => HubSpotObjects.Living(source, pair.From) is null || HubSpotObjects.Living(target, pair.To) is null))
            throw HubSpotRefusal.Invalid("One or more object ids are not valid");
        var results = new List<JsonNode>();
        foreach (var pair in pairs)
        {
            Of(source.Name, target.Name).Add(pair);
            Of(target.Name, source.Name).Add((pair.To, pair.From));
            results.Add(new JsonObject { ["from"] = Id(pair.From), ["to"] = Id(pair.To), ["associationSpec"] = new JsonObject { ["associationCategory"] = "HUBSPOT_DEFINED", ["associationTypeId"] = 1 } });
        }

        return objects.Answer(results, []);
    }

    public IResult Read(string from, string to, JsonObject body)
    {
        var (source, target) = (objects.Table(from), objects.Table(to));
        var results = from id in HubSpotObjects.Inputs(body, MostRead).Select(input => (string)input["id"]!)
                      let there = Of(source.Name, target.Name).Where(pair => pair.From == id && HubSpotObjects.Living(target, pair.To) is not null).ToList()
                      where there.Count > 0
                      select (JsonNode)new JsonObject
                      {
                          ["from"] = Id(id),
                          ["to"] = new JsonArray([.. there.Select(pair => (JsonNode)new JsonObject { ["toObjectId"] = pair.To, ["associationTypes"] = new JsonArray(new JsonObject { ["category"] = "HUBSPOT_DEFINED", ["typeId"] = 1, ["label"] = null }) })]),
                      };
        return objects.Answer([.. results], []);
    }

    public IResult Archive(string from, string to, JsonObject body)
    {
        var (source, target) = (objects.Table(from).Name, objects.Table(to).Name);
        foreach (var input in HubSpotObjects.Inputs(body, Most))
            foreach (var other in input["to"]!.AsArray())
            {
                var pair = ((string)input["from"]!["id"]!, (string)other!["id"]!);
                Of(source, target).Remove(pair);
                Of(target, source).Remove((pair.Item2, pair.Item1));
            }

        return Results.NoContent();
    }

    private HashSet<(string From, string To)> Of(string from, string to) => _pairs.TryGetValue((from, to), out var pairs) ? pairs : _pairs[(from, to)] = [];

    private static JsonObject Id(string id) => new() { ["id"] = id };
}
