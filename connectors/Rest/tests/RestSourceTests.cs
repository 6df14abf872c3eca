using System.ComponentModel.DataAnnotations;
using System.Text;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Rest.Tests;

public sealed class RestSourceTests
{
    [Fact]
    public async Task A_record_is_kept_as_the_API_wrote_it_and_asked_for_with_everything_that_was_set()
    {
        await using var api = await ScriptedServer.StartAsync(_ => new(200, """[{"id": 7, "price": 1.50, "who": "山田"}]"""));
        var options = Options(api, new() { Path = "/o", Changed = new() { Field = "id", Format = "unix", Parameter = "since" }, Paging = new() { SizeParameter = "limit", Size = 50 } });
        options.Headers["Accept-Language"] = "ja";
        options.Auth.Kind = HttpAuth.ApiKey;
        options.Auth.Secret = new Secret("k");

        var (records, next) = await ReadAsync(options);
        records.ShouldBe([("7", ChangeKind.Upserted, """{"id": 7, "price": 1.50, "who": "山田"}""")]);
        await ReadAsync(options, after: next);

        api.Requests[0].Query.ShouldBe(new Dictionary<string, string> { ["limit"] = "50" });
        api.Requests[0].Headers["Accept-Language"].ShouldBe("ja");
        api.Requests[0].Headers["X-Api-Key"].ShouldBe("k");
        api.Requests[1].Query["since"].ShouldStartWith("-29");
    }

    [Theory]
    [InlineData("""{"id":1,"gone":true}""", null, true)]
    [InlineData("""{"id":1,"gone":"2030-01-01"}""", null, true)]
    [InlineData("""{"id":1,"gone":false}""", null, false)]
    [InlineData("""{"id":1,"gone":null}""", null, false)]
    [InlineData("""{"id":1}""", null, false)]
    [InlineData("""{"id":1,"gone":"deleted"}""", "deleted", true)]
    [InlineData("""{"id":1,"gone":"active"}""", "deleted", false)]
    [InlineData("""{"id":1,"gone":3}""", "3", true)]
    public async Task A_tombstone_is_a_delete_and_is_not_listed(string json, string? value, bool isDeleted)
    {
        await using var api = await ScriptedServer.StartAsync(_ => new(200, $"[{json}]"));
        var options = Options(api, new() { Path = "/o", Deleted = "gone", DeletedValue = value });
        (await ReadAsync(options)).Records.Single().Change.ShouldBe(isDeleted ? ChangeKind.Deleted : ChangeKind.Upserted);

        var keys = new List<string>();
        await foreach (var some in Open(options).ListKeysAsync("orders", CancellationToken.None))
            keys.AddRange(some);
        keys.Count.ShouldBe(isDeleted ? 0 : 1);
    }

