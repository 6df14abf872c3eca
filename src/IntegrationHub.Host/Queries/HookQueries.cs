using Dapper;
using IntegrationHub.Host.Hooks;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Reads what came to the hooks. Safe from several threads.</summary>
internal sealed class HookQueries(NpgsqlDataSource database, HookList hooks)
{
    private const int CallsShown = 20;

    /// <summary>Every hook with its last calls, and what was refused within a day.</summary>
    internal async Task<IReadOnlyList<HookRow>> ListAsync(CancellationToken cancellationToken)
    {
        if (hooks.All.Count == 0)
            return [];
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var names = hooks.All.Select(hook => hook.Key.ToString()).ToArray();
        var calls = (await connection.QueryAsync<HookCallRow>(new CommandDefinition("""
            select c.hook as Hook, c.at as At, c.outcome as Outcome, c.records as Records, c.stale as Stale from unnest(@names) as n(hook)
            cross join lateral (select * from hub.hook_call c where c.hook = n.hook order by call_no desc limit @CallsShown) c
            order by c.hook, c.call_no desc
            """, new { names, CallsShown }, cancellationToken: cancellationToken))).ToLookup(call => call.Hook);
        var refusals = (await connection.QueryAsync<HookRefusalRow>(new CommandDefinition("""
            select hook as Hook, reason as Reason, sum(times)::bigint as Times, max(last_at) as LastAt from hub.hook_refusal
            where hook = any(@names) and hour > now() - interval '25 hours' group by hook, reason order by max(last_at) desc
            """, new { names }, cancellationToken: cancellationToken))).ToLookup(refusal => refusal.Hook);
        var unread = (await connection.QueryAsync<(string Hook, long Records)>(new CommandDefinition(
            "select sync, count(*) from hub.received where sync = any(@names) group by sync", new { names }, cancellationToken: cancellationToken))).ToDictionary(row => row.Hook, row => row.Records);
        return [.. hooks.All.Select(hook => new HookRow(hook, [.. calls[hook.Key.ToString()]], [.. refusals[hook.Key.ToString()]], unread.GetValueOrDefault(hook.Key.ToString())))];
    }
}

/// <summary>A hook with what came to it.</summary>
/// <param name="Hook">The hook.</param>
/// <param name="Calls">Its last calls, newest first.</param>
/// <param name="Refusals">What was refused within a day, by reason.</param>
/// <param name="Unread">Records that are received and that no sync has stored yet.</param>
internal sealed record HookRow(Hook Hook, IReadOnlyList<HookCallRow> Calls, IReadOnlyList<HookRefusalRow> Refusals, long Unread)
{
    /// <summary>Calls are refused for their signature, and none was taken since: probably the secrets differ.</summary>
    internal bool HasWrongSecret => Refusals.Any(refusal => refusal.Reason == "signature" && (Calls.Count == 0 || refusal.LastAt > Calls[0].At));
}

/// <summary>A call that was taken.</summary>
internal sealed record HookCallRow
{
    public required string Hook { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Outcome { get; init; }
    public required int Records { get; init; }
    public required int Stale { get; init; }
}

/// <summary>Calls that were refused for one reason.</summary>
internal sealed record HookRefusalRow
{
    public required string Hook { get; init; }
    public required string Reason { get; init; }
    public required long Times { get; init; }
    public required DateTimeOffset LastAt { get; init; }
}
