using System.ComponentModel.DataAnnotations;
using System.Text;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.BusinessCentral.Tests;

/// <summary>What is asked of Business Central, and what is told of wrong settings.</summary>
public sealed class BusinessCentralSourceTests : IAsyncLifetime
{
    private readonly BusinessCentralRig _rig = new("customers");
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public Task InitializeAsync() => _rig.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task The_company_is_found_by_its_name_and_every_request_carries_what_the_settings_say()
    {
        (await ReadAsync("customers", "displayName", "'@odata.etag'")).Count.ShouldBe(7);

        var requests = _rig.Server.Requests;
        requests[0].Path.ShouldBe($"{BusinessCentralServer.Root}/companies");
        requests.Skip(1).ShouldAllBe(request => request.Path == $"{BusinessCentralServer.Root}/companies({BusinessCentralServer.Company})/customers");
        requests.ShouldAllBe(request => request.Headers["Accept-Language"] == "ja-JP" && request.Headers["Data-Access-Intent"] == "ReadOnly");
        requests[1].Query.ShouldBe(new Dictionary<string, string> { ["$orderby"] = "number", ["$top"] = "100", ["$select"] = "displayName,lastModifiedDateTime,number" }, ignoreOrder: true);
        requests[2].Query["$filter"].ShouldBe("number gt '10002'");
    }

    [Theory]
    [InlineData("CRONUS US", "22222222-2222-2222-2222-222222222222")]
    [InlineData("22222222-2222-2222-2222-222222222222", "22222222-2222-2222-2222-222222222222")]
    public async Task A_company_is_named_or_given_by_its_id(string company, string id)
    {
        _rig.Options.Company = company;
        await ReadAsync("customers");
        _rig.Server.Requests[^1].Path.ShouldContain($"companies({id})");
    }

    [Fact]
    public async Task Without_a_name_there_must_be_one_company()
    {
        _rig.Options.Company = null;
        (await Should.ThrowAsync<SetupException>(() => ReadAsync("customers"))).Message.ShouldBe("Company is missing: say which company is to be read. There are 'CRONUS JP', 'CRONUS US'.");
        _rig.Script.Companies.Remove(BusinessCentralServer.Company);
        (await ReadAsync("customers")).Count.ShouldBe(7);
        _rig.Options.Company = "Contoso";
        (await Should.ThrowAsync<SetupException>(() => ReadAsync("customers"))).Message.ShouldBe("Company: there is no company 'Contoso'. There are 'CRONUS US'.");
    }

    [Fact]
    public async Task Orders_come_with_their_lines_whole_when_the_mapping_reads_lines()
    {
        _rig.Script.Others["salesOrders"] = ["""{"number":"101","orderDate":"2026-01-31","lastModifiedDateTime":"2026-01-31T10:00:00.62Z","salesOrderLines":[{"sequence":10000,"quantity":2}]}"""];
        (await ReadAsync("salesOrders", "orderDate", "salesOrderLines[]", "salesOrderLines[].quantity")).ShouldBe(
            ["""{"number":"101","orderDate":"2026-01-31","lastModifiedDateTime":"2026-01-31T10:00:00.62Z","salesOrderLines":[{"sequence":10000,"quantity":2}]}"""]);
        _rig.Server.Requests[1].Query["$expand"].ShouldBe("salesOrderLines");
        (await ReadAsync("salesOrders", "orderDate")).Single().ShouldNotContain("salesOrderLines");
    }

    [Fact]
    public async Task A_mapping_that_reads_lines_since_today_has_all_orders_read_again()
    {
        _rig.Script.Others["salesOrders"] = [.. Enumerable.Range(1, 5).Select(i => $$"""{"number":"10{{i}}","orderDate":"2026-01-31","lastModifiedDateTime":"2026-01-0{{i}}T10:00:00Z","salesOrderLines":[]}""")];
        var end = (await BatchesAsync("salesOrders", null, "orderDate"))[^1].Next;
        (await BatchesAsync("salesOrders", end, "orderDate")).Sum(batch => batch.Records.Count).ShouldBe(1);   // the overlap
        (await BatchesAsync("salesOrders", end, "orderDate", "salesOrderLines[].quantity")).Sum(batch => batch.Records.Count).ShouldBe(5);
    }

