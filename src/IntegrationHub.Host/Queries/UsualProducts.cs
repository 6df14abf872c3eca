using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Reads the products a customer usually orders: one row per product and stock location, products in their order.</summary>
internal static class UsualProducts
{
    internal static async Task<IReadOnlyList<UsualProduct>> NextAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        var products = new List<UsualProduct>();
        var stock = new List<Stored<StockLevel>>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = RecordKey.Parse(reader.GetString(StoredRows.Own));
            if (products.Count == 0 || products[^1].Key != key)
                products.Add(new UsualProduct(key, TextAt(reader, StoredRows.Own + 3), TextAt(reader, StoredRows.Own + 4),
                    reader.GetInt32(StoredRows.Own + 1), StoredRows.DateAt(reader, StoredRows.Own + 2), stock = []));
            if (!reader.IsDBNull(0))
                stock.Add(StoredRows.Read<StockLevel>(reader, EntityKind.StockLevel));
        }
        return products;
    }

    private static string? TextAt(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
