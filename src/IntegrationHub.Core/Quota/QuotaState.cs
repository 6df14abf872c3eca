namespace IntegrationHub.Core.Quota;

/// <summary>What the hosts know of an account's calls. Immutable; its rules are those of the ledger.</summary>
/// <param name="StartsAt">Of the day that is counted.</param>
/// <param name="EndsAt">Its end.</param>
/// <param name="Live">Calls of the day that hosts have taken.</param>
/// <param name="Behind">The same, by work that keeps behind.</param>
/// <param name="LiveBefore">Live calls of the day before.</param>
/// <param name="ToldLimit">The vendor's limit as it said it last.</param>
/// <param name="Others">Calls of the day that are not the hub's, as far as the vendor tells.</param>
/// <param name="NextAt">Short limit: when the calls taken so far would have been sent one by one.</param>
/// <param name="BlockedUntil">The vendor asked to wait.</param>
internal sealed record QuotaState(
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, long Live, long Behind, long LiveBefore, long? ToldLimit, long Others, DateTimeOffset NextAt, DateTimeOffset? BlockedUntil)
{
    /// <summary>Of the short limit, this share is sent evenly, and the rest may come at once: so no window of its length, wherever it begins, has more than the limit.</summary>
    private const double EvenShare = 0.95;

    /// <summary>While nothing is known of a day before, this share of the calls is kept for live work.</summary>
    private const double LiveShare = 0.2;

    private static readonly TimeSpan ShortestPace = TimeSpan.FromMinutes(30);

    internal static QuotaState New(QuotaLimits limits, DateTimeOffset now) =>
        limits.DayOf(now) is var (starts, ends) ? new(starts, ends, 0, 0, 0, null, 0, DateTimeOffset.UnixEpoch, null) : throw new InvalidOperationException();

    internal long Used => Live + Behind + Others;

    internal long? Limit(QuotaLimits limits) => (limits.PerDay, ToldLimit) switch
    {
        ({ } set, { } told) => Math.Min(set, told),
        var (set, told) => set ?? told,
    };

    /// <summary>Where the hub stops, to leave the rest to people.</summary>
    internal long? Stop(QuotaLimits limits) => Limit(limits) is { } limit ? limit - limit * limits.ReservePercent / 100 : null;

    /// <summary>As it is at an instant: a day that has passed is over.</summary>
    internal QuotaState At(DateTimeOffset now, QuotaLimits limits)
    {
        if (now < EndsAt)
            return this;
        var (starts, ends) = limits.DayOf(now);
        return this with { StartsAt = starts > EndsAt ? starts : EndsAt, EndsAt = ends, Live = 0, Behind = 0, Others = 0, LiveBefore = now - EndsAt < TimeSpan.FromDays(1) ? Live : 0 };
    }

    /// <summary>With what the vendor said in an answer.</summary>
    internal QuotaState With(ToldQuota told, DateTimeOffset now)
    {
        var known = told.BlockedUntil is { } until && !(BlockedUntil > until) ? this with { BlockedUntil = until } : this;
        if (told is not { DayLimit: { } limit, DayUsed: { } used })
            return known;
        return known with { ToldLimit = limit, Others = Math.Max(0, used - Live - Behind), EndsAt = told.DayEndsAt > now ? told.DayEndsAt.Value : EndsAt };
    }

    /// <summary>Gives up to so many calls, or says until when there are none.</summary>
    internal (QuotaState State, long Given, DateTimeOffset? Until, QuotaWhy Why) Take(QuotaLimits limits, long wanted, bool behindLive, DateTimeOffset now)
    {
        if (BlockedUntil > now)
            return (this, 0, BlockedUntil, QuotaWhy.Asked);
        var given = wanted;
        if (Stop(limits) is { } stop)
        {
            given = Math.Min(given, stop - Used);
            if (given <= 0)
                return (this, 0, EndsAt, QuotaWhy.Day);
            if (behindLive)
                given = Math.Min(given, stop - Used - LiveNeed(stop, now));
            if (given <= 0)
                return (this, 0, EndsAt - now < TimeSpan.FromHours(1) ? EndsAt : now.AddHours(1), QuotaWhy.Live);
        }

        var nextAt = NextAt;
        if (limits.PerWindow is { } most)
        {
            var step = limits.Window / (most * EvenShare);
            // hosts may hold calls for a sixtieth of the window, so what may come at once is less than the rest; live work always finds half of it
            var ahead = limits.Window * ((1 - EvenShare) / EvenShare) * (behindLive ? 0.25 : 0.5);
            nextAt = nextAt > now ? nextAt : now;
            var room = (long)((now + ahead - nextAt) / step) + (nextAt == now && ahead < step ? 1 : 0);
            if (room <= 0)
                return (this, 0, ahead < step ? nextAt : nextAt - ahead + step, QuotaWhy.Window);
            given = Math.Min(given, room);
            nextAt += step * given;
        }

        return ((behindLive ? this with { Behind = Behind + given } : this with { Live = Live + given }) with { NextAt = nextAt }, given, null, QuotaWhy.None);
    }

    /// <summary>With calls of this day that were taken and not used.</summary>
    internal QuotaState GiveBack(long unused, bool behindLive) =>
        behindLive ? this with { Behind = Math.Max(0, Behind - unused) } : this with { Live = Math.Max(0, Live - unused) };

    /// <summary>When the calls will be used up at the pace of the day so far; null: not before it ends, or nothing limits them.</summary>
    internal DateTimeOffset? ExhaustedAt(QuotaLimits limits, DateTimeOffset now)
    {
        if (Stop(limits) is not { } stop)
            return null;
        if (Used >= stop)
            return now;
        var elapsed = now - StartsAt < ShortestPace ? ShortestPace : now - StartsAt;
        var left = elapsed * ((double)(stop - Used) / Math.Max(1, Used));
        return left < EndsAt - now ? now + left : null;
    }

    /// <summary>What live work will probably need until the day ends: as much as the day before, or more if it has been busier so far.</summary>
    private long LiveNeed(long stop, DateTimeOffset now)
    {
        var left = (EndsAt - now) / (EndsAt - StartsAt);
        var elapsed = now - StartsAt < ShortestPace ? ShortestPace : now - StartsAt;
        var atPace = (long)(Live * ((EndsAt - now) / elapsed));
        var usual = LiveBefore > 0 ? Math.Max(0, LiveBefore - Live) : (long)(stop * LiveShare * left);
        return Math.Max(atPace, usual);
    }
}

/// <summary>Why there is no call to be had.</summary>
internal enum QuotaWhy
{
    None,

    /// <summary>The vendor asked to wait.</summary>
    Asked,

    /// <summary>The day's calls are used up, less the reserve.</summary>
    Day,

    /// <summary>What is left of the day is kept for live work.</summary>
    Live,

    /// <summary>The short limit.</summary>
    Window,
}
