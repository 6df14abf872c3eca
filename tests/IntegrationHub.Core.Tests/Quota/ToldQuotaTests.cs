using System.Net;
using IntegrationHub.Core.Quota;

namespace IntegrationHub.Core.Tests.Quota;

public sealed class ToldQuotaTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Vendors_headers_are_understood()
    {
        Read(("Sforce-Limit-Info", "api-usage=25/5000")).ShouldBe(new(5000, 25, null, null));
        Read(("Sforce-Limit-Info", "api-usage=14/250000, per-app-api-usage=17/250(appName=sample-connected-app)")).ShouldBe(new(250000, 14, null, null));
        Read(("X-HubSpot-RateLimit-Daily", "250000"), ("X-HubSpot-RateLimit-Daily-Remaining", "249000"), ("X-HubSpot-RateLimit-Max", "100"), ("X-HubSpot-RateLimit-Remaining", "3")).ShouldBe(new(250000, 1000, null, null));
        Read(("X-RateLimit-Limit", "10000"), ("X-RateLimit-Remaining", "9000"), ("X-RateLimit-Reset", "36000")).ShouldBe(new(10000, 1000, Noon.AddHours(10), null));
        Read(("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", $"{Noon.AddSeconds(30).ToUnixTimeSeconds()}")).ShouldBe(new(null, null, null, Noon.AddSeconds(30)));
        Read(("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", "59"), ("X-RateLimit-Reset", "30")).ShouldBeNull();
        Read(("RateLimit", "\"default\";r=0;t=20"), ("RateLimit-Policy", "\"default\";q=100;w=60")).ShouldBe(new(null, null, null, Noon.AddSeconds(20)));
        Read(("RateLimit", "limit=5000, remaining=4000, reset=7200")).ShouldBe(new(5000, 1000, Noon.AddHours(2), null));
        Read(("RateLimit-Limit", "100"), ("RateLimit-Remaining", "0"), ("RateLimit-Reset", "5")).ShouldBe(new(null, null, null, Noon.AddSeconds(5)));
        Read(("X-Left", "3"), ("X-Most", "10")).ShouldBe(new(10, 7, null, null));
    }

    [Theory]
    [InlineData("Sforce-Limit-Info", "api-usage=many/5000")]
    [InlineData("X-RateLimit-Remaining", "-5")]
    [InlineData("X-RateLimit-Remaining", "lots")]
    [InlineData("RateLimit", "r")]
    public void Nonsense_is_nothing(string name, string value) => Read((name, value)).ShouldBeNull();

    [Fact]
    public void Who_is_asked_too_often_says_until_when()
    {
        using var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(90));
        ToldQuota.Read(answer, new(), Noon).ShouldBe(new(null, null, null, Noon.AddSeconds(90)));
    }

    private static ToldQuota? Read(params (string Name, string Value)[] headers)
    {
        using var answer = new HttpResponseMessage();
        foreach (var (name, value) in headers)
            answer.Headers.TryAddWithoutValidation(name, value);
        return ToldQuota.Read(answer, new() { DayLimit = "X-Most", DayRemaining = "X-Left" }, Noon);
    }
}
