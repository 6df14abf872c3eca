using IntegrationHub.Core.Quota;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>Keeps what the hosts know of each account's calls: one row, changed by one host at a time. Safe from several threads and hosts.</summary>
internal sealed class QuotaLedger(NpgsqlDataSource database)
{
    private const string Columns = "starts_at, ends_at, live, behind, live_before, told_limit, others, next_at, blocked_until";

    /// <summary>Notes what was heard and what comes back unused, and takes some calls.</summary>
    /// <returns>Null when nothing limits the account: it has no limits in the settings, and no vendor ever named one.</returns>
    internal async Task<QuotaAnswer?> AskAsync(QuotaLimits limits, QuotaQuestion question, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (limits is { PerDay: null, PerWindow: null } && question.Told is null && await ReadAsync(connection, limits.Account, lockIt: false, cancellationToken) is null)
            return null;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var fresh = QuotaState.New(limits, now);
        await using (var insert = connection.Command("insert into hub.quota (account, starts_at, ends_at, changed_at) values ($1, $2, $3, $4) on conflict do nothing", limits.Account, fresh.StartsAt, fresh.EndsAt, now))
            await insert.ExecuteNonQueryAsync(cancellationToken);
        var state = (await ReadAsync(connection, limits.Account, lockIt: true, cancellationToken))!.At(now, limits);
        foreach (var (unused, behindLive, day) in question.Unused)
            if (day == state.StartsAt)   // of a day that is over there is nothing to give back
                state = state.GiveBack(unused, behindLive);
        if (question.Told is { } told)
            state = state.With(told, now);
        var (taken, given, until, why) = question.Wanted == 0 ? (state, 0, null, QuotaWhy.None) : state.Take(limits, question.Wanted, question.BehindLive, now);
        await using (var update = connection.Command("""
            update hub.quota set starts_at = $2, ends_at = $3, live = $4, behind = $5, live_before = $6, told_limit = $7::bigint, others = $8, next_at = $9, blocked_until = $10::timestamptz, changed_at = $11
            where account = $1
            """, limits.Account, taken.StartsAt, taken.EndsAt, taken.Live, taken.Behind, taken.LiveBefore, taken.ToldLimit, taken.Others, taken.NextAt, taken.BlockedUntil, now))
            await update.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new QuotaAnswer(taken, given, until, why);
    }

    /// <summary>What is known of each account.</summary>
    internal async Task<IReadOnlyDictionary<string, QuotaState>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command($"select {Columns}, account from hub.quota");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var accounts = new Dictionary<string, QuotaState>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            accounts.Add(reader.GetString(9), StateIn(reader));
        return accounts;
    }

    private static async Task<QuotaState?> ReadAsync(NpgsqlConnection connection, string account, bool lockIt, CancellationToken cancellationToken)
    {
        await using var command = connection.Command($"select {Columns} from hub.quota where account = $1{(lockIt ? " for update" : "")}", account);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? StateIn(reader) : null;
    }

    private static QuotaState StateIn(NpgsqlDataReader reader) => new(
        reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
        reader.IsDBNull(5) ? null : reader.GetInt64(5), reader.GetInt64(6), reader.GetFieldValue<DateTimeOffset>(7), reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8));
}

/// <summary>What a host tells and asks the ledger.</summary>
/// <param name="Wanted">Calls; 0: none, only telling.</param>
/// <param name="BehindLive">Whether live work goes first.</param>
/// <param name="Unused">Calls taken earlier that come back, with the beginning of their day.</param>
/// <param name="Told">What the vendor said since.</param>
internal sealed record QuotaQuestion(long Wanted, bool BehindLive, IReadOnlyList<(long Calls, bool BehindLive, DateTimeOffset Day)> Unused, ToldQuota? Told);

/// <summary>What the ledger says.</summary>
/// <param name="State">As it is now.</param>
/// <param name="Given">Calls; 0: none.</param>
/// <param name="Until">When to ask again, when there are none.</param>
/// <param name="Why">Why there are none.</param>
internal sealed record QuotaAnswer(QuotaState State, long Given, DateTimeOffset? Until, QuotaWhy Why);
