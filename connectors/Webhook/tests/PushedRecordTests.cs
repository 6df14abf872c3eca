using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook.Tests;

public sealed class PushedRecordTests
{
    private const string Secret = "a secret of some length";
    private readonly WebhookEntityOptions _entity = new() { Key = "id" };

    [Fact]
    public void A_body_is_a_record_or_a_list_of_them_as_they_are_written()
    {
        Jsons(Push("""{ "id": 1, "net": 1.50 }""")).ShouldBe(["""{ "id": 1, "net": 1.50 }"""]);
        Jsons(Push("""[{"id":"A"},{"id":"B"}]""")).ShouldBe(["""{"id":"A"}""", """{"id":"B"}"""]);
    }

    [Fact]
    public void Records_are_found_at_their_place_and_a_key_may_have_parts()
    {
        (_entity.Records, _entity.Key) = ("data.orders", "company.code/number");

        Push("""{"data":{"orders":[{"company":{"code":"10"},"number":7}]}}""").Single().Key.ShouldBe("10/7");
        Refused("""{"data":{}}""").ShouldBe(HookRefusal.Content);
        Refused("not json").ShouldBe(HookRefusal.Content);
    }

    [Fact]
    public void One_record_on_each_line()
    {
        var records = Push("{\"id\":1}\r\n\n  \n{\"id\":2}\n{oops\n[]\n{\"id\":3}", type: "application/x-ndjson");

        records.Select(record => record.Key).ShouldBe(["1", "2", "", "", "3"]);
        records.Select(record => record.Broken).ShouldBe([null, null, "A line that is no JSON.", "An element that is no object.", null]);
        Jsons(records)[2].ShouldBe("{oops");
    }

    [Theory]
    [InlineData("""{"id":1,"gone":true}""", ChangeKind.Deleted)]
    [InlineData("""{"id":1,"gone":false}""", ChangeKind.Upserted)]
    [InlineData("""{"id":1}""", ChangeKind.Upserted)]
    public void A_record_says_that_it_is_gone(string body, ChangeKind change)
    {
        _entity.DeletedField = "gone";

        Push(body).Single().Change.ShouldBe(change);
    }

    [Fact]
    public void Or_a_header_says_so_of_all()
    {
        (_entity.DeletedField, _entity.DeletedValues) = ("header:X-Shopify-Topic", ["orders/delete"]);

        Push("""{"id":1}""", ("X-Shopify-Topic", "orders/delete")).Single().Change.ShouldBe(ChangeKind.Deleted);
        Push("""{"id":1}""", ("X-Shopify-Topic", "orders/updated")).Single().Change.ShouldBe(ChangeKind.Upserted);
    }

    [Fact]
    public void Versions_are_numbers_or_time_stamps_of_any_zone()
    {
        _entity.Version = "v";

        Push("""{"id":1,"v":12}""").Single().Version.ShouldBe(12);
        Push("""{"id":1,"v":"12.5"}""").Single().Version.ShouldBe(12.5m);
        Push("""{"id":1,"v":"2026-11-27T09:00:00+09:00"}""").Single().Version.ShouldBe(Push("""{"id":1,"v":"2026-11-27T00:00:00Z"}""").Single().Version);
        Push("""{"id":1,"v":"soon"}""").Single().Broken.ShouldBe("v is neither a number nor a time stamp, but it is the version.");
        Push("""{"id":1}""").Single().Broken.ShouldNotBeNull();
        _entity.DeletedField = "gone";
        Push("""{"id":1,"gone":true}""").Single().ShouldSatisfyAllConditions(record => record.Broken.ShouldBeNull(), record => record.Version.ShouldBeNull());
    }

