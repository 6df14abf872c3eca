using System.Net;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.BusinessCentral.Tests;

/// <summary>
/// Every request of the connector, and every answer of the scripted server it is tested with, fits Microsoft's description of the API (see <c>tests/peers/crm-contracts</c>). Single records are
/// those that Microsoft's reference prints.
/// </summary>
[Trait("Category", "Peers")]
public sealed class VendorDescriptionTests : IAsyncLifetime
{
    private readonly BusinessCentralRig _rig = new("customers");
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private Prism? _prism;

    public async Task InitializeAsync()
    {
        await _rig.StartAsync();
        var others = _rig.Script.Others;
        others["items"] = [Document("item")];
        others["salesOrders"] = [WithLines("salesorder", "salesOrderLines", "salesorderline")];
        others["salesInvoices"] = [WithLines("salesinvoice", "salesInvoiceLines", "salesorderline")];
        // the reference's own example has an id of 35 letters, and a date where its description has a time
        others["salesShipments"] = [WithLines("salesshipment", "salesShipmentLines", "salesshipmentline").Replace("00155df3a61", "00155df3a610", StringComparison.Ordinal)
            .Replace("\"lastModifiedDateTime\":\"2019-01-01\"", "\"lastModifiedDateTime\":\"2019-01-01T00:00:00Z\"", StringComparison.Ordinal)];
        others["contacts"] = ["""{"id":"3f445afb-3f73-ee11-8179-6045bdc8a1b5","number":"CT1","type":"Person","displayName":"Helen Ray","lastModifiedDateTime":"2026-01-31T10:00:00.62Z","contactsInformation":[{"contactNumber":"CT1","relatedType":"Customer","customer":{"number":"20000"}}]}"""];
        _prism = await Prism.StartAsync("business-central/openapi.yaml", _rig.Server.Address);
        _rig.Options.BaseUrl = _prism.Address;
    }

    public async Task DisposeAsync()
    {
        if (_prism is not null)
            await _prism.DisposeAsync();
        _http.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Requests_and_answers_fit_whether_everything_is_asked_for_or_every_property_by_name()
    {
        foreach (var (name, entity) in BusinessCentralEntities.All.Where(entity => entity.Key != "customerPayments"))
        {
            var whole = await ReadAsync(name, null);
            whole.ShouldNotBeEmpty(name);
            var again = await ReadAsync(name, [.. BusinessCentralEntities.TypeOf(entity).Properties.Select(property => property.Name), .. Lists(entity)]);
            again.Count.ShouldBe(whole.Count, name);
            await foreach (var keys in Open().ListKeysAsync(name, CancellationToken.None))
                keys.ShouldBeSubsetOf(whole);
        }
    }

    [Fact]
    public async Task Payments_fit()
    {
        await using var rig = new BusinessCentralRig("customerPayments");
        await rig.StartAsync();
        await using var prism = await Prism.StartAsync("business-central/openapi.yaml", rig.Server.Address);
        rig.Options.BaseUrl = prism.Address;
        (await ReadAsync("customerPayments", null, rig)).Order().ShouldBe(rig.Keys);
        (await ReadAsync("customerPayments", ["amount", "postingDate", "journalId"], rig)).Order().ShouldBe(rig.Keys);
    }

    [Fact]
    public async Task What_does_not_fit_is_noticed()
    {
        (await AskAsync("customers?$select=nonsense")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await AskAsync("customers?$top=many")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await AskAsync("salesOrders?$orderby=number%20upwards")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await AskAsync("customers?$top=1")).ShouldBe(HttpStatusCode.OK);

        _rig.Script.Others["items"] = [Document("item").Replace("1000.8", "\"1,000.80\"", StringComparison.Ordinal)];
        (await Should.ThrowAsync<TransientException>(() => ReadAsync("items", null))).Message.ShouldContain("500");
    }

    private async Task<HttpStatusCode> AskAsync(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{_prism!.Address}companies({BusinessCentralServer.Company})/{query}"));
        request.Headers.Authorization = new("Bearer", "t0p-s3cret");
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    private BusinessCentralSource Open(BusinessCentralRig? rig = null) => new((rig ?? _rig).Options, new(_http, TimeProvider.System, NullLogger.Instance));

    private async Task<List<string>> ReadAsync(string entity, IReadOnlyList<string>? fields, BusinessCentralRig? rig = null)
    {
        var keys = new List<string>();
        await foreach (var batch in Open(rig).ReadAsync(new(entity, null, 3) { Fields = fields }, CancellationToken.None))
            keys.AddRange(batch.Records.Select(record => record.Key));
        return keys;
    }

    private static IEnumerable<string> Lists(BusinessCentralEntity entity) => BusinessCentralEntities.TypeOf(entity).Navigations.Select(navigation => $"{navigation.Name}[].id");

    private static string WithLines(string document, string list, string line)
    {
        var json = JsonNode.Parse(Document(document))!.AsObject();
        json[list] = new JsonArray(JsonNode.Parse(Document(line)));
        return json.ToJsonString();
    }

    private static string Document(string name) => File.ReadAllText(Checkout.PathOf($"samples/documents/business-central/{name}.json"));
}