    [Fact]
    public async Task A_record_without_a_key_is_set_aside_and_the_rest_goes_on()
    {
        await using var api = await ScriptedServer.StartAsync(_ => new(200, """[{"id":"a"},{"name":"b"},3]"""));
        var broken = new List<BrokenRecord>();
        var (records, _) = await ReadAsync(Options(api, new() { Path = "/o" }), broken: broken);
        records.Select(record => record.Key).ShouldBe(["a"]);
        broken.Select(piece => piece.Reason).ShouldBe(["has no key at 'id'", "has no key at 'id'"]);
        broken.Select(piece => piece.Place).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("https://elsewhere.example/next")]
    [InlineData("//elsewhere.example/next")]
    [InlineData("http://127.0.0.1:1/next")]
    public async Task A_next_link_to_another_server_is_not_followed(string link)
    {
        await using var api = await ScriptedServer.StartAsync(_ => new(200, $$"""{"items":[{"id":1}],"next":"{{link}}"}"""));
        var options = Options(api, new() { Path = "/o", Records = "items", Paging = new() { Style = RestPaging.NextLink, Next = "next" } });
        (await Should.ThrowAsync<ProtocolException>(() => ReadAsync(options))).Message.ShouldContain("another server");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_token_that_has_expired_begins_the_pass_again_in_the_same_run(int status)
    {
        var first = 0;
        await using var api = await ScriptedServer.StartAsync(request => request.Query.GetValueOrDefault("at") switch
        {
            null => new(200, $$"""{"items":[{"id":1}],"next":"t{{++first}}"}"""),
            "t1" => new(status, """{"error":"this token has expired"}"""),
            _ => new(200, """{"items":[{"id":2}]}"""),
        });
        var (records, _) = await ReadAsync(Options(api, new() { Path = "/o", Records = "items", Paging = new() { Style = RestPaging.Token, Parameter = "at", Next = "next" } }));
        records.Select(record => record.Key).ShouldBe(["1", "1", "2"]);
    }

    [Fact]
    public async Task An_API_that_gives_its_last_page_for_every_number_behind_it_is_told_so()
    {
        await using var api = await ScriptedServer.StartAsync(_ => new(200, """[{"id":1},{"id":2}]"""));
        var options = Options(api, new() { Path = "/o", Paging = new() { Style = RestPaging.PageNumber, Parameter = "page", StableOrder = true } });
        (await Should.ThrowAsync<ProtocolException>(() => ReadAsync(options))).Message.ShouldContain("same page twice");
    }

    [Fact]
    public async Task With_a_total_a_pass_of_one_page_is_one_request()
    {
        await using var api = await ScriptedServer.StartAsync(_ => new(200, """{"items":[{"id":1},{"id":2}],"total":2}"""));
        foreach (var (style, parameter) in new[] { (RestPaging.PageNumber, "page"), (RestPaging.Offset, "skip") })
        {
            var before = api.Requests.Count;
            await ReadAsync(Options(api, new() { Path = "/o", Records = "items", Paging = new() { Style = style, Parameter = parameter, Total = "total" } }));
            (api.Requests.Count - before).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("items", "id", "at", "no list at 'items'")]
    [InlineData("data", "id", "changed", "no record has a time of change at 'changed'")]
    public async Task A_setting_that_does_not_fit_the_answer_is_named(string records, string key, string changed, string says)
    {
        await using var api = await ScriptedServer.StartAsync(_ => new(200, """{"data":[{"id":1,"at":"2030-01-01T00:00:00Z"}]}"""));
        var options = Options(api, new() { Path = "/o", Records = records, Key = key, Changed = new() { Field = changed, Parameter = "since" } });
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync(options))).Message.ShouldContain(says);
        (await Should.ThrowAsync<ConnectorException>(() => Open(options).CheckAsync(CancellationToken.None))).Message.ShouldContain(says);
    }

    [Fact]
    public void Settings_that_cannot_work_are_told()
    {
        Problems(new RestSourceOptions { BaseUrl = new("ftp://x") }).Count.ShouldBe(2);
        Problems(new RestEntityOptions { Path = "orders" }).ShouldBe(["Path: must begin with '/'"]);
        Problems(new RestPagingOptions { Style = RestPaging.Token, Parameter = "cursor" }).ShouldBe(["Next: is needed for Style Token"]);
        Problems(new RestPagingOptions { Style = RestPaging.NextLink, Next = "next", Parameter = "page" }).ShouldBe(["Parameter: has no meaning with Style NextLink"]);
        Problems(new RestPagingOptions { Style = RestPaging.PageNumber }).ShouldBe(["Parameter: is needed for Style PageNumber"]);
        Problems(new RestChangedOptions { Field = "a", Parameter = "b", TimeZone = "Mars" }).ShouldBe(["TimeZone: must be an IANA name such as Asia/Tokyo"]);
        Problems(new RestChangedOptions { Field = "a", Parameter = "b", Value = "x" }).ShouldBe(["Value: must hold {since}"]);
        Problems(new RestChangedOptions { Field = "a", Parameter = "b", Format = "HH:mm" }).Single().ShouldStartWith("Format: 'HH:mm' is no format for times");
    }

    private static RestSourceOptions Options(ScriptedServer api, RestEntityOptions entity) => new() { BaseUrl = api.Address, Entities = { ["orders"] = entity } };

    private static RestSource Open(RestSourceOptions options) =>
        new(options, new ConnectorServices(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }), TimeProvider.System, NullLogger.Instance));

    private static List<string> Problems(IValidatableObject options) =>
        [.. options.Validate(new ValidationContext(options)).Select(problem => $"{problem.MemberNames.First()}: {problem.ErrorMessage}")];

    private static async Task<(List<(string Key, ChangeKind Change, string Json)> Records, Checkpoint? Next)> ReadAsync(RestSourceOptions options, Checkpoint? after = null, List<BrokenRecord>? broken = null)
    {
        var (records, next) = (new List<(string, ChangeKind, string)>(), after);
        await foreach (var batch in Open(options).ReadAsync(new ReadRequest("orders", after, 100), CancellationToken.None))
        {
            records.AddRange(batch.Records.Select(record => (record.Key, record.Change, Encoding.UTF8.GetString(record.Json.Span))));
            broken?.AddRange(batch.Broken);
            next = batch.Next;
        }

        return (records, next);
    }
}