    [Theory]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":{}}""")]
    [InlineData("""{}""")]
    public void A_record_without_a_key_is_broken_and_kept(string body)
    {
        var record = Push(body).Single();

        (record.Broken, record.Key).ShouldBe(("id is empty, but it is the key.", ""));
        Jsons([record]).ShouldBe([body]);
    }

    [Fact]
    public void Other_content_is_refused_when_records_are_expected_and_not_looked_at_otherwise()
    {
        Receive("<x/>", "text/xml").ShouldBe(new HookAnswer.Refused(HookRefusal.ContentType));
        (_entity.Mode, _entity.Triggers) = (WebhookMode.Trigger, ["erp/Orders"]);
        Receive("<x/>", "text/xml").ShouldBeOfType<HookAnswer.Accepted>().Records.ShouldBeEmpty();
    }

    [Fact]
    public void A_sender_that_asks_whether_we_are_there_gets_its_text_back_and_nothing_else_does()
    {
        var hook = new WebhookHook(new() { Auth = new() { Secret = new(Secret) }, Handshake = "validationToken", Entities = { ["Orders"] = _entity } });
        HookAnswer Ask(string? token, string body) => hook.Receive("Orders", new(_ => null, name => name == "validationToken" ? token : null, "", Encoding.UTF8.GetBytes(body), DateTimeOffset.UtcNow));

        Ask("a1<b>", "").ShouldBe(new HookAnswer.Echoed("a1<b>"));
        Ask("a1", "{}").ShouldBe(new HookAnswer.Refused(HookRefusal.Signature));
        Ask(null, "").ShouldBe(new HookAnswer.Refused(HookRefusal.Signature));
    }

    [Fact]
    public void A_token_may_be_in_every_part_of_the_body_and_then_in_all_of_them()
    {
        (_entity.Mode, _entity.Triggers) = (WebhookMode.Trigger, ["bc/salesOrders"]);
        var hook = new WebhookHook(new() { Auth = new() { Kind = WebhookAuth.Token, Secret = new(Secret), Token = "body:value[].clientState" }, Entities = { ["Orders"] = _entity } });
        HookAnswer Notify(string body) => hook.Receive("Orders", new(_ => null, _ => null, "application/json", Encoding.UTF8.GetBytes(body), DateTimeOffset.UtcNow));

        Notify($$"""{"value":[{"clientState":"{{Secret}}"},{"clientState":"{{Secret}}"}]}""").ShouldBeOfType<HookAnswer.Accepted>();
        Notify($$"""{"value":[{"clientState":"{{Secret}}"},{"clientState":"x"}]}""").ShouldBe(new HookAnswer.Refused(HookRefusal.Signature));
        Notify("""{"value":[]}""").ShouldBe(new HookAnswer.Refused(HookRefusal.Signature));
        Notify("""{"value":[{}]}""").ShouldBe(new HookAnswer.Refused(HookRefusal.Signature));
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    public void A_call_is_good_for_five_minutes(int seconds, bool good)
    {
        var rig = new HmacRig(new());
        var at = new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

        (rig.Open().Receive("Orders", rig.Call(rig.Body(1), at) with { At = at.AddSeconds(seconds) }) is HookAnswer.Accepted).ShouldBe(good);
    }

    private IReadOnlyList<PushedRecord> Push(string body, (string Name, string Value)? header = null, string type = "application/json") =>
        Receive(body, type, header).ShouldBeOfType<HookAnswer.Accepted>().Records;

    private HookRefusal Refused(string body) => Receive(body, "application/json").ShouldBeOfType<HookAnswer.Refused>().Why;

    private HookAnswer Receive(string body, string type, (string Name, string Value)? header = null) =>
        new WebhookHook(new() { Auth = new() { Kind = WebhookAuth.Token, Secret = new(Secret) }, Entities = { ["Orders"] = _entity } })
            .Receive("Orders", new(name => name == "X-Hub-Token" ? Secret : name == header?.Name ? header?.Value : null, _ => null, type, Encoding.UTF8.GetBytes(body), DateTimeOffset.UtcNow));

    private static List<string> Jsons(IEnumerable<PushedRecord> records) => [.. records.Select(record => Encoding.UTF8.GetString(record.Json.Span))];
}
