using System.Globalization;
using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Host.Texts;

/// <summary>
/// The one who reads a page: their language, and how dates, times, numbers and money look to them. Made per request by
/// <see cref="ReaderOf"/>. Immutable.
/// </summary>
public sealed class Reader(Language language, CultureInfo culture, TimeZoneInfo zone, DateTimeOffset now)
{
    private const string NoBreak = "\u00a0";

    public Language Language { get; } = language;

    /// <summary>Every text in the reader's language.</summary>
    public PageTexts Texts { get; } = PageTexts.In(language);

    public CultureInfo Culture { get; } = culture;

    /// <summary>When the page is made (UTC).</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>The business date where the reader is.</summary>
    public DateOnly Today { get; } = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);

    private bool Japanese => Language == Language.Japanese;

    public string Date(DateOnly day) => day.ToString(Japanese ? "yyyy'年'M'月'd'日'" : MonthFirst ? "MMM d, yyyy" : "d MMM yyyy", Culture);

    public string Month(DateOnly month) => month.ToString(Japanese ? "yyyy'年'M'月'" : "MMM yyyy", Culture);

    /// <summary>The month alone, for an axis; with the year when it begins one.</summary>
    public string ShortMonth(DateOnly month) => Japanese
        ? month.ToString(month.Month == 1 ? "yy'年'M'月'" : "M'月'", Culture)
        : month.ToString(month.Month == 1 ? "MMM yy" : "MMM", Culture);

    /// <summary>An instant on the reader's clock; the zone is named while the reader's is not known.</summary>
    public string Time(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var clock = local.ToString("HH:mm", Culture);
        return $"{Date(DateOnly.FromDateTime(local.DateTime))}{(Japanese ? "" : ",")} {clock}{(zone == TimeZoneInfo.Utc ? " UTC" : "")}";
    }

    /// <summary>How long ago, or in how long, roughly: "3 minutes ago", "3分前".</summary>
    public string Ago(DateTimeOffset at)
    {
        var gone = Now - at;
        var distance = gone.Duration();
        return distance < TimeSpan.FromSeconds(5) ? Texts.Shared.JustNow : gone > TimeSpan.Zero ? Texts.Shared.Ago(Roughly(distance)) : Texts.Shared.InTime(Roughly(distance));
    }

    /// <summary>A span in its largest unit.</summary>
    public string Roughly(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => Texts.Shared.Seconds((int)span.TotalSeconds),
        { TotalMinutes: < 60 } => Texts.Shared.Minutes((int)span.TotalMinutes),
        { TotalHours: < 48 } => Texts.Shared.Hours((int)span.TotalHours),
        _ => Texts.Shared.Days((int)span.TotalDays),
    };

    /// <summary>A measured duration: "640 ms", "12.3 s", "4 min 05 s".</summary>
    public string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => Number((long)span.TotalMilliseconds) + NoBreak + "ms",
        { TotalSeconds: < 60 } => span.TotalSeconds.ToString("0.0", Culture) + NoBreak + "s",
        { TotalHours: < 1 } => string.Create(Culture, $"{(int)span.TotalMinutes} min {span.Seconds:00} s").Replace(" ", NoBreak, StringComparison.Ordinal),
        _ => string.Create(Culture, $"{(int)span.TotalHours} h {span.Minutes:00} min").Replace(" ", NoBreak, StringComparison.Ordinal),
    };

    public string Number(long number) => number.ToString("N0", Culture);

    /// <summary>As many decimals as there are, at most four.</summary>
    public string Number(decimal number) => number.ToString("#,0.####", Culture);

    public string Percent(double share) => share.ToString("P0", Culture);

    public string Quantity(Quantity quantity) => Number(quantity.Value) + NoBreak + quantity.Unit;

    public string Bytes(long bytes) => bytes switch
    {
        < 1_000 => Number(bytes) + NoBreak + "B",
        < 1_000_000 => (bytes / 1e3).ToString("0.#", Culture) + NoBreak + "kB",
        < 1_000_000_000 => (bytes / 1e6).ToString("0.#", Culture) + NoBreak + "MB",
        _ => (bytes / 1e9).ToString("0.##", Culture) + NoBreak + "GB",
    };

    public string Money(Money money) => Money(money.Amount, money.Currency);

    /// <summary>With the decimals of its currency (yen have none); more only where an amount really has them.</summary>
    public string Money(decimal amount, string currency)
    {
        var decimals = Currencies.DecimalsOf(currency);
        var format = decimal.Round(amount, decimals) == amount ? "N" + decimals.ToString(CultureInfo.InvariantCulture) : "#,0.00##";
        var digits = Math.Abs(amount).ToString(format, Culture);
        var sign = amount < 0 ? "\u2212" : "";
        return Currencies.SymbolOf(currency) is { } symbol ? sign + symbol + digits : sign + currency + NoBreak + digits;
    }

    /// <summary>An amount on an axis: "1.2M", "120万".</summary>
    public string Compact(decimal amount) => Japanese
        ? amount switch
        {
            >= 100_000_000 => (amount / 100_000_000).ToString("#,0.##", Culture) + "億",
            >= 10_000 => (amount / 10_000).ToString("#,0.##", Culture) + "万",
            _ => Number(amount),
        }
        : amount switch
        {
            >= 1_000_000_000 => (amount / 1_000_000_000).ToString("0.##", Culture) + "B",
            >= 1_000_000 => (amount / 1_000_000).ToString("0.##", Culture) + "M",
            >= 1_000 => (amount / 1_000).ToString("0.##", Culture) + "k",
            _ => Number(amount),
        };

    // Of those who read English only Americans put the month first.
    private bool MonthFirst => Culture.Name is "en-US";
}
