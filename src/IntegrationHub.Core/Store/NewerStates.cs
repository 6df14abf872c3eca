using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>
/// Finds what is newer than a batch that does not come by the live sync. Asked within the batch's transaction, which holds the sync's checkpoint: what it sees stays true
/// until it is committed.
/// </summary>
internal sealed class NewerStates(NpgsqlConnection connection, BatchScope scope, int feed)
{
    /// <summary>As <see cref="ContentHash"/> has it.</summary>
    internal const string PayloadHash = "encode(substr(sha256(p.payload), 1, 16), 'hex')::uuid";

    /// <summary>
    /// Of a back-fill, what a sync (or another back-fill) has stored, deleted or set aside after the page was asked for. Its state may be older than the back-fill's all the same, but then the
    /// change came after the sync had read it, and the sync will bring it. What a replay has stored says nothing: it is what was held before.
    /// </summary>
    public async Task<HashSet<string>> SinceAsync(DateTimeOffset readAt, string[] seen, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            select u.id from unnest($1) as u(id)
            where exists (select from hub.record r join hub.run w on w.run_no = r.run_no
                          where r.id = u.id and r.feed_no = $2 and r.changed_at > $3 and w.run_no <> $5 and w.job not like 'replay:%')
               or exists (select from hub.parked p join hub.run w on w.run_no = p.run_no
                          where p.scope = $4 and p.id = u.id and p.stage in ('map', 'resolve') and p.last_at > $3 and p.closed_at is null and w.run_no <> $5 and w.job not like 'replay:%')
            """, seen, feed, readAt, scope.Parking.ToString(), scope.RunNo);
        var overtaken = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            overtaken.Add(reader.GetString(0));
        return overtaken;
    }

    /// <summary>
    /// Of a replay, only what is still the newest the hub knows of a record: the state it holds, or the one it has set aside. Anything else came before a state that a
    /// sync has brought meanwhile.
    /// </summary>
    public async Task<IReadOnlyList<ChangedRecord>> WithoutStaleAsync(List<ChangedRecord> changed, CancellationToken cancellationToken)
    {
        var others = changed.Where(record => record.RawHash != record.Held?.RawHash).ToArray();
        if (others.Length == 0)
            return changed;
        await using var command = connection.Command($"""
            select distinct u.id from unnest($2, $3) as u(id, hash) join hub.parked p on p.scope = $1 and p.id = u.id
            where p.closed_at is null and p.stage in ('map', 'resolve') and {PayloadHash} = u.hash
            """, scope.Parking.ToString(), others.Select(record => record.Source.Key).ToArray(), others.Select(record => record.RawHash).ToArray());
        var aside = new HashSet<string>(StringComparer.Ordinal);
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                aside.Add(reader.GetString(0));
        }

        var newest = changed.Where(record => record.RawHash == record.Held?.RawHash || aside.Contains(record.Source.Key)).ToArray();
        return newest;
    }
}
