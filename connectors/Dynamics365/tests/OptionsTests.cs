using System.ComponentModel.DataAnnotations;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Dynamics365.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Addresses_follow_from_environment_and_tenant()
    {
        var options = new Dynamics365Options { EnvironmentUrl = new("https://contoso.crm7.dynamics.com"), Tenant = "contoso.onmicrosoft.com", Auth = { ClientId = "app", ClientSecret = new Secret("s") } };
        options.ApiUrl!.AbsoluteUri.ShouldBe("https://contoso.crm7.dynamics.com/api/data/v9.2/");
        options.Prefix.ShouldBe("erp_");
        var login = EntraLogin.Of(options.Auth, options.TokenUrl, "https://contoso.crm7.dynamics.com/.default");
        (login.TokenUrl!.AbsoluteUri, login.Scope, login.ClientId).ShouldBe(("https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token", "https://contoso.crm7.dynamics.com/.default", "app"));
        Problems(options).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_wrong_is_told() => Problems(new Dynamics365Options { EnvironmentUrl = new("https://contoso.crm7.dynamics.com/main.aspx"), KeyColumn = "Key" }).ShouldBe(
    [
        "EnvironmentUrl: must be an address such as https://contoso.crm7.dynamics.com, without a path",
        "Tenant: is needed: the directory (tenant) of Microsoft Entra",
        "KeyColumn: must be the logical name of a column with a publisher's prefix, such as erp_key",
    ]);

    private static IEnumerable<string> Problems(Dynamics365Options options) =>
        options.Validate(new ValidationContext(options)).Select(problem => $"{problem.MemberNames.Single()}: {problem.ErrorMessage}");
}
