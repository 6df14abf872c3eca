using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Core.Tests.Mapping;

public sealed class SampleMappingTests
{
    private static readonly MappingCatalog Catalog = new(Checkout.Path("mappings"), [new MappedConnection("northwind", "files"), new MappedConnection("demo-crm", "rest")]);

    [Fact]
    public void Every_sample_mapping_passes_its_cases()
    {
        var report = MappingCases.Run(Catalog);

        report.Failures.ShouldBeEmpty();
        report.Count.ShouldBeGreaterThanOrEqualTo(30);
    }

    [Fact]
    public void Every_sample_mapping_has_cases() =>
        Catalog.Files.Where(file => !File.Exists(file.CasesPath)).ShouldBeEmpty();

    [Fact]
    public void Northwind_and_the_demo_CRM_cover_all_nine_entities()
    {
        Catalog.Files.Select(file => file.Inward?.To).OfType<EntityKind>().ShouldBe(Enum.GetValues<EntityKind>(), ignoreOrder: true);
        Catalog.Outward("demo-crm").Keys.ShouldBe(Enum.GetValues<EntityKind>(), ignoreOrder: true);
    }
}
