using IntegrationHub.Core.Canonical;
using IntegrationHub.Host.Texts;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Host.Tests.Texts;

public sealed class ReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 6, 15, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ja", "2026年5月6日")]
    [InlineData("en-GB", "6 May 2026")]
    [InlineData("en-US", "May 6, 2026")]
    [InlineData("en-US;q=0.3,ja;q=0.9", "2026年5月6日")]
    [InlineData("fr-FR,fr;q=0.9", "6 May 2026")]
    [InlineData("", "6 May 2026")]
    public void A_date_is_written_as_the_browser_asks(string acceptLanguage, string written) =>
        Read(acceptLanguage).Date(new DateOnly(2026, 5, 6)).ShouldBe(written);

    [Fact]
    public void The_chosen_language_wins_over_the_browsers()
    {
        Read("ja", "hub.language=en").Language.ShouldBe(Language.English);
        Read("en-US", "hub.language=ja").Date(new DateOnly(2026, 5, 6)).ShouldBe("2026年5月6日");
        Read("ja", "hub.language=xx").Language.ShouldBe(Language.Japanese);
    }

    [Theory]
    [InlineData(1234567, "JPY", "¥1,234,567")]
    [InlineData(-500, "JPY", "−¥500")]
    [InlineData(12.5, "JPY", "¥12.50")]
    [InlineData(1234.5, "USD", "$1,234.50")]
    [InlineData(1234.5, "CHF", "CHF\u00a01,234.50")]
    [InlineData(1.2345, "EUR", "€1.2345")]
    [InlineData(5, "KWD", "KWD\u00a05.000")]
    public void Money_has_the_decimals_of_its_currency_and_loses_none_it_has(double amount, string currency, string written) =>
        Read("en-GB").Money(new Money((decimal)amount, currency)).ShouldBe(written);

    [Fact]
    public void Times_are_on_the_readers_clock_once_it_is_known()
    {
        Read("en-GB").Time(Now).ShouldBe("6 May 2026, 15:30 UTC");
        Read("en-GB", "hub.zone=Asia%2FTokyo").Time(Now).ShouldBe("7 May 2026, 00:30");
        Read("ja", "hub.zone=Asia%2FTokyo").Time(Now).ShouldBe("2026年5月7日 00:30");
        Read("ja", "hub.zone=Asia%2FTokyo").Today.ShouldBe(new DateOnly(2026, 5, 7));
        Read("en-GB", "hub.zone=..%2F..%2Fetc%2Fpasswd").Time(Now).ShouldEndWith("UTC");
    }

    [Theory]
    [InlineData(2, "just now", "たった今")]
    [InlineData(90, "1 minute ago", "1分前")]
    [InlineData(7200, "2 hours ago", "2時間前")]
    [InlineData(400_000, "4 days ago", "4日前")]
    [InlineData(-120, "in 2 minutes", "2分後")]
    public void How_long_ago_is_said_roughly(int seconds, string english, string japanese)
    {
        Read("en-GB").Ago(Now.AddSeconds(-seconds)).ShouldBe(english);
        Read("ja").Ago(Now.AddSeconds(-seconds)).ShouldBe(japanese);
    }

    [Fact]
    public void An_axis_counts_in_the_readers_units()
    {
        (Read("en-GB").Compact(1_250_000), Read("ja").Compact(1_250_000), Read("ja").Compact(300_000_000)).ShouldBe(("1.25M", "125万", "3億"));
    }

    [Theory]
    [InlineData(null, "only by hand", "手動のみ")]
    [InlineData("0 * * * * ?", "every minute", "1分ごと")]
    [InlineData("0 0/5 * * * ?", "every 5 minutes", "5分ごと")]
    [InlineData("*/30 * * * * ?", "every 30 seconds", "30秒ごと")]
    [InlineData("0 0 */2 * * ?", "every 2 hours", "2時間ごと")]
    [InlineData("0 30 2 * * ?", "daily at 02:30", "毎日 02:30")]
    [InlineData("0 0 6 ? * MON-FRI", "Mon–Fri at 06:00", "月～金 06:00")]
    [InlineData("0 15 9 1 * ?", "monthly on day 1 at 09:15", "毎月1日 09:15")]
    [InlineData("0 0 6-20 ? * 2#1", "0 0 6-20 ? * 2#1", "0 0 6-20 ? * 2#1")]
    public void A_schedule_is_put_into_words(string? cron, string english, string japanese)
    {
        CronWords.Of(cron, Read("en-GB")).ShouldBe(english);
        CronWords.Of(cron, Read("ja")).ShouldBe(japanese);
    }

    private static Reader Read(string acceptLanguage, string? cookie = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = acceptLanguage;
        context.Request.Headers.Cookie = cookie;
        return ReaderOf.Request(context, new StillTime());
    }

    private sealed class StillTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
