using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>
/// Stock: every product in the storage area of every warehouse. It is computed when asked for and has no stamp, so all of it is read each time; what has not changed costs the hub next to
/// nothing. Each page is asked for twice, with and without what is assigned.
/// </summary>
internal sealed class StockPages(TrytonClient client, TrytonFields fields)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly JsonSerializerOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly TrytonEntity _entity = TrytonEntities.All[TrytonEntities.Stock];
    private IReadOnlyList<JsonObject>? _warehouses;
    private JsonElement? _today;

    /// <summary>A page; its way on is <c>warehouse:product</c>, both ids.</summary>
    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var at = request.Continue?.Split(':').Select(part => long.Parse(part, Invariant)).ToArray() ?? [0, 0];
        var warehouses = await WarehousesAsync(cancellationToken);
        if (warehouses.FirstOrDefault(warehouse => Id(warehouse) >= at[0]) is not { } here)
            return new Page([]);
        var last = Id(here) == at[0] ? at[1] : 0;
        object[] domain = [TrytonEntities.Clause("id", ">", last), .. _entity.Domain];
        var size = Math.Min(request.Size, _entity.PageSize);
        var onHand = await ReadAsync(domain, size, await fields.OfAsync(TrytonEntities.Stock, cancellationToken), here, assign: false, cancellationToken);
        if (onHand.Count == 0)
            return new Page([], warehouses.Any(warehouse => Id(warehouse) > Id(here)) ? $"{Id(here) + 1}:0" : null);
        var free = (await ReadAsync([TrytonEntities.Clause("id", "in", onHand.Select(product => product.Id)), .. _entity.Domain], null, ["quantity"], here, assign: true, cancellationToken))
            .ToDictionary(product => product.Id, product => Number(product.Json["quantity"]));
        List<PageRecord> records = [];
        foreach (var product in onHand)
        {
            last = product.Id > last ? product.Id : throw new ProtocolException("Stock: Tryton gave products out of order. Check what stands between the hub and Tryton.");
            if (free.TryGetValue(product.Id, out var unassigned))   // deleted between the two calls: the next pass does without it
                records.Add(Record(product.Json, here, unassigned));
        }

        return new Page(records, $"{Id(here)}:{last}");
    }

    private static PageRecord Record(JsonObject product, JsonObject warehouse, decimal unassigned)
    {
        var key = $"{product["id"]}-{warehouse["storage_location"]!["id"]}";
        var onHand = Number(product["quantity"]);
        var record = new JsonObject { ["key"] = key, ["on_hand"] = onHand, ["assigned"] = onHand - unassigned, ["available"] = unassigned, ["warehouse"] = warehouse.DeepClone() };
        foreach (var (name, value) in product.Where(field => field.Key != "quantity" && !TrytonRecord.Stamps.Contains(field.Key)))
            record[name == "id" ? "product" : name] = value?.DeepClone();
        return new PageRecord(key, JsonSerializer.SerializeToUtf8Bytes(record, Style));
    }

    private async Task<IReadOnlyList<TrytonRecord>> ReadAsync(object[] domain, int? size, IReadOnlyList<string> wanted, JsonObject warehouse, bool assign, CancellationToken cancellationToken)
    {
        var company = await client.CompanyAsync(cancellationToken);
        _today ??= await client.CallAsync("model.ir.date.today", cancellationToken, company.Context);   // without a date, the future counts as well; and without a place, nothing
        var context = new Dictionary<string, object?>(company.Context)
        {
            ["locations"] = new[] { warehouse["storage_location"]!["id"]!.GetValue<long>() },
            ["stock_date_end"] = _today,
            ["stock_assign"] = assign,
        };
        return [.. (await client.SearchReadAsync(_entity.Model, domain, size, wanted, context, cancellationToken)).Select(TrytonRecord.Of)];
    }

    private async Task<IReadOnlyList<JsonObject>> WarehousesAsync(CancellationToken cancellationToken) =>
        _warehouses ??= [.. (await client.SearchReadAsync("stock.location", new[] { TrytonEntities.Clause("type", "=", "warehouse") }, null, ["code", "name", "storage_location.code"],
            (await client.CompanyAsync(cancellationToken)).Context, cancellationToken)).Select(row => TrytonRecord.Of(row).Json)];

    private static long Id(JsonObject record) => record["id"]!.GetValue<long>();

    private static decimal Number(JsonNode? value) => value is null ? 0 : decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
