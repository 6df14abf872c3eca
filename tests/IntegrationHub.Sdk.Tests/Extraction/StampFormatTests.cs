using System.Globalization;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.Tests.Extraction;

public sealed class StampFormatTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    [Theory]
    [InlineData("iso", "2030-06-01T03:04:05.678Z", "2030-06-01T03:04:05.678Z")]
    [InlineData("iso", "2030-06-01T12:04:05+09:00", "2030-06-01T03:04:05Z")]
    [InlineData("unix", "1906513445", "2030-06-01T03:04:05Z")]
    [InlineData("unix-ms", "1906513445678", "2030-06-01T03:04:05.678Z")]
    [InlineData("yyyyMMddHHmmss", "20300601030405", "2030-06-01T03:04:05Z")]
    [InlineData("yyyy-MM-dd HH:mm:sszzz", "2030-06-01 12:04:05+09:00", "2030-06-01T03:04:05Z")]
    [InlineData("yyyy-MM-dd", "2030-06-01", "2030-06-01T00:00:00Z")]
    public void Stamps_are_read_as_they_are_written(string format, string stamp, string instant) => new StampFormat(format).Instant(stamp).ShouldBe(At(instant));

    [Theory]
    [InlineData("iso", "2030-06-01T12:04:05", "2030-06-01T03:04:05Z")]
    [InlineData("yyyy/MM/dd HH:mm", "2030/06/01 12:04", "2030-06-01T03:04:00Z")]
    [InlineData("yyyy-MM-dd", "2030-06-01", "2030-05-31T15:00:00Z")]
    [InlineData("iso", "2030-06-01T12:04:05Z", "2030-06-01T12:04:05Z")]
    public void Local_times_are_those_of_the_zone(string format, string stamp, string instant) => new StampFormat(format, Tokyo).Instant(stamp).ShouldBe(At(instant));

    [Fact]
    public void An_hour_that_comes_twice_is_taken_as_the_first_and_one_that_does_not_exist_as_early_as_it_can_be()
    {
        var stamps = new StampFormat("yyyy-MM-dd HH:mm", Berlin);
        stamps.Instant("2030-10-27 02:30").ShouldBe(At("2030-10-27T00:30:00Z"));
        stamps.Instant("2030-03-31 02:30").ShouldBe(At("2030-03-31T00:30:00Z"));
    }

    [Fact]
    public void Before_clocks_are_put_back_the_floor_is_below_what_they_will_show_again()
    {
        // at 02:55 summer time; ten minutes later a record is stamped 02:05, in winter time
        var stamps = new StampFormat("yyyy-MM-dd HH:mm", Berlin);
        string.CompareOrdinal(stamps.Floor(At("2030-10-27T00:55:00Z")), "2030-10-27 02:05").ShouldBeLessThan(0);
    }

    [Fact]
    public void Nothing_changed_later_has_a_stamp_below_the_floor_whatever_the_zone_the_format_and_the_moment()
    {
        foreach (var zone in new[] { Berlin, Tokyo, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe") })
            foreach (var format in new[] { "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd", "yyyyMMddHHmm" })
            {
                var stamps = new StampFormat(format, zone);
                for (var since = At("2030-01-01T00:00:00Z"); since.Year == 2030; since = since.AddMinutes(997))
                    foreach (var minutes in new[] { 0, 1, 31, 61, 95, 1440, 100_000 })
                    {
                        var changed = since.AddMinutes(minutes);
                        var stamp = TimeZoneInfo.ConvertTime(changed, zone).ToString(format, CultureInfo.InvariantCulture);
                        string.CompareOrdinal(stamps.Floor(since), stamp).ShouldBeLessThanOrEqualTo(0, $"{zone.Id} {format} {since:u} {changed:u}");
                        stamps.Instant(stamp).ShouldBeLessThanOrEqualTo(changed, $"{zone.Id} {format} {changed:u}");
                    }
            }
    }

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm", "01.06.2030")]
    [InlineData("iso", "yesterday")]
    [InlineData("unix", "99999999999999")]
    [InlineData("unix-ms", "noon")]
    public void What_is_written_otherwise_is_told_without_quoting_it(string format, string stamp) =>
        Should.Throw<ProtocolException>(() => new StampFormat(format).Instant(stamp)).Message.ShouldNotContain(stamp);

    [Theory]
    [InlineData("")]
    [InlineData("yyyy-MM-dd '")]
    [InlineData("HH:mm:ss")]
    public void A_format_that_cannot_be_read_back_is_refused(string format) => Should.Throw<SetupException>(() => new StampFormat(format));

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
