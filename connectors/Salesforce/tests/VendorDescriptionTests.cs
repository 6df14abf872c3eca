using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using static IntegrationHub.Sdk.DeliveryResult;

namespace IntegrationHub.Connectors.Salesforce.Tests;

/// <summary>Every request of the connector, and every answer of the stand-in it is tested with, fits the description of the API (see <c>tests/peers/crm-contracts</c>).</summary>
[Trait("Category", "Peers")]
public sealed class VendorDescriptionTests : IAsyncLifetime
{
    private readonly SalesforceRig _rig = new("ERP_Order__c", mayCustomize: true);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private Prism _prism = null!;
    private SalesforceTarget _target = null!;

    public async Task InitializeAsync()
    {
        await _rig.StartAsync();
        _prism = await Prism.StartAsync("salesforce/openapi.json", _rig.StandIn.Address);
        _rig.Dialect.InstanceUrl = _prism.Address;
        _target = Open(200);
    }

    public async Task DisposeAsync()
    {
        await _prism.DisposeAsync();
        _http.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Deliveries_fit_whatever_becomes_of_them()
    {
        await _target.CheckAsync(CancellationToken.None);
        var bad = Upsert(3);
        bad.Fields["ERP_Status__c"] = "unheard of";
        var unreadable = Upsert(4);
        unreadable.Fields["ERP_Gross__c"] = "much";
        var made = await DeliverAsync(Upsert(1), Upsert(2), bad, unreadable);
        made.Select(answer => answer.GetType()).ShouldBe([typeof(Delivered), typeof(Delivered), typeof(Rejected), typeof(Rejected)]);
        var (first, second) = (((Delivered)made[0]).RemoteId, ((Delivered)made[1]).RemoteId);

        var less = Upsert(1, 2, first);
        less.Fields["ERP_Order_Lines__r"]!.AsArray().RemoveAt(0);
        (await DeliverAsync(less)).Single().ShouldBeOfType<Delivered>();
        await _rig.RemoveAsync(second);
        (await DeliverAsync(Upsert(2, 2, second))).Single().ShouldBe(new Gone());
        (await DeliverAsync(Delete(1, first), Delete(2, null), Delete(9, null))).ShouldAllBe(answer => answer is Delivered);
    }

    [Fact]
    public async Task What_is_shown_listed_and_described_fits()
    {
        _rig.Dialect.PageSize = 2;
        await DeliverAsync([.. Enumerable.Range(1, 5).Select(number => Upsert(number))]);

        (await _target.FindAsync(new RemoteQuery("ERP_Order__c", RemoteBy.ExternalKey, [.. Enumerable.Range(1, 900).Select(Given.Key)], ["Name", "ERP_Gross__c"]), CancellationToken.None)).Count.ShouldBe(5);
        var listed = 0;
        await foreach (var page in _target.ListAsync("ERP_Order__c", CancellationToken.None))
            listed += page.Count;
        listed.ShouldBe(5);
        (await _target.DescribeAsync("Account", CancellationToken.None)).ShouldNotBeNull();
        (await _target.DescribeAsync("ERP_Nothing__c", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Bulk_jobs_fit()
    {
        var batch = Enumerable.Range(1, 30).Select(number => Upsert(number) with { IsBulk = true, MayExist = true }).ToArray();
        batch[4].Fields["ERP_Status__c"] = "unheard of";
        _target = Open(20);

        var answers = await DeliverAsync(batch);

        answers[4].ShouldBeOfType<Rejected>();
        answers.Count(answer => answer is Delivered).ShouldBe(29);
        _rig.Dialect.Bulk.LooksUntilDone = int.MaxValue;
        (await DeliverAsync(batch)).Count(answer => answer is Delivered).ShouldBe(29);   // aborted, and sent by calls
    }

    [Fact]
    public async Task What_makes_fields_fits() => (await _target.PrepareAsync("ERP_Order__c", [.. _rig.Missing, .. SetupTests.Needed], CancellationToken.None)).ShouldBeEmpty();

    [Fact]
    public async Task Refusals_fit()
    {
        _rig.Dialect.EndSessions();
        await _target.CheckAsync(CancellationToken.None);
        _rig.Dialect.CallsADay = 0;
        (await Should.ThrowAsync<TransientException>(() => DeliverAsync(Upsert(1)))).Message.ShouldContain("REQUEST_LIMIT_EXCEEDED");
    }

    [Fact]
    public async Task What_does_not_fit_is_noticed()
    {
        (await SendAsync(HttpMethod.Patch, "composite/sobjects/Account/ERP_ID__c", Records(201))).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync(HttpMethod.Patch, "composite/sobjects/Account/ERP_ID__c", """{"records":[{"Name":"no type"}]}""")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync(HttpMethod.Post, "jobs/ingest", """{"object":"Account","operation":"upsert"}""")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await SendAsync(HttpMethod.Patch, "composite/sobjects/Account/ERP_ID__c", Records(2))).ShouldBe(HttpStatusCode.OK);
    }

    private static string Records(int count) => new JsonObject
    {
        ["allOrNone"] = false,
        ["records"] = new JsonArray([.. Enumerable.Range(1, count).Select(number => (JsonNode)new JsonObject { ["attributes"] = new JsonObject { ["type"] = "Account" }, ["ERP_ID__c"] = $"{number}", ["Name"] = $"{number}" })]),
    }.ToJsonString();

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, string body)
    {
        var services = new ConnectorServices(_http, TimeProvider.System, NullLogger.Instance);
        var options = _rig.Options();
        options.Auth.TokenUrl = new Uri(_prism.Address, "/services/oauth2/token");
        using var request = new HttpRequestMessage(method, new Uri(_prism.Address, $"/services/data/v62.0/{path}")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await services.Authorized(options.Auth).SendAsync(request);
        return answer.StatusCode;
    }

    private SalesforceTarget Open(int bulkFrom)
    {
        var options = _rig.Options();
        (options.BaseUrl, options.BulkFrom) = (_prism.Address, bulkFrom);
        return new SalesforceTarget(options, new ConnectorServices(_http, new QuickTime(), NullLogger.Instance));
    }

    private Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch) => _target.DeliverAsync(batch, CancellationToken.None);

    private Delivery Upsert(int number, int version = 1, string? id = null) => new("ERP_Order__c", Given.Key(number), id, false, ChangeKind.Upserted, _rig.Fields(number, version));

    private static Delivery Delete(int number, string? id) => new("ERP_Order__c", Given.Key(number), id, true, ChangeKind.Deleted, []);
}
