using IntegrationHub.Bench.Measure;
using IntegrationHub.Core.Store;
using Npgsql;

namespace IntegrationHub.Bench.Baselines;

/// <summary>
/// Baseline (a): each page by binary COPY into staging, then one <c>INSERT … ON CONFLICT DO UPDATE</c> per table, into two ordinary tables.
/// No hash, no raw record, no marks, no ledger, no checkpoint: the least that loads these orders and can be run again.
/// </summary>
/// <remarks>It is given the hub's own <see cref="CopyBuffer"/>, a third of the CPU of Npgsql's importer, so that the hub is held against the faster way.</remarks>
internal sealed class CopyMerge : IScenario
{
    public string[] Tables => ["public.orders", "public.order_lines"];

    public Task PrepareAsync(Workplace workplace, CancellationToken cancellationToken) => workplace.Database.ExecuteAsync("""
        create table orders (
          id text primary key, customer_id text not null, ordered_on date, requested_on date, status text, currency text not null,
          net numeric not null, reference text, organization text, payment_terms text, changed_at timestamptz not null);
        create index orders_customer on orders (customer_id, ordered_on);
        create table order_lines (
          order_id text not null, number text not null, product_id text, description text, quantity numeric, unit text, net numeric, currency text,
          allocated numeric, primary key (order_id, number));
        """, cancellationToken);

    public async Task RunAsync(Workplace workplace, Laps laps, CancellationToken cancellationToken)
    {
        await using var connection = await workplace.Database.OpenConnectionAsync(cancellationToken);
        await using var stage = new NpgsqlCommand("""
            create temp table orders_in (like orders) on commit delete rows;
            create temp table order_lines_in (like order_lines) on commit delete rows;
            """, connection);
        await stage.ExecuteNonQueryAsync(cancellationToken);
        await using var merge = new NpgsqlCommand("""
            insert into orders select * from orders_in
            on conflict (id) do update set customer_id = excluded.customer_id, ordered_on = excluded.ordered_on, requested_on = excluded.requested_on,
              status = excluded.status, currency = excluded.currency, net = excluded.net, reference = excluded.reference,
              organization = excluded.organization, payment_terms = excluded.payment_terms, changed_at = excluded.changed_at;
            insert into order_lines select * from order_lines_in
            on conflict (order_id, number) do update set product_id = excluded.product_id, description = excluded.description,
              quantity = excluded.quantity, unit = excluded.unit, net = excluded.net, currency = excluded.currency, allocated = excluded.allocated;
            """, connection);
        await merge.PrepareAsync(cancellationToken);
        var orders = new CopyBuffer(11);
        var lines = new CopyBuffer(9);

        await PageLoop.RunAsync(workplace, laps, async (page, stop) =>
        {
            var read = Encode(page.Span, orders, lines);
            await using var transaction = await connection.BeginTransactionAsync(stop);
            await connection.CopyAsync("orders_in", orders, stop);
            await connection.CopyAsync("order_lines_in", lines, stop);
            await merge.ExecuteNonQueryAsync(stop);
            await transaction.CommitAsync(stop);
            return read;
        }, cancellationToken);
    }

    internal static (int Orders, bool More) Encode(ReadOnlySpan<byte> page, CopyBuffer orders, CopyBuffer lines)
    {
        orders.Clear();
        lines.Clear();
        var read = OrderReader.Read(page, order => Encode(order, orders, lines));
        orders.End();
        lines.End();
        return read;
    }

    private static void Encode(OrderRow order, CopyBuffer orders, CopyBuffer lines)
    {
        orders.Row();
        orders.Text(order.Id);
        orders.Text(order.CustomerId);
        orders.Date(order.OrderedOn);
        orders.Date(order.RequestedOn);
        orders.Text(order.Status);
        orders.Text(order.Currency);
        orders.Numeric(order.Net);
        orders.Text(order.Reference);
        orders.Text(order.Organization);
        orders.Text(order.PaymentTerms);
        orders.Timestamp(order.ChangedAt);
        foreach (var line in order.Lines)
        {
            lines.Row();
            lines.Text(order.Id);
            lines.Text(line.Number);
            lines.Text(line.ProductId);
            lines.Text(line.Description);
            lines.Numeric(line.Quantity);
            lines.Text(line.Unit);
            lines.Numeric(line.Net);
            lines.Text(order.Currency);
            lines.Numeric(line.Allocated);
        }
    }
}
