using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>
/// Adds to each line of an order what is allocated to it (引当) and what has gone, in the line's unit: <c>allocated</c> and <c>shipped</c>; and to the order, whether anything has:
/// <c>has_shipped</c>. Tryton keeps neither: a line has moves out of the
/// house, and each of them, until it goes, moves from the shelf to the door, which are assigned. Its own <c>actual_quantity</c> is no substitute: that is the larger of moved and invoiced.
/// </summary>
internal sealed class Allocation(TrytonClient client)
{
    public async Task AddAsync(IReadOnlyList<TrytonRecord> orders, CancellationToken cancellationToken)
    {
        var lines = orders.SelectMany(Lines).ToList();
        var waiting = lines.SelectMany(Moves).Where(move => Text(move, "state") is "draft" or "staging").Select(Id).ToList();
        var picked = await PickedAsync(waiting, cancellationToken);
        foreach (var line in lines)
        {
            var (allocated, shipped) = (0m, 0m);
            foreach (var move in Moves(line))
            {
                switch (Text(move, "state"))
                {
                    case "done":
                        shipped += Quantity(move, line);
                        break;
                    case "assigned":
                        allocated += Quantity(move, line);
                        break;
                    default:
                        allocated += picked[Id(move)].Sum(inner => Quantity(inner, line));
                        break;
                }
            }

            var sign = Number(line["quantity"]) < 0 ? -1 : 1;   // a return of goods
            (line["allocated"], line["shipped"]) = (sign * allocated, sign * shipped);
        }

        foreach (var order in orders)
            order.Json["has_shipped"] = Lines(order).Any(line => Number(line["shipped"]) != 0);
    }

    /// <summary>From the shelf to the door: what is assigned, or there already, by the move out of the house it is for.</summary>
    private async Task<ILookup<long, JsonObject>> PickedAsync(IReadOnlyList<long> outgoing, CancellationToken cancellationToken)
    {
        if (outgoing.Count == 0)
            return Array.Empty<JsonObject>().ToLookup(_ => 0L);
        object[] domain =
        [
            TrytonEntities.Clause("origin", "in", outgoing.Select(id => $"stock.move,{id}").ToArray()),
            TrytonEntities.Clause("state", "in", new[] { "assigned", "done" }),
        ];
        var rows = await client.SearchReadAsync("stock.move", domain, null, ["origin", "quantity", "uom.factor"], (await client.CompanyAsync(cancellationToken)).Context, cancellationToken);
        return rows.Select(row => TrytonRecord.Of(row).Json).ToLookup(move => long.Parse(Text(move, "origin")!.Split(',')[1], CultureInfo.InvariantCulture));
    }

    /// <summary>A move may count in another unit than its line; then it is converted, by the factors Tryton has for both.</summary>
    private static decimal Quantity(JsonObject move, JsonObject line)
    {
        var (quantity, from, to) = (Number(move["quantity"]), Number(move["uom"]?["factor"]), Number(line["unit"]?["factor"]));
        return from == to || to == 0 ? quantity : decimal.Round(quantity * from / to, 6);
    }

    private static IEnumerable<JsonObject> Lines(TrytonRecord order) => Objects(order.Json["lines"]).Where(line => Text(line, "type") == "line");

    private static IEnumerable<JsonObject> Moves(JsonObject line) => Objects(line["moves"]).Where(move => Text(move, "state") != "cancelled");

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    private static long Id(JsonObject record) => record["id"]!.GetValue<long>();

    private static string? Text(JsonObject record, string name) => record[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static decimal Number(JsonNode? value) => value is null ? 0 : decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
