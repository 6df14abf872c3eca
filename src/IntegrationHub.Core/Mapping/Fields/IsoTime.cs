namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>Dates and instants as ISO 8601 writes them, from UTF-8 bytes.</summary>
internal static class IsoTime
{
    public const string NotADate = "not a date (expected yyyy-MM-dd)";
    public const string NotAnInstant = "not a point in time (expected yyyy-MM-ddTHH:mm:ss with Z or an offset)";
    public const string NotAWholeDay = "a point in time within a day, where a date was expected";

    /// <summary><c>yyyy-MM-dd</c>, also with a time of midnight behind it.</summary>
    public static string? TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        if (!TryDay(ref text, out date))
            return NotADate;
        if (text.IsEmpty)
            return null;
        if (!TryTime(ref text, out var time) || !(text.IsEmpty || text.SequenceEqual("Z"u8)))
            return NotADate;
        return time == 0 ? null : NotAWholeDay;
    }

    /// <summary>Date and time of day; the offset too, when there is one. Digits beyond 100 ns are dropped.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime clock, out TimeSpan? offset)
    {
        clock = default;
        offset = null;
        if (!TryDay(ref text, out var date) || !TryTime(ref text, out var time))
            return false;
        clock = new DateTime(date.DayNumber * TimeSpan.TicksPerDay + time);
        if (text.IsEmpty)
            return true;
        if (text.SequenceEqual("Z"u8))
        {
            offset = TimeSpan.Zero;
            return true;
        }

        if (text[0] is not ((byte)'+' or (byte)'-'))
            return false;
        var negative = text[0] == '-';
        text = text[1..];
        if (!TryDigits(ref text, 2, out var hours) || !(text.IsEmpty || text[0] != ':' || Advance(ref text)))
            return false;
        var minutes = 0;
        if (!text.IsEmpty && (!TryDigits(ref text, 2, out minutes) || !text.IsEmpty))
            return false;
        if (hours > 14 || minutes > 59)
            return false;
        var distance = new TimeSpan(hours, minutes, 0);
        offset = negative ? -distance : distance;
        return true;
    }

    /// <summary>An instant in UTC; null when it lies outside the calendar.</summary>
    public static DateTime? ToUtc(DateTime clock, TimeSpan offset)
    {
        var ticks = clock.Ticks - offset.Ticks;
        return ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }

    private static bool TryDay(ref ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (!TryDigits(ref text, 4, out var year) || !Take(ref text, '-')
            || !TryDigits(ref text, 2, out var month) || !Take(ref text, '-')
            || !TryDigits(ref text, 2, out var day))
            return false;
        return TryDay(year, month, day, out date);
    }

    public static bool TryDay(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    private static bool TryTime(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty || text[0] is not ((byte)'T' or (byte)' ' or (byte)'t'))
            return false;
        text = text[1..];
        var second = 0;
        if (!TryDigits(ref text, 2, out var hour) || !Take(ref text, ':') || !TryDigits(ref text, 2, out var minute))
            return false;
        if (!text.IsEmpty && text[0] == ':' && (!Advance(ref text) || !TryDigits(ref text, 2, out second)))
            return false;
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        ticks = (((hour * 60L) + minute) * 60 + second) * TimeSpan.TicksPerSecond;
        if (text.IsEmpty || text[0] != '.')
            return true;
        text = text[1..];
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? text.Length : digits;
        var weight = TimeSpan.TicksPerSecond;
        for (var i = 0; i < Math.Min(digits, 7); i++)
            ticks += (text[i] - '0') * (weight /= 10);
        text = text[digits..];
        return digits > 0;
    }

    public static bool TryDigits(ref ReadOnlySpan<byte> text, int count, out int number)
    {
        number = 0;
        if (text.Length < count)
            return false;
        for (var i = 0; i < count; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit > 9)
                return false;
            number = (number * 10) + (int)digit;
        }

        text = text[count..];
        return true;
    }

    private static bool Take(ref ReadOnlySpan<byte> text, char expected) => !text.IsEmpty && text[0] == expected && Advance(ref text);

    private static bool Advance(ref ReadOnlySpan<byte> text)
    {
        text = text[1..];
        return true;
    }
}
