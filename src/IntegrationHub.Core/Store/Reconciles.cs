using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>The reconciles that were asked for, and what each found. Safe from several threads.</summary>
public sealed class Reconciles(NpgsqlDataSource database)
{
    /// <summary>So many of each sync are kept.</summary>
    private const int Kept = 50;

    private const string Columns = "p.reconcile_no, p.sync, p.state, p.stage, p.repair, p.ask_targets, p.asked_by, p.asked_at, p.changed_at, p.agrees, p.found, p.error";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Asks for one; one of this sync that waits already is as good, if it does as much.</summary>
    public async Task<Reconcile> AskAsync(SyncKey sync, bool repair, bool askTargets, string who, CancellationToken cancellationToken)
    {
        if ((await ListAsync($"select {Columns} from hub.reconcile p where sync = $1 and state = 'asked' and (repair or not $2) and (ask_targets or not $3) limit 1", [sync.ToString(), repair, askTargets], cancellationToken)) is [var waiting])
            return waiting;
        return (await ListAsync($"insert into hub.reconcile as p (sync, repair, ask_targets, asked_by) values ($1, $2, $3, $4) returning {Columns}", [sync.ToString(), repair, askTargets, who], cancellationToken)).Single();
    }

    public async Task<Reconcile?> FindAsync(long reconcileNo, CancellationToken cancellationToken) =>
        (await ListAsync($"select {Columns} from hub.reconcile p where reconcile_no = $1", [reconcileNo], cancellationToken)).SingleOrDefault();

    /// <summary>Whether one of this sync was ever asked for.</summary>
    public async Task<bool> IsKnownAsync(SyncKey sync, CancellationToken cancellationToken)
    {
        await using var command = database.Command("select exists (select from hub.reconcile where sync = $1)", sync.ToString());
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Takes the oldest of a connection that waits, or that was left by a host that died; null: there is none.</summary>
    public async Task<Reconcile?> TakeAsync(string connection, CancellationToken cancellationToken) => (await ListAsync($"""
        update hub.reconcile p set state = 'running', stage = null, started_at = now(), changed_at = now()
        where reconcile_no = (
          select reconcile_no from hub.reconcile where starts_with(sync, $1 || '/') and (state = 'asked' or state = 'running' and changed_at < now() - interval '2 minutes')
          order by reconcile_no limit 1 for update skip locked)
        returning {Columns}
        """, [connection], cancellationToken)).SingleOrDefault();

    /// <summary>Notes what a running one is at.</summary>
    public async Task AtAsync(Reconcile reconcile, string stage, CancellationToken cancellationToken)
    {
        await using var command = database.Command("update hub.reconcile set stage = $2, changed_at = now() where reconcile_no = $1 and state = 'running'", reconcile.ReconcileNo, stage);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Says that it still goes on.</summary>
    public async Task BeatAsync(Reconcile reconcile, CancellationToken cancellationToken)
    {
        await using var command = database.Command("update hub.reconcile set changed_at = now() where reconcile_no = $1 and state = 'running'", reconcile.ReconcileNo);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Notes what was found, also of one that nobody asked the worker for (<paramref name="reconcileNo"/> null). Older ones of the sync are forgotten.</summary>
    public Task FinishAsync(long? reconcileNo, SyncKey sync, bool? agrees, ReconcileFigures found, string who, CancellationToken cancellationToken) =>
        EndAsync(reconcileNo, sync, ReconcileState.Finished, agrees, JsonSerializer.Serialize(found, Json), null, who, cancellationToken);

    /// <summary>Notes that it came to nothing, and why.</summary>
    public Task FailAsync(long? reconcileNo, SyncKey sync, string error, string who, CancellationToken cancellationToken) =>
        EndAsync(reconcileNo, sync, ReconcileState.Failed, null, null, error, who, cancellationToken);

    /// <summary>The newest finished one of each sync that has one.</summary>
    public async Task<IReadOnlyDictionary<string, Reconcile>> LastAsync(CancellationToken cancellationToken) => (await ListAsync(
        $"select distinct on (sync) {Columns} from hub.reconcile p where state = 'finished' order by sync, reconcile_no desc", [], cancellationToken)).ToDictionary(one => one.Sync.ToString(), StringComparer.Ordinal);

    /// <summary>The newest one of each sync, whatever its state.</summary>
    public async Task<IReadOnlyDictionary<string, Reconcile>> NewestAsync(CancellationToken cancellationToken) => (await ListAsync(
        $"select distinct on (sync) {Columns} from hub.reconcile p order by sync, reconcile_no desc", [], cancellationToken)).ToDictionary(one => one.Sync.ToString(), StringComparer.Ordinal);

    /// <summary>Those that wait or run, oldest first.</summary>
    public Task<IReadOnlyList<Reconcile>> OpenAsync(CancellationToken cancellationToken) =>
        ListAsync($"select {Columns} from hub.reconcile p where state in ('asked', 'running') order by reconcile_no", [], cancellationToken);

    private async Task EndAsync(long? reconcileNo, SyncKey sync, string state, bool? agrees, string? found, string? error, string who, CancellationToken cancellationToken)
    {
        await using var end = reconcileNo is { } number
            ? database.Command("update hub.reconcile set state = $2, agrees = $3, found = $4::jsonb, error = $5, stage = null, changed_at = now() where reconcile_no = $1", number, state, agrees, found, error)
            : database.Command("insert into hub.reconcile (sync, state, agrees, found, error, repair, ask_targets, asked_by, started_at) values ($1, $2, $3, $4::jsonb, $5, false, true, $6, now())", sync.ToString(), state, agrees, found, error, who);
        await end.ExecuteNonQueryAsync(cancellationToken);
        await using var forget = database.Command("""
            delete from hub.reconcile where sync = $1 and state in ('finished', 'failed')
              and reconcile_no not in (select reconcile_no from hub.reconcile where sync = $1 order by reconcile_no desc limit $2)
              and reconcile_no <> coalesce((select max(reconcile_no) from hub.reconcile where sync = $1 and state = 'finished'), 0)
            """, sync.ToString(), Kept);
        await forget.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<Reconcile>> ListAsync(string sql, object?[] values, CancellationToken cancellationToken)
    {
        var found = new List<Reconcile>();
        await using var command = database.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new Reconcile(
                reader.GetInt64(0), SyncKey.Parse(reader.GetString(1)), reader.GetString(2), Text(3), reader.GetBoolean(4), reader.GetBoolean(5), reader.GetString(6),
                reader.GetFieldValue<DateTimeOffset>(7), reader.GetFieldValue<DateTimeOffset>(8), reader.IsDBNull(9) ? null : reader.GetBoolean(9),
                Text(10) is { } json ? JsonSerializer.Deserialize<ReconcileFigures>(json, Json) : null, Text(11)));
        return found;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
