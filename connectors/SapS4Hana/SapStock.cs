using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>
/// Stock: SAP has a row for each batch, special stock and stock type; what is read is one record for each material, plant and storage location, with the sums of its rows by stock
/// type (<c>Quantity.01</c>: unrestricted use). Special stock (consignment, of a project, of an order) is nobody's to promise and is left out. Pages go by material; a material's rows are never parted.
/// </summary>
internal sealed class SapStock(SapOptions options, SapQuery materials)
{
    public const string Entity = "A_MatlStkInAcctMod";
    private const string Rows = "to_MatlStkInAcctMod";

    private const string Selection = "$select=Material,MaterialBaseUnit,to_MatlStkInAcctMod/Plant,to_MatlStkInAcctMod/StorageLocation,to_MatlStkInAcctMod/InventoryStockType,to_MatlStkInAcctMod/InventorySpecialStockType,"
        + "to_MatlStkInAcctMod/MaterialBaseUnit,to_MatlStkInAcctMod/MatlWrhsStkQtyInMatlBaseUnit&$expand=" + Rows;

    /// <inheritdoc cref="FetchPage"/>
    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var after = request.After?.Key;
        var behind = after is null ? "" : $"Material ge {ODataLiteral.Of(materials.Version, "Edm.String", ODataKey.Values(after, 3)[0])}";
        while (true)
        {
            var page = await materials.GetAsync([behind, options.Entities.GetValueOrDefault(Entity)?.Filter ?? ""], Selection, Math.Clamp(request.Size, 2, 50), ["Material"], cancellationToken);
            var records = page.Items.SelectMany(RecordsOf).ToList();
            var next = after is null ? 0 : records.FindIndex(record => record.Key == after) + 1;
            if (next > 0 || after is null)
                records = records[next..];
            else
                records = [.. records.Where(record => IsBehind(record.Key, after))];
            if (records.Count > 0 || page.Items.Count == 0 || page.Items[^1].Values[0] is not { } last)
                return new Page(records);
            var (beyond, literal) = ($"Material gt {ODataLiteral.Of(materials.Version, "Edm.String", last)}", behind);
            if (beyond == literal)
                throw new ProtocolException($"{Entity}: the system gives {last} behind itself.");
            (behind, after) = (beyond, null);
        }
    }

    /// <summary>The same material, a later place of it.</summary>
    private static bool IsBehind(string key, string after)
    {
        var (one, other) = (ODataKey.Values(key, 3), ODataKey.Values(after, 3));
        return one[0] != other[0] || string.CompareOrdinal(key, after) > 0;
    }

    private static IEnumerable<PageRecord> RecordsOf(ODataItem item)
    {
        if (item.HasMore)
            throw new ProtocolException($"{Entity}: the system gave only the first part of a material's stock. Set PageSize lower.");
        using var document = JsonDocument.Parse(item.Json);
        var material = document.RootElement.GetProperty("Material").GetString()!;
        var places = new SortedDictionary<string, Place>(StringComparer.Ordinal);
        foreach (var row in document.RootElement.GetProperty(Rows).GetProperty("results").EnumerateArray())
        {
            if (Text(row, "InventorySpecialStockType") is { Length: > 0 } || ODataKey.Of([material, Text(row, "Plant"), Text(row, "StorageLocation")]) is not { } key)
                continue;
            if (!places.TryGetValue(key, out var place))
                places[key] = place = new Place(material, Text(row, "Plant")!, Text(row, "StorageLocation")!, Text(row, "MaterialBaseUnit") ?? "", new(StringComparer.Ordinal));
            var type = Text(row, "InventoryStockType") ?? "";
            place.Sums[type] = place.Sums.GetValueOrDefault(type) + Number(Text(row, "MatlWrhsStkQtyInMatlBaseUnit"));
        }

        return [.. places.Select(place => new PageRecord(place.Key, place.Value.Json()))];
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : throw new ProtocolException($"{Entity}: a quantity is no number.");

    private sealed record Place(string Material, string Plant, string StorageLocation, string Unit, SortedDictionary<string, decimal> Sums)
    {
        public ReadOnlyMemory<byte> Json()
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                json.WriteString("Material", Material);
                json.WriteString("Plant", Plant);
                json.WriteString("StorageLocation", StorageLocation);
                json.WriteString("MaterialBaseUnit", Unit);
                json.WriteStartObject("Quantity");
                foreach (var (type, sum) in Sums)
                    json.WriteString(type, sum.ToString(CultureInfo.InvariantCulture));
                json.WriteEndObject();
                json.WriteEndObject();
            }

            return buffer.WrittenMemory;
        }
    }
}
