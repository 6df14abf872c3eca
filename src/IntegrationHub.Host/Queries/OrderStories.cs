using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Puts orders, shipments, invoices and payments together: one story per order.</summary>
internal static class OrderStories
{
    internal static async Task<(IReadOnlyList<OrderStory> Orders, OrderCursor? Older)> NextAsync(
        NpgsqlDataReader reader, int perPage, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        var orders = new List<(DateOnly? On, long RecordNo, Stored<Order> Order)>();
        var shipments = new Children<Shipment>();
        var invoices = new Children<Invoice>();
        var payments = new Children<Payment>();
        while (await reader.ReadAsync(cancellationToken))
        {
            switch ((EntityKind)reader.GetInt16(StoredRows.Own))
            {
                case EntityKind.Order:
                    orders.Add((StoredRows.DateAt(reader, StoredRows.Own + 1), reader.GetInt64(0), StoredRows.Read<Order>(reader, EntityKind.Order)));
                    break;
                case EntityKind.Shipment:
                    shipments.Add(reader, EntityKind.Shipment);
                    break;
                case EntityKind.Invoice:
                    invoices.Add(reader, EntityKind.Invoice);
                    break;
                case EntityKind.Payment:
                    payments.Add(reader, EntityKind.Payment);
                    break;
            }
        }

        // As the statement sorts: no date first, then newest first.
        orders.Sort((one, other) => (other.On ?? DateOnly.MaxValue, other.RecordNo).CompareTo((one.On ?? DateOnly.MaxValue, one.RecordNo)));
        var shown = orders.Take(perPage).ToList();
        OrderCursor? older = orders.Count > perPage ? new OrderCursor(shown[^1].On, shown[^1].RecordNo) : null;
        return ([.. shown.Select(row => StoryOf(row.Order))], older);

        OrderStory StoryOf(Stored<Order> order) => new(order, shipments.Of(order.Origin.Key),
            [.. invoices.Of(order.Origin.Key).Select(invoice => new InvoiceStory(invoice, payments.Of(invoice.Origin.Key)))]);
    }

    /// <summary>Records by their parent, in the order of their business dates.</summary>
    private sealed class Children<TRecord> where TRecord : CanonicalRecord
    {
        private readonly Dictionary<(string System, string Id), List<(DateOnly On, Stored<TRecord> Row)>> _byParent = [];

        internal void Add(NpgsqlDataReader reader, EntityKind kind)
        {
            var row = StoredRows.Read<TRecord>(reader, kind);
            var parent = (row.Origin.Key.System, reader.GetString(StoredRows.Own + 2));   // a parent is in the same system
            if (!_byParent.TryGetValue(parent, out var siblings))
                _byParent.Add(parent, siblings = []);
            siblings.Add((StoredRows.DateAt(reader, StoredRows.Own + 1) ?? DateOnly.MaxValue, row));
        }

        internal IReadOnlyList<Stored<TRecord>> Of(RecordKey parent) =>
            _byParent.TryGetValue((parent.System, parent.Id), out var siblings)
                ? [.. siblings.OrderBy(child => child.On).Select(child => child.Row)]
                : [];
    }
}
