using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>One normalised value of a customer, as the store keeps it: kinds are numbered by the identity stage.</summary>
public readonly record struct IdentityValue(short Kind, string Value);

/// <summary>A hub customer found by a value, and the system of the source customer that has it.</summary>
public readonly record struct IdentityHit(IdentityValue Value, long CustomerNo, string System);

/// <summary>A source customer and the hub customer it is bound to; <paramref name="Rule"/> says why when it is bound just now.</summary>
public sealed record BoundCustomer(Customer Customer, long CustomerNo, string? Rule, string Search);

/// <summary>Hub customers, their bindings and the values they are known by, inside one batch's transaction.</summary>
public sealed class CustomerBook
{
    private readonly NpgsqlConnection connection;
    private readonly Numbers numbers;

    internal CustomerBook(NpgsqlConnection connection, Numbers numbers) => (this.connection, this.numbers) = (connection, numbers);

    /// <summary>Lets one transaction at a time decide who is who, so that two systems' new customers cannot miss each other. Held until the transaction ends.</summary>
    public async Task HoldIdentitiesAsync(CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select pg_advisory_xact_lock($1, 0)", IdentityLock);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private const int IdentityLock = 0x48554202;

    public async Task<IReadOnlyList<IdentityHit>> FindAsync(IReadOnlyCollection<IdentityValue> values, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            select u.kind, u.value, r.customer_no, f.system
            from unnest($1, $2) as u(kind, value)
            join hub.identity i on i.value = u.value and i.kind = u.kind
            join hub.record r on r.record_no = i.record_no and not r.deleted
            join hub.feed f on f.feed_no = r.feed_no
            """, values.Select(value => value.Kind).ToArray(), values.Select(value => value.Value).ToArray());
        var hits = new List<IdentityHit>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            hits.Add(new IdentityHit(new IdentityValue(reader.GetInt16(0), reader.GetString(1)), reader.GetInt64(2), reader.GetString(3)));
        return hits;
    }

    /// <summary>Numbers for new hub customers.</summary>
    public async Task<IReadOnlyList<long>> NewNumbersAsync(int count, CancellationToken cancellationToken)
    {
        var taken = new List<long>(count);
        while (taken.Count < count)
        {
            var part = Math.Min(100, count - taken.Count);
            var first = await numbers.TakeAsync(part, cancellationToken);
            for (var i = 0; i < part; i++)
                taken.Add(first + i);
        }

        return taken;
    }

    /// <summary>Writes new hub customers before anything refers to them.</summary>
    public async Task AddAsync(IReadOnlyList<BoundCustomer> added, CancellationToken cancellationToken)
    {
        if (added.Count == 0)
            return;
        await using var command = connection.Command("""
            insert into hub.customer (customer_no, external_key, name, name_kana, search)
            select * from unnest($1, $2, $3, $4, $5)
            """,
            added.Select(binding => binding.CustomerNo).ToArray(), added.Select(binding => ExternalKey.Of(binding.Customer.Key)).ToArray(),
            added.Select(binding => binding.Customer.Name).ToArray(), added.Select(binding => binding.Customer.NameKana).ToArray(),
            added.Select(binding => binding.Search).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// After the records are stored: writes new bindings and the values they are known by, and refreshes the hub customers' names and search texts.
    /// A hub customer is named by its first bound source customer and found by all of them.
    /// </summary>
    public async Task SettleAsync(
        IReadOnlyList<BoundCustomer> stored, IReadOnlyDictionary<RecordKey, IReadOnlyList<IdentityValue>> values, IReadOnlyDictionary<RecordKey, FoundParent> records, CancellationToken cancellationToken)
    {
        if (stored.Count == 0)
            return;
        var recordNos = stored.Select(binding => records[binding.Customer.Key].RecordNo).ToArray();
        await using (var command = connection.Command("""
            insert into hub.binding (record_no, customer_no, rule) select * from unnest($1, $2, $3) as u(record_no, customer_no, rule) where rule is not null
            on conflict (record_no) where until is null do nothing
            """, recordNos, stored.Select(binding => binding.CustomerNo).ToArray(), stored.Select(binding => binding.Rule).ToArray()))
            await command.ExecuteNonQueryAsync(cancellationToken);

        await using (var command = connection.Command("delete from hub.identity where record_no = any($1)", recordNos))
            await command.ExecuteNonQueryAsync(cancellationToken);
        var known = stored.SelectMany((binding, at) => values[binding.Customer.Key].Distinct().Select(value => (value, recordNo: recordNos[at]))).ToArray();
        await using (var command = connection.Command("insert into hub.identity (kind, value, record_no) select * from unnest($1, $2, $3)",
            known.Select(row => row.value.Kind).ToArray(), known.Select(row => row.value.Value).ToArray(), known.Select(row => row.recordNo).ToArray()))
            await command.ExecuteNonQueryAsync(cancellationToken);

        await using (var command = connection.Command("""
            insert into hub.customer_name (record_no, customer_no, name, name_kana, search) select * from unnest($1, $2, $3, $4, $5)
            on conflict (record_no) do update set customer_no = excluded.customer_no, name = excluded.name, name_kana = excluded.name_kana, search = excluded.search
            """,
            recordNos, stored.Select(binding => binding.CustomerNo).ToArray(), stored.Select(binding => binding.Customer.Name).ToArray(),
            stored.Select(binding => binding.Customer.NameKana).ToArray(), stored.Select(binding => binding.Search).ToArray()))
            await command.ExecuteNonQueryAsync(cancellationToken);
        await using (var command = connection.Command("""
            update hub.customer c set name = n.name, name_kana = n.name_kana, search = n.search
            from (select customer_no, (array_agg(name order by record_no))[1] as name, (array_agg(name_kana order by record_no))[1] as name_kana, string_agg(search, E'\n' order by record_no) as search
                  from hub.customer_name where customer_no = any($1) group by customer_no) n
            where c.customer_no = n.customer_no
            """, stored.Select(binding => binding.CustomerNo).Distinct().ToArray()))
            await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
