using System.Globalization;

namespace IntegrationHub.EndToEnd.Tests;

/// <summary>Northwind's orders, shipments, invoices, payments and contracts, as text that can be compared.</summary>
internal static class NorthwindHistory
{
    /// <summary>Somebody changes a file of the ERP.</summary>
    public static async Task ChangeAsync(HubWorld world, string file, Func<IEnumerable<string>, IEnumerable<string>> change)
    {
        var path = Path.Combine(world.Erp, file);
        await File.WriteAllLinesAsync(path, change(await File.ReadAllLinesAsync(path)).ToArray());
    }

    /// <summary>What hangs on a customer, one line each: key, customer, number, amount, and for orders what was ordered.</summary>
    public static Task<string> OfHubAsync(HubWorld world) => world.QueryAsync<string>("""
        select string_agg(line, E'\n' order by line collate "C") from (
          select concat_ws(' ', concat('northwind:', case r.entity when 4 then 'order' when 5 then 'shipment' when 6 then 'invoice' when 7 then 'payment' when 9 then 'contract' end, ':', r.id), c.external_key, r.doc->>'number',
                 trim_scale(coalesce(r.doc->'gross'->>'amount', r.doc->'amount'->>'amount', r.doc->'value'->>'amount', '0')::numeric),
                 trim_scale((select sum((line->'quantity'->>'value')::numeric) from jsonb_array_elements(r.doc->'lines') line where r.entity = 4))) as line
          from hub.record r join hub.customer c using (customer_no) where r.entity in (4, 5, 6, 7, 9) and not r.deleted) history
        """);

    /// <summary>A line of it, out of a CRM.</summary>
    public static string Line(string? key, string? customer, string? number, decimal amount, decimal? quantity) => $"{key} {customer} {number} {Number(amount)}{(quantity is { } ordered ? $" {Number(ordered)}" : "")}";

    public static string Number(decimal number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
