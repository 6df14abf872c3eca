namespace IntegrationHub.Core.Quota;

/// <summary>An account's limits as the settings have them; where several connections share it, the strictest of each.</summary>
internal sealed record QuotaLimits
{
    public required string Account { get; init; }
    public required long? PerDay { get; init; }
    public required TimeZoneInfo Zone { get; init; }
    public required int? PerWindow { get; init; }
    public required TimeSpan Window { get; init; }
    public required int ReservePercent { get; init; }

    internal static QuotaLimits Of(string account, IReadOnlyCollection<QuotaOptions> options)
    {
        var strictest = options.Where(one => one.PerWindow > 0).OrderBy(one => (double)one.PerWindow / one.WindowSeconds).FirstOrDefault();
        return new QuotaLimits
        {
            Account = account,
            PerDay = options.Where(one => one.PerDay > 0).Select(one => (long?)one.PerDay).Min(),
            Zone = TimeZoneInfo.TryFindSystemTimeZoneById(options.FirstOrDefault(one => one.PerDay > 0)?.TimeZone ?? options.First().TimeZone, out var zone) ? zone : TimeZoneInfo.Utc,
            PerWindow = strictest?.PerWindow,
            Window = TimeSpan.FromSeconds(strictest?.WindowSeconds ?? 60),
            ReservePercent = options.Max(one => one.ReservePercent),
        };
    }

    /// <summary>The vendor's day that an instant is in.</summary>
    internal (DateTimeOffset Starts, DateTimeOffset Ends) DayOf(DateTimeOffset now)
    {
        var date = TimeZoneInfo.ConvertTime(now, Zone).Date;
        return (Midnight(date), Midnight(date.AddDays(1)));
    }

    private DateTimeOffset Midnight(DateTime date)
    {
        while (Zone.IsInvalidTime(date))
            date = date.AddMinutes(30);   // clocks are put on at midnight in some zones
        return new DateTimeOffset(date, Zone.GetUtcOffset(date)).ToUniversalTime();
    }
}
