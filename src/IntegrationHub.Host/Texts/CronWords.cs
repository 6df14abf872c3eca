using System.Globalization;

namespace IntegrationHub.Host.Texts;

/// <summary>A job's schedule in words. What has no simple words is shown as the cron expression itself.</summary>
internal static class CronWords
{
    /// <summary>The words for six fields, seconds first; null: only by hand.</summary>
    internal static string Of(string? cron, Reader reader)
    {
        var texts = reader.Texts.Console;
        if (cron is null)
            return texts.ByHandOnly;
        return cron.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var seconds, "*", "*", .. var days] when IsEveryDay(days) && Step(seconds) is { } step => texts.EverySeconds(step),
            [_, var minutes, "*", .. var days] when IsEveryDay(days) && Step(minutes) is { } step => texts.EveryMinutes(step),
            [_, var minute, var hours, .. var days] when IsEveryDay(days) && IsNumber(minute) && Step(hours) is { } step => texts.EveryHours(step),
            [_, var minute, var hour, .. var days] when IsEveryDay(days) && Clock(hour, minute) is { } time => texts.DailyAt(time),
            [_, var minute, var hour, "?" or "*", "*", var weekdays] when Clock(hour, minute) is { } time && Weekdays(weekdays, reader) is { } names => texts.WeeklyAt(names, time),
            [_, var minute, var hour, var day, "*", "?"] when Clock(hour, minute) is { } time && IsNumber(day) => texts.MonthlyAt(day, time),
            _ => cron,
        };
    }

    private static bool IsEveryDay(string[] days) => days is ["*", "*", "?"] or ["?", "*", "*"] or ["*", "*", "*"];

    private static int? Step(string field) => field switch
    {
        "*" => 1,
        ['*' or '0', '/', .. var step] when int.TryParse(step, CultureInfo.InvariantCulture, out var count) && count > 0 => count,
        _ => null,
    };

    private static bool IsNumber(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string? Clock(string hour, string minute) => IsNumber(hour) && IsNumber(minute) ? $"{hour.PadLeft(2, '0')}:{minute.PadLeft(2, '0')}" : null;

    private static string? Weekdays(string field, Reader reader)
    {
        var separator = field.Contains('-', StringComparison.Ordinal) ? '-' : ',';
        var names = field.Split(separator).Select(day => Weekday(day, reader)).ToList();
        if (names.Contains(null))
            return null;
        var between = (separator, reader.Language) switch { ('-', Language.Japanese) => "～", ('-', _) => "–", (_, Language.Japanese) => "・", _ => ", " };
        return string.Join(between, names);
    }

    // 1 is Sunday, as Quartz counts.
    private static string? Weekday(string day, Reader reader)
    {
        string[] english = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
        var at = IsNumber(day) ? int.Parse(day, CultureInfo.InvariantCulture) - 1 : Array.IndexOf(english, day.ToUpperInvariant());
        return at is >= 0 and < 7 ? reader.Culture.DateTimeFormat.GetAbbreviatedDayName((DayOfWeek)at) : null;
    }
}
