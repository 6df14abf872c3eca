using System.Text.Json;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>What deliveries would do, as last asked for, by target. Safe from several threads and hosts.</summary>
public sealed class TargetPlans(NpgsqlDataSource database)
{
    private static readonly JsonSerializerOptions Style = new(JsonSerializerDefaults.Web);

    /// <summary>Asks for one; what was found before stays until the new one is there.</summary>
    public Task AskAsync<TWish>(string target, TWish wish, string who, CancellationToken cancellationToken) => ExecuteAsync("""
        insert into hub.target_plan (target, state, wish, asked_by, asked_at) values ($1, 'asked', $2::jsonb, $3, now())
        on conflict (target) do update set state = 'asked', wish = excluded.wish, asked_by = excluded.asked_by, asked_at = now(), done = 0, expected = 0, changed_at = now(), error = null
        """, [target, JsonSerializer.Serialize(wish, Style), who], cancellationToken);

    /// <summary>How the one of a target stands; null: nobody ever asked.</summary>
    public async Task<AskedPlan<TWish, TPlan>?> FindAsync<TWish, TPlan>(string target, CancellationToken cancellationToken) where TPlan : class
    {
        await using var command = database.Command("select state, wish::text, asked_by, asked_at, done, expected, plan::text, error, changed_at from hub.target_plan where target = $1", target);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return new AskedPlan<TWish, TPlan>(
            reader.GetString(0), JsonSerializer.Deserialize<TWish>(reader.GetString(1), Style)!, reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt64(4), reader.GetInt64(5),
            reader.IsDBNull(6) ? null : JsonSerializer.Deserialize<TPlan>(reader.GetString(6), Style), reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetFieldValue<DateTimeOffset>(8));
    }

    /// <summary>Notes how far it is.</summary>
    public Task TellAsync(string target, long done, long expected, CancellationToken cancellationToken) =>
        ExecuteAsync("update hub.target_plan set state = 'running', done = $2, expected = $3, changed_at = now() where target = $1", [target, done, expected], cancellationToken);

    /// <summary>Keeps what was found.</summary>
    public Task FinishAsync<TPlan>(string target, TPlan plan, CancellationToken cancellationToken) =>
        ExecuteAsync("update hub.target_plan set state = 'finished', plan = $2::jsonb, error = null, changed_at = now() where target = $1", [target, JsonSerializer.Serialize(plan, Style)], cancellationToken);

    /// <summary>Notes why there is none.</summary>
    public Task FailAsync(string target, string why, CancellationToken cancellationToken) =>
        ExecuteAsync("update hub.target_plan set state = 'failed', error = $2, changed_at = now() where target = $1", [target, why], cancellationToken);

    private async Task ExecuteAsync(string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = database.Command(sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>A plan that was asked for.</summary>
/// <param name="State">asked, running, finished, failed.</param>
/// <param name="Wish">What was asked for.</param>
/// <param name="AskedBy">By whom.</param>
/// <param name="AskedAt">When.</param>
/// <param name="Done">Records looked at.</param>
/// <param name="Expected">Of so many.</param>
/// <param name="Plan">The last one that was finished; null: none yet.</param>
/// <param name="Error">Why the newest one failed.</param>
/// <param name="ChangedAt">When anything was last heard of it.</param>
public sealed record AskedPlan<TWish, TPlan>(string State, TWish Wish, string AskedBy, DateTimeOffset AskedAt, long Done, long Expected, TPlan? Plan, string? Error, DateTimeOffset ChangedAt) where TPlan : class
{
    /// <summary>It is still to come.</summary>
    public bool IsOpen => State is "asked" or "running";
}
