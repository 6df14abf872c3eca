using IntegrationHub.Core.Mapping;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>The mappings of <c>mappings/library/</c>: every one has cases, and keeps what they say.</summary>
public sealed class LibraryTests
{
    private static readonly MappingCatalog Catalog = new(Checkout.PathOf("mappings"), []);

    [Fact]
    public void Every_case_of_the_libraries_holds()
    {
        var report = MappingCases.Run(Catalog);

        report.Failures.ShouldBeEmpty();
        report.Count.ShouldBeGreaterThanOrEqualTo(45);
    }

    [Fact]
    public void Every_mapping_of_the_libraries_has_cases()
    {
        Catalog.Files.Where(file => !File.Exists(file.CasesPath)).ShouldBeEmpty();
        Catalog.Files.Count.ShouldBe(11);
    }
}
