using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>The mappings of <c>mappings/library/</c> keep what their cases say.</summary>
public sealed class LibraryTests
{
    [Theory]
    [InlineData("ubl")]
    [InlineData("sap-idoc")]
    [InlineData("business-central")]
    [InlineData("xero")]
    [InlineData("adventure-works")]
    public void Every_case_of_a_library_holds(string library)
    {
        var report = MappingCases.Run(new MappingCatalog(Checkout.Path("mappings", "library"), [new MappedConnection(library, "files")]));

        report.Failures.ShouldBeEmpty();
    }
}
