using Dapper;
using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Finds the hub customer behind what people call it by: its number, or a source record's key. Safe from several threads.</summary>
internal sealed class CustomerLookup(NpgsqlDataSource database)
{
    /// <summary>
    /// The customer with this number, bound to this source customer (<c>northwind/customer/ALFKI</c>, or just <c>ALFKI</c>), or with this key towards targets
    /// (<c>northwind:customer:ALFKI</c>); null when none or several are.
    /// </summary>
    internal async Task<long?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (long.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var number) &&
            await OneAsync(connection, "select customer_no from hub.customer where customer_no = @number", new { number }, cancellationToken) is { } known)
            return known;
        var parts = name.Split('/', 3);
        return parts is [var system, var entity, var id] && entity == Entities.NameOf(EntityKind.Customer)
            ? await OneAsync(connection, """
                select r.customer_no from hub.record r join hub.feed f using (feed_no)
                where f.system = @system and f.entity = 1 and r.id = @id and r.customer_no is not null
                """, new { system, id }, cancellationToken)
            : await OneAsync(connection, "select distinct customer_no from hub.record where id = @name and entity = 1 and customer_no is not null", new { name }, cancellationToken)
              ?? await OneAsync(connection, "select customer_no from hub.customer where external_key = @name", new { name }, cancellationToken);
    }

    /// <summary>What a list of customers is sorted by, for the customer with this number; null when there is none.</summary>
    internal async Task<string?> SortKeyAsync(long customerNo, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select coalesce(nullif(name_kana, ''), name) from hub.customer where customer_no = @customerNo", new { customerNo }, cancellationToken: cancellationToken));
    }

    private static async Task<long?> OneAsync(NpgsqlConnection connection, string sql, object arguments, CancellationToken cancellationToken)
    {
        var found = (await connection.QueryAsync<long>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken))).ToList();
        return found is [var one] ? one : null;
    }
}