    [Fact]
    public async Task Stock_is_read_whole_at_every_run_and_items_are_not()
    {
        _rig.Script.Others["items"] = [.. Enumerable.Range(1, 3).Select(i => $$"""{"number":"I-{{i}}","inventory":{{i}},"lastModifiedDateTime":"2026-01-0{{i}}T10:00:00Z"}""")];
        var (items, stock) = ((await BatchesAsync("items", null, "number"))[^1].Next, (await BatchesAsync("stock", null, "inventory"))[^1].Next);
        (await BatchesAsync("items", items, "number")).Sum(batch => batch.Records.Count).ShouldBe(1);
        (await BatchesAsync("stock", stock, "inventory")).Sum(batch => batch.Records.Count).ShouldBe(3);
    }

    [Fact]
    public async Task The_application_logs_in_with_its_secret()
    {
        _rig.Options.Auth = new HttpAuthOptions { Kind = HttpAuth.ClientCredentials, TokenUrl = new Uri(_rig.Server.Address, "/token"), ClientId = "app", ClientSecret = new Secret("t0p-s3cret"), Scope = "https://api.businesscentral.dynamics.com/.default" };
        (await ReadAsync("customers")).Count.ShouldBe(7);
        _rig.Server.Requests[0].Body.ShouldContain("scope=https%3A%2F%2Fapi.businesscentral.dynamics.com%2F.default");
        _rig.Server.Requests[^1].Headers["Authorization"].ShouldBe("Bearer good");
    }

    [Fact]
    public void In_the_cloud_addresses_follow_from_tenant_and_environment()
    {
        var options = new BusinessCentralOptions { Tenant = "contoso.onmicrosoft.com", Environment = "Sandbox", Auth = { ClientId = "app", ClientSecret = new Secret("s") } };
        options.ApiUrl!.AbsoluteUri.ShouldBe("https://api.businesscentral.dynamics.com/v2.0/contoso.onmicrosoft.com/Sandbox/api/v2.0");
        options.TokenUrl!.AbsoluteUri.ShouldBe("https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token");
        var login = EntraLogin.Of(options.Auth, options.TokenUrl);
        (login.TokenUrl, login.Scope, login.ClientId).ShouldBe((options.TokenUrl, "https://api.businesscentral.dynamics.com/.default", "app"));
        Problems(options).ShouldBeEmpty();
        Problems(new BusinessCentralOptions { Language = "klingon", Whole = ["item"] }).ShouldBe(
        [
            "Tenant: is needed: the directory (tenant) of Microsoft Entra",
            "Language: must be a language such as ja-JP",
            $"Whole: names 'item', which is none of {string.Join(", ", BusinessCentralEntities.All.Keys)}",
        ]);
    }

    [Fact]
    public async Task A_refused_query_is_told_in_the_services_own_words() =>
        (await Should.ThrowAsync<SetupException>(() => ReadAsync("salesShipments"))).Message.ShouldContain("BadRequest: Resource not found for the segment 'salesShipments'. CorrelationId: 7a3f.");

    [Fact]
    public async Task Keys_are_listed_alone()
    {
        var keys = new List<string>();
        await foreach (var some in Open().ListKeysAsync("customers", CancellationToken.None))
            keys.AddRange(some);
        keys.ShouldBe(_rig.Table.Keys);
        _rig.Server.Requests[^1].Query["$select"].ShouldBe("number");
    }

    private BusinessCentralSource Open() => new(_rig.Options, new(_http, TimeProvider.System, NullLogger.Instance));

    private async Task<List<string>> ReadAsync(string entity, params string[] fields) =>
        [.. (await BatchesAsync(entity, null, fields)).SelectMany(batch => batch.Records).Select(record => Encoding.UTF8.GetString(record.Json.Span))];

    private async Task<List<SourceBatch>> BatchesAsync(string entity, Checkpoint? after, params string[] fields)
    {
        var batches = new List<SourceBatch>();
        await foreach (var batch in Open().ReadAsync(new(entity, after, 100) { Fields = fields.Length == 0 ? null : fields }, CancellationToken.None))
            batches.Add(batch with { Records = [.. batch.Records.Select(record => record with { Json = record.Json.ToArray() })] });
        return batches;
    }

    private static IEnumerable<string> Problems(BusinessCentralOptions options)
    {
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true);
        return problems.Select(problem => $"{problem.MemberNames.Single()}: {problem.ErrorMessage}");
    }
}
