using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>What the customer pages read. Safe from several threads.</summary>
internal sealed class CustomerQueries(NpgsqlDataSource database)
{
    /// <summary>
    /// Everything on one customer's page, in one round trip (two where order lines have no texts of their own). The orders begin at <paramref name="from"/> (null: with the newest);
    /// <paramref name="today"/> is the reader's business date, which decides what is overdue and which months are shown.
    /// </summary>
    internal async Task<CustomerPageResult> ReadPageAsync(long customerNo, OrderCursor? from, DateOnly today, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        Add(batch, CustomerPageSql.Customer, customerNo);
        Add(batch, CustomerPageSql.Accounts, customerNo);
        Add(batch, CustomerPageSql.Contacts, customerNo);
        AddStories(batch, customerNo, from);
        Add(batch, CustomerPageSql.LastOrder, customerNo);
        Add(batch, CustomerPageSql.Open, customerNo, today);
        Add(batch, CustomerPageSql.Sales, customerNo, today);
        Add(batch, CustomerPageSql.Contracts, customerNo, today);
        Add(batch, CustomerPageSql.Usual, customerNo);

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return CustomerPageResult.Unknown.Instance;
        var name = reader.GetString(0);
        var nameKana = reader.IsDBNull(1) ? null : reader.GetString(1);
        if (!reader.IsDBNull(2))
            return new CustomerPageResult.Moved(reader.GetInt64(2));

        var accounts = await StoredRows.NextAsync<Customer>(reader, EntityKind.Customer, cancellationToken);
        var contacts = await StoredRows.NextAsync<Contact>(reader, EntityKind.Contact, cancellationToken);
        var (orders, older) = await OrderStories.NextAsync(reader, CustomerPageSql.OrdersPerPage, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        (DateOnly? lastOrderOn, long lastOrderNo) = await reader.ReadAsync(cancellationToken) ? ((DateOnly?)reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1)) : (null, 0L);

        var data = new CustomerPageData
        {
            CustomerNo = customerNo,
            Name = name,
            NameKana = nameKana,
            Accounts = accounts,
            Contacts = contacts,
            Orders = orders,
            Older = older,
            LastOrderOn = lastOrderOn,
            LastOrderNo = lastOrderNo,
            Open = await OpenItemsAsync(reader, cancellationToken),
            Sales = await SalesAsync(reader, cancellationToken),
            Contracts = await StoredRows.NextAsync<Contract>(reader, EntityKind.Contract, cancellationToken),
            Usual = await UsualProducts.NextAsync(reader, cancellationToken),
        };
        return new CustomerPageResult.Found(data with { ProductNames = await ProductNamesAsync(orders, cancellationToken) });
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }

    private static void AddStories(NpgsqlBatch batch, long customerNo, OrderCursor? from)
    {
        if (from is not { } cursor)
            Add(batch, CustomerPageSql.Newest, customerNo);
        else if (cursor.HappenedOn is { } day)
            Add(batch, CustomerPageSql.AfterDated, customerNo, day, cursor.RecordNo);
        else
            Add(batch, CustomerPageSql.AfterUndated, customerNo, cursor.RecordNo);
    }

    private async Task<IReadOnlyDictionary<RecordKey, string>> ProductNamesAsync(IReadOnlyList<OrderStory> orders, CancellationToken cancellationToken)
    {
        var names = new Dictionary<RecordKey, string>();
        RecordKey[] wanted = [.. orders.SelectMany(story => story.Order.Record.Lines ?? []).Where(line => line.Description is null).Select(line => line.Product).OfType<RecordKey>().Distinct()];
        if (wanted.Length == 0)
            return names;
        await using var command = database.CreateCommand(CustomerPageSql.ProductNames);
        command.Parameters.Add(new NpgsqlParameter { Value = wanted.Select(key => key.System).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = wanted.Select(key => key.Id).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            names[new RecordKey(reader.GetString(0), Entities.NameOf(EntityKind.Product), reader.GetString(1))] = reader.GetString(2);
        return names;
    }

    private static async Task<IReadOnlyList<OpenItems>> OpenItemsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        var open = new List<OpenItems>();
        while (await reader.ReadAsync(cancellationToken))
            open.Add(new OpenItems(reader.GetString(0), reader.GetDecimal(1), reader.GetDecimal(2), StoredRows.DateAt(reader, 3)));
        return open;
    }

    private static async Task<IReadOnlyList<MonthlySales>> SalesAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        var sales = new List<MonthlySales>();
        while (await reader.ReadAsync(cancellationToken))
            sales.Add(new MonthlySales(reader.GetFieldValue<DateOnly>(0), reader.GetString(1), reader.GetDecimal(2), reader.GetInt32(3)));
        return sales;
    }
}

/// <summary>What looking a customer up gave. Closed.</summary>
internal abstract record CustomerPageResult
{
    private CustomerPageResult() { }

    internal sealed record Found(CustomerPageData Data) : CustomerPageResult;

    /// <summary>It was merged into another customer.</summary>
    internal sealed record Moved(long CustomerNo) : CustomerPageResult;

    internal sealed record Unknown : CustomerPageResult
    {
        internal static Unknown Instance { get; } = new();
    }
}
