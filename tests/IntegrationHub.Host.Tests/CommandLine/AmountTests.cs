using System.Globalization;
using IntegrationHub.Host.CommandLine;

namespace IntegrationHub.Host.Tests.CommandLine;

public sealed class AmountTests
{
    [Theory]
    [InlineData("250000", "JPY", "250000 JPY")]
    [InlineData("250000.5", "JPY", "250000.50 JPY")]
    [InlineData("12.5", "EUR", "12.50 EUR")]
    [InlineData("1.2345", "USD", "1.2345 USD")]
    [InlineData("3", "KWD", "3.000 KWD")]
    public void An_amount_has_the_decimals_of_its_currency(string amount, string currency, string shown) =>
        CustomerVerb.Amount(decimal.Parse(amount, CultureInfo.InvariantCulture), currency).ShouldBe(shown);
}
