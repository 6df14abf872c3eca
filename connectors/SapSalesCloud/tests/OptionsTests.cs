using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Connectors.SapSalesCloud.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("/sap/c4c/odata/v1/c4codataapi/")]
    [InlineData("/sap/c4c/odata/v1/c4codataapi")]
    public void The_service_is_below_the_tenant(string path) =>
        new SapSalesCloudOptions { TenantUrl = new("https://my000000.crm.ondemand.com"), ServicePath = path }.ServiceUrl!.AbsoluteUri.ShouldBe("https://my000000.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/");

    [Fact]
    public void What_is_wrong_is_told()
    {
        var options = new SapSalesCloudOptions { TenantUrl = new("https://my000000.crm.ondemand.com/sap/"), ServicePath = "c4codataapi?x" };
        options.Validate(new ValidationContext(options)).Select(problem => $"{problem.MemberNames.Single()}: {problem.ErrorMessage}").ShouldBe(
        [
            "TenantUrl: must be an address such as https://my000000.crm.ondemand.com, without a path",
            "ServicePath: must be a path such as /sap/c4c/odata/cust/v1/erp/",
        ]);
    }
}
