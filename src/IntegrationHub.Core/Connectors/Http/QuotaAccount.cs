using System.Globalization;
using IntegrationHub.Core.Quota;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Connectors.Http;

/// <summary>
/// An account's calls as this process uses them: a few at a time are taken from the ledger, so that most calls cost nothing. What is not used for a while goes back.
/// Safe from several threads.
/// </summary>
internal sealed class QuotaAccount : IAsyncDisposable
{
    /// <summary>Calls are waited for so long; beyond that the work ends and comes again later.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    /// <summary>Under a short limit calls must be used within this part of its window: kept for later, they would come together with later ones.</summary>
    private const int SoonPart = 60;

    private const int MostAtOnce = 100;

    private readonly QuotaLimits _limits;
    private readonly QuotaLedger _ledger;
    private readonly TimeProvider _time;
    private readonly ITimer _idle;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Some[] _taken = [default, default];   // live, behind
    private ToldQuota? _told;
    private QuotaState? _state;
    private bool _isFree;
    private DateTimeOffset _usedAt;

    internal QuotaAccount(QuotaLimits limits, QuotaLedger ledger, TimeProvider time)
    {
        (_limits, _ledger, _time) = (limits, ledger, time);
        _idle = time.CreateTimer(_ => _ = GiveBackAsync(onlyWhenIdle: true), null, Idle, Idle);
    }

    /// <summary>Takes one call, waiting a little when there is none.</summary>
    /// <exception cref="TransientException">There is none for longer; it says until when.</exception>
    internal async Task TakeAsync(CancellationToken cancellationToken)
    {
        var behindLive = CallOrder.IsBehindLive;
        while (true)
        {
            var (until, why) = await TryTakeAsync(behindLive, cancellationToken);
            if (until is null)
                return;
            var wait = until.Value - _time.GetUtcNow();
            if (wait > LongestWait || why is QuotaWhy.Day or QuotaWhy.Live)
                throw new TransientException(Sentence(why, until.Value), wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, _time, cancellationToken);
        }
    }

    /// <summary>Notes what an answer says; the ledger hears of it with the next question.</summary>
    internal void Hear(HttpResponseMessage answer, QuotaHeaderOptions named)
    {
        if (ToldQuota.Read(answer, named, _time.GetUtcNow()) is not { } told)
            return;
        lock (_taken)
        {
            _told = told.DayLimit is null ? (_told ?? told) with { BlockedUntil = told.BlockedUntil } : told with { BlockedUntil = told.BlockedUntil ?? _told?.BlockedUntil };
            _isFree = false;
            // at the limit, or asked to wait: what we hold is worth nothing until the ledger has heard of it
            if (told.BlockedUntil is not null || told is { DayLimit: { } limit, DayUsed: { } used } && used >= limit - limit * _limits.ReservePercent / 100)
                for (var order = 0; order < 2; order++)
                    _taken[order] = _taken[order] with { Until = DateTimeOffset.MinValue };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _idle.DisposeAsync();
        await GiveBackAsync(onlyWhenIdle: false);
    }

    private async Task<(DateTimeOffset? Until, QuotaWhy Why)> TryTakeAsync(bool behindLive, CancellationToken cancellationToken)
    {
        var order = behindLive ? 1 : 0;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = _time.GetUtcNow();
            _usedAt = now;
            ToldQuota? told;
            Some held;
            lock (_taken)
            {
                if (_isFree)
                    return (null, QuotaWhy.None);
                if (_taken[order] is { Calls: > 0 } some && now < some.Until)
                {
                    _taken[order] = some with { Calls = some.Calls - 1 };
                    return (null, QuotaWhy.None);
                }

                (told, held) = (_told, _taken[order]);
                (_told, _taken[order]) = (null, default);
            }

            QuotaAnswer? answer;
            try
            {
                answer = await _ledger.AskAsync(_limits, new(AtOnce(now), behindLive, held.Calls > 0 ? [(held.Calls, behindLive, held.Day)] : [], told), now, cancellationToken);
            }
            catch
            {
                lock (_taken)
                    (_told, _taken[order]) = (_told ?? told, held with { Until = DateTimeOffset.MinValue });   // not heard: said again next time
                throw;
            }

            lock (_taken)
            {
                _state = answer?.State;
                _isFree = answer is null && _told is null;
                if (answer is { Given: > 0 })
                {
                    var soon = _limits.PerWindow is null ? answer.State.EndsAt : now + _limits.Window / SoonPart;
                    _taken[order] = new Some(answer.Given - 1, soon < answer.State.EndsAt ? soon : answer.State.EndsAt, answer.State.StartsAt);
                }
            }

            if (answer is not null)
                Telemetry.Quota(_limits.Account, answer.State.Used, answer.State.Limit(_limits));
            return answer is null or { Given: > 0 } ? (null, QuotaWhy.None) : (answer.Until ?? now, answer.Why);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A hundredth of a limit, and less towards its end, so that no host sits on what another needs.</summary>
    private long AtOnce(DateTimeOffset now)
    {
        var most = (long)MostAtOnce;
        if (_limits.PerWindow is { } window)
            most = Math.Min(most, window / 100);
        if ((_state?.Limit(_limits) ?? _limits.PerDay) is { } day)
            most = Math.Min(most, day / 100);
        if (_state is { } state && now < state.EndsAt && state.Stop(_limits) is { } stop)
            most = Math.Min(most, (stop - state.Used) / 10);
        return Math.Max(1, most);
    }

    private async Task GiveBackAsync(bool onlyWhenIdle)
    {
        await _gate.WaitAsync();
        try
        {
            var now = _time.GetUtcNow();
            if (onlyWhenIdle && now - _usedAt < Idle)
                return;
            List<(long, bool, DateTimeOffset)> unused = [];
            ToldQuota? told;
            lock (_taken)
            {
                told = _told;
                for (var order = 0; order < 2; order++)
                    if (_taken[order].Calls > 0)
                        unused.Add((_taken[order].Calls, order == 1, _taken[order].Day));
                if (unused.Count == 0 && told is null)
                    return;
                (_told, _taken[0], _taken[1]) = (null, default, default);
            }

            await _ledger.AskAsync(_limits, new(0, false, unused, told), now, CancellationToken.None);
        }
        catch (Npgsql.NpgsqlException)
        {
            // the database is going, too: a few calls stay noted as used until the day ends
        }
        finally
        {
            _gate.Release();
        }
    }

    private string Sentence(QuotaWhy why, DateTimeOffset until)
    {
        var (used, limit) = (_state?.Used ?? 0, _state?.Limit(_limits) ?? 0);
        var count = string.Create(CultureInfo.InvariantCulture, $"{used:N0} of {limit:N0} calls");
        return why switch
        {
            QuotaWhy.Day => $"The account '{_limits.Account}' has used {count} of its day, and {_limits.ReservePercent} % are left to people. The next ones come at {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.",
            QuotaWhy.Live => $"The account '{_limits.Account}' has used {count} of its day, and what is left is kept for live work. Work that can wait goes on at {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC at the earliest.",
            QuotaWhy.Asked => $"The other side asked the account '{_limits.Account}' to wait until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.",
            _ => $"The account '{_limits.Account}' has no calls until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.",
        };
    }

    private readonly record struct Some(long Calls, DateTimeOffset Until, DateTimeOffset Day);
}
