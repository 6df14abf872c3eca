using System.Text.RegularExpressions;
using IntegrationHub.Host.Texts;
using IntegrationHub.Testing;

namespace IntegrationHub.Host.Tests.Texts;

public sealed partial class JapaneseCausesTests
{
    /// <summary>The causes as the code writes them: constants, and texts given to what refuses.</summary>
    private static readonly string[] Causes =
    [
        .. new[] { "Converters", "Codes", "Fields", "Rules", "Outward" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", "IntegrationHub.Core", "Mapping", folder), "*.cs"))
            .SelectMany(file => Written().Matches(File.ReadAllText(file)).Select(match => match.Groups["cause"].Value))
            .Where(cause => cause != "the mapping is broken here")
            .Distinct(),
        "several customers share its e-mail",
        "several customers share its corporate number",
    ];

    [Fact]
    public void Every_cause_of_the_hub_is_told_in_Japanese()
    {
        Causes.Length.ShouldBeGreaterThan(35);
        Causes.Where(cause => JapaneseCauses.Of(cause) == cause).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("lines[].net: an amount without a currency", "lines[].net：通貨のない金額です")]
    [InlineData("orderedOn: not a date in the pattern M/d/yyyy", "orderedOn：日付のパターン M/d/yyyy に合いません")]
    [InlineData("quantity: no conversion from 'EA' to 'KG' in units.csv", "quantity：units.csv に、'EA' から 'KG' への換算がありません")]
    [InlineData("property 'erp_total' does not exist", "property 'erp_total' does not exist")]
    public void A_cause_keeps_its_field_and_values_and_what_is_not_the_hubs_stays_as_it_is(string cause, string japanese) => JapaneseCauses.Of(cause).ShouldBe(japanese);

    [Fact]
    public void A_reason_keeps_the_places_of_its_rules() =>
        JapaneseCauses.OfReason("erp/Orders.yaml(4,7): phone: a phone number with an extension, which E.164 cannot hold; cut it off by 'before'; erp/Orders.yaml(5,9): net: not a number")
            .ShouldBe("erp/Orders.yaml(4,7): phone：内線番号付きの電話番号は E.164 で表せません。before で切り取ってください; erp/Orders.yaml(5,9): net：数値ではありません");

    [GeneratedRegex("""(?:Refused\(|Refuse\([^"\n]*, |const string \w+ = )"(?<cause>(?:an? |not |no |neither |does |required|the )[^"]*)"(?! \+)""")]
    private static partial Regex Written();
}
