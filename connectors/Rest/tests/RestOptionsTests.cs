using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Rest.Tests;

public sealed class RestOptionsTests
{
    [Theory]
    [InlineData("https://crm.example.com", true)]
    [InlineData("http://127.0.0.1:5081/base/", true)]
    [InlineData("crm.example.com", false)]
    [InlineData("ftp://crm.example.com", false)]
    [InlineData("https://user:secret@crm.example.com", false)]
    [InlineData("https://crm.example.com/?a=1", false)]
    public void The_base_address_is_a_plain_web_address(string address, bool good) =>
        Problems(new RestOptions { BaseUrl = new Uri(address, UriKind.RelativeOrAbsolute) }).Any().ShouldBe(!good);

    [Fact]
    public void The_base_address_is_needed() => Problems(new RestOptions()).ShouldContain("BaseUrl: The BaseUrl field is required.");

    [Fact]
    public void Credentials_are_complete_or_absent()
    {
        Problems(new HttpAuthOptions()).ShouldBeEmpty();
        Problems(new HttpAuthOptions { Kind = HttpAuth.Bearer }).ShouldBe(["Secret: is needed for Kind Bearer"]);
        Problems(new HttpAuthOptions { Secret = new Secret("s") }).ShouldBe(["Kind: must be Bearer, ApiKey or Basic when there is a Secret"]);
        Problems(new HttpAuthOptions { Kind = HttpAuth.Basic, Secret = new Secret("s") }).ShouldBe(["User: is needed for Kind Basic"]);
        Problems(new HttpAuthOptions { Kind = HttpAuth.Bearer, Secret = new Secret("s\n") }).ShouldBe(["Secret: holds a line break or another control character"]);
    }

    [Fact]
    public void Paths_hold_what_they_must_and_nothing_else()
    {
        Problems(new RestObjectOptions()).ShouldBeEmpty();
        Problems(new RestObjectOptions { Path = "api" }).ShouldBe(["Path: must begin with '/'"]);
        Problems(new RestObjectOptions { Path = "{path}" }).ShouldBe(["Path: must begin with '/'", "Path: {path} has no meaning here"]);
        Problems(new RestObjectOptions { UpsertPath = "{path}/x" }).ShouldBe(["UpsertPath: must hold {externalId}"]);
        Problems(new RestObjectOptions { ItemPath = "{path}/{id}/{externalid}" }).ShouldBe(["ItemPath: {externalid} has no meaning here"]);
        Problems(new RestBatchOptions { Path = "upsert", MaxSize = 1 }).ShouldBe(["Path: must begin with '/' or {path}"]);
    }

    [Fact]
    public async Task Keys_are_escaped_and_a_base_path_is_kept()
    {
        await using var api = await StubApi.StartAsync(_ => StubApi.Answer.Created("1"));
        var target = Given.Target(new Uri(api.Address, "/base/"), new RestObjectOptions { Path = "/v2/{object}", Batch = { MaxSize = 1 } });

        await target.DeliverAsync(Given.Order("erp/order/1 a?b#c%2Fé"));

        api.Requests.Single().Line.ShouldBe("PUT /base/v2/orders/by-external-id/erp%2Forder%2F1%20a%3Fb%23c%252F%C3%A9");
    }

    private static List<string> Problems(object options)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        return [.. found.Select(problem => $"{problem.MemberNames.First()}: {problem.ErrorMessage}")];
    }
}
