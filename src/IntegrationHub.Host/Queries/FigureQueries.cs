using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Reads what the summed figures of the customer page are made of. Safe from several threads.</summary>
internal sealed class FigureQueries(NpgsqlDataSource database)
{
    internal const int PerPage = 50;

    /// <summary>$1: the customer, $2: the currency. The same records as the customer page sums.</summary>
    private const string OpenItems = "r.customer_no = $1 and r.entity = 6 and not r.deleted and r.open_amount <> 0 and r.currency = $2";
    private const string Sold = """
        r.customer_no = $1 and r.entity = 4 and not r.deleted and r.amount is not null and r.currency = $2 and r.happened_on >= $3 and r.happened_on < $4
          and coalesce(r.doc ->> 'status', '') <> 'cancelled'
        """;

    /// <summary>A page of the parts, and the sum of all of them; null: there is no such customer. One round trip, so that they belong together.</summary>
    /// <param name="page">From 1.</param>
    internal async Task<FigureParts?> ReadAsync(long customerNo, CustomerFigure figure, int page, CancellationToken cancellationToken)
    {
        var (amount, which) = figure.Name switch
        {
            CustomerFigure.Open => ("r.open_amount", OpenItems),
            CustomerFigure.Overdue => ("r.open_amount", OpenItems + " and r.due_on < $3"),
            _ => ("r.amount", Sold),
        };
        object[] values = figure.Name switch
        {
            CustomerFigure.Open => [customerNo, figure.Currency],
            CustomerFigure.Overdue => [customerNo, figure.Currency, figure.Today],
            _ => [customerNo, figure.Currency, figure.Months.First, figure.Months.Last.AddMonths(1)],
        };
        await using var batch = database.CreateBatch();
        Add(batch, "select name from hub.customer where customer_no = $1 and merged_into is null", customerNo);
        Add(batch, $"select coalesce(sum({amount}), 0), count(*) from hub.record r where {which}", values);
        Add(batch, $"""
            select r.record_no, coalesce(r.number, r.id), r.happened_on, r.due_on, {amount}, case when r.entity = 6 then 'open' when r.doc ? 'gross' then 'gross' else 'net' end,
              r.version, m.file, r.run_no, r.changed_at
            from hub.record r left join hub.mapping m on m.mapping_no = r.mapping_no
            where {which}
            order by {(figure.Name == CustomerFigure.Sales ? "r.happened_on desc, r.record_no desc" : "r.due_on, r.record_no")}
            limit {PerPage} offset {(long)(page - 1) * PerPage}
            """, values);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var name = reader.GetString(0);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (sum, count) = (reader.GetDecimal(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        var parts = new List<FigurePart>();
        while (await reader.ReadAsync(cancellationToken))
        {
            parts.Add(new FigurePart(reader.GetInt64(0), reader.GetString(1), StoredRows.DateAt(reader, 2), StoredRows.DateAt(reader, 3), reader.GetDecimal(4), reader.GetString(5),
                reader.GetInt32(6), reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetInt64(8), reader.GetFieldValue<DateTimeOffset>(9)));
        }

        return new FigureParts(name, sum, count, parts);
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }
}
