using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>The mappings of <c>mappings/library/</c>: every one has cases, and keeps what they say.</summary>
public sealed class LibraryTests
{
    private static readonly MappingCatalog Catalog = new(Checkout.Path("mappings"), []);

    [Fact]
    public void Every_case_of_the_libraries_holds()
    {
        var report = MappingCases.Run(Catalog);

        report.Failures.ShouldBeEmpty();
        report.Count.ShouldBeGreaterThanOrEqualTo(70);
    }

    [Fact]
    public void Every_mapping_of_the_libraries_has_cases()
    {
        Catalog.Files.Where(file => !File.Exists(file.CasesPath)).ShouldBeEmpty();
        Catalog.Files.Count.ShouldBe(17);
    }

    [Fact]
    public void A_connection_says_the_currency_that_Business_Central_does_not()
    {
        using var root = new MappingRoot()
            .With("library/business-central/customerPayments.yaml", File.ReadAllText(Checkout.Path("mappings", "library", "business-central", "customerPayments.yaml")))
            .With("acme/customerPayments.yaml", "extends: business-central/customerPayments\nto: payment\nfields: { amount: { amount: amount, currency: { value: USD } } }");

        var payment = new MappingCatalog(root.Path, [new MappedConnection("acme", "rest", Library: "business-central")]).Inward("acme", "customerPayments")
            .Record<Payment>(File.ReadAllText(Checkout.Path("samples", "documents", "business-central", "customerpayment.json")));

        payment.Amount.ShouldBe(new Money(1500, "USD"));
        payment.Customer!.Id.ShouldBe("10400");
    }
}
