using System.Globalization;
using System.Text.RegularExpressions;

namespace IntegrationHub.Core.Quota;

/// <summary>What an answer says about the account's calls.</summary>
/// <param name="DayLimit">Calls a day; null when it does not say.</param>
/// <param name="DayUsed">Of these, used by whomever.</param>
/// <param name="DayEndsAt">When the count begins anew, when it says so.</param>
/// <param name="BlockedUntil">Nothing should be sent before.</param>
internal sealed partial record ToldQuota(long? DayLimit, long? DayUsed, DateTimeOffset? DayEndsAt, DateTimeOffset? BlockedUntil)
{
    /// <summary>A limit that begins anew later than this is a day's; sooner: a short one.</summary>
    private static readonly TimeSpan LongestShort = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestDay = TimeSpan.FromHours(25);

    /// <summary>Reads what vendors are known to send; null when there is nothing of it.</summary>
    internal static ToldQuota? Read(HttpResponseMessage answer, QuotaHeaderOptions named, DateTimeOffset now)
    {
        var blocked = (int)answer.StatusCode == 429 ? answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => now + delta,
            { Date: { } date } => date,
            _ => null,
        } : (DateTimeOffset?)null;
        var day = Day(answer, named);
        if (Generic(answer, now) is { } generic)
        {
            var (limit, remaining, resetsAt) = generic;
            if (resetsAt is { } ends && ends - now > LongestShort)
                day ??= limit is { } most ? (most, Math.Max(0, most - remaining), ends - now <= LongestDay ? ends : null) : null;
            else if (remaining <= 0 && resetsAt > now)
                blocked = blocked > resetsAt ? blocked : resetsAt;
        }

        return day is null && blocked is null ? null : new ToldQuota(day?.Limit, day?.Used, day?.EndsAt, blocked);
    }

    private static (long Limit, long Used, DateTimeOffset? EndsAt)? Day(HttpResponseMessage answer, QuotaHeaderOptions named)
    {
        if (named is { DayLimit: { } limitName, DayRemaining: { } remainingName } && Number(answer, limitName) is { } limit && Number(answer, remainingName) is { } remaining)
            return (limit, Math.Max(0, limit - remaining), null);
        // Salesforce, REST API Developer Guide, "Limit Info Header": Sforce-Limit-Info: api-usage=25/5000
        if (Text(answer, "Sforce-Limit-Info") is { } info && ApiUsage().Match(info) is { Success: true } usage)
            return (long.Parse(usage.Groups[2].Value, CultureInfo.InvariantCulture), long.Parse(usage.Groups[1].Value, CultureInfo.InvariantCulture), null);
        // HubSpot, "API usage guidelines and limits": X-HubSpot-RateLimit-Daily, …-Daily-Remaining
        if (Number(answer, "X-HubSpot-RateLimit-Daily") is { } daily && Number(answer, "X-HubSpot-RateLimit-Daily-Remaining") is { } left)
            return (daily, Math.Max(0, daily - left), null);
        return null;
    }

    /// <summary>
    /// <c>RateLimit: "default";r=50;t=30</c> and <c>RateLimit: limit=100, remaining=50, reset=30</c> (IETF draft-ietf-httpapi-ratelimit-headers, late and early), <c>RateLimit-*</c>, and
    /// <c>X-RateLimit-*</c>, whose reset is seconds or a point of time, as the vendor likes.
    /// </summary>
    private static (long? Limit, long Remaining, DateTimeOffset? ResetsAt)? Generic(HttpResponseMessage answer, DateTimeOffset now)
    {
        if (Text(answer, "RateLimit") is { } structured && (Part(structured, "r") ?? Part(structured, "remaining")) is { } rest)
            return (Part(structured, "limit") ?? Part(Text(answer, "RateLimit-Policy") ?? "", "q"), rest, At(Part(structured, "t") ?? Part(structured, "reset"), now));
        foreach (var prefix in (string[])["RateLimit-", "X-RateLimit-", "X-Rate-Limit-"])
            if (Number(answer, prefix + "Remaining") is { } remaining)
                return (Number(answer, prefix + "Limit"), remaining, At(Number(answer, prefix + "Reset"), now));
        return null;
    }

    private static DateTimeOffset? At(long? reset, DateTimeOffset now) => reset switch
    {
        null or < 0 => null,
        < 1_000_000_000 => now.AddSeconds(reset.Value),
        < 100_000_000_000 => DateTimeOffset.FromUnixTimeSeconds(reset.Value),
        < 100_000_000_000_000 => DateTimeOffset.FromUnixTimeMilliseconds(reset.Value),
        _ => null,
    };

    private static long? Part(string header, string name) =>
        Regex.Match(header, $@"(?:^|[;,\s]){name}\s*=\s*(\d{{1,12}})", RegexOptions.IgnoreCase) is { Success: true } found ? long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    private static long? Number(HttpResponseMessage answer, string name) =>
        Text(answer, name)?.Split(',', ';')[0].Trim() is { } text && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e15m ? (long)number : null;

    private static string? Text(HttpResponseMessage answer, string name) => answer.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    [GeneratedRegex(@"api-usage=(\d{1,12})/(\d{1,12})")]
    private static partial Regex ApiUsage();
}
