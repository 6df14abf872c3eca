using IntegrationHub.Core.Identity;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>A customer in the list. The external key is the first bound source record's: <c>northwind:customer:ALFKI</c>.</summary>
public sealed record CustomerRow(long CustomerNo, string Name, string? NameKana, string ExternalKey, string SortKey, DateOnly? LastOrderOn, IReadOnlyList<OpenItems> Open);

/// <summary>A page of customers, and where the next one begins.</summary>
public sealed record CustomerRows(IReadOnlyList<CustomerRow> Rows, bool More);

/// <summary>Where a page of customers begins: after this name (kana where there is one) and number.</summary>
internal readonly record struct CustomerCursor(string SortKey, long CustomerNo);

/// <summary>Finds customers by name, kana, number, e-mail or phone. Safe from several threads.</summary>
internal sealed class CustomerSearch(NpgsqlDataSource database)
{
    internal const int PerPage = 25;
    private const int MostWords = 8;

    // The figures are looked up for the customers shown, not for all that match.
    private const string Sql = """
        with hit as (
          select customer_no, name, name_kana, external_key, coalesce(nullif(name_kana, ''), name) as sort_key from hub.customer
          where merged_into is null and search like all ($1)
            and ($2::text is null or (coalesce(nullif(name_kana, ''), name), customer_no) > ($2, $3))
          order by 5, 1 limit 26)
        select hit.*, last.happened_on, owed.currencies, owed.amounts, owed.overdue, owed.since
        from hit
        left join lateral (
          select r.happened_on from hub.record r
          where r.customer_no = hit.customer_no and r.entity = 4 and not r.deleted and r.happened_on is not null
          order by r.happened_on desc, r.record_no desc limit 1) last on true
        left join lateral (
          select array_agg(currency) as currencies, array_agg(amount) as amounts, array_agg(overdue) as overdue, min(since) as since from (
            select currency, sum(open_amount) as amount, coalesce(sum(open_amount) filter (where due_on < $4), 0) as overdue, min(due_on) filter (where due_on < $4) as since
            from hub.record r
            where r.customer_no = hit.customer_no and r.entity = 6 and not r.deleted and r.open_amount <> 0 and r.currency is not null
            group by currency) by_currency) owed on true
        order by 5, 1
        """;

    /// <summary>
    /// The customers in whom every word of <paramref name="text"/> occurs (blank: all), from <paramref name="after"/> on;
    /// <paramref name="today"/> decides what is overdue.
    /// </summary>
    internal async Task<CustomerRows> FindAsync(string? text, CustomerCursor? after, DateOnly today, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = PatternsOf(text) });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)after?.SortKey ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after?.CustomerNo ?? 0 });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = today });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<CustomerRow>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new CustomerRow(
                reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetString(3), reader.GetString(4),
                StoredRows.DateAt(reader, 5), OpenOf(reader)));
        return new CustomerRows([.. rows.Take(PerPage)], rows.Count > PerPage);
    }

    private static IReadOnlyList<OpenItems> OpenOf(NpgsqlDataReader reader)
    {
        if (reader.IsDBNull(6))
            return [];
        var amounts = reader.GetFieldValue<decimal[]>(7);
        var overdue = reader.GetFieldValue<decimal[]>(8);
        var since = StoredRows.DateAt(reader, 9);
        return [.. reader.GetFieldValue<string[]>(6).Select((currency, at) => new OpenItems(currency, amounts[at], overdue[at], since))];
    }

    /// <summary>The words as the stored search text is folded, to be found anywhere in it.</summary>
    private static string[] PatternsOf(string? text) =>
        [.. (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(SearchText.Fold).Distinct().Take(MostWords)
            .Select(word => $"%{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%")];
}
