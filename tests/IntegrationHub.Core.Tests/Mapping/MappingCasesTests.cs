using System.Text;
using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>A case that should fail does, and says how.</summary>
public sealed class MappingCasesTests
{
    private static readonly Core.Mapping.Mapping Order = Mapped.Inward("""
        to: order
        sourceTime: Changed
        only: { Type: OR }
        fields:
          number: Number
          net: { amount: Net, currency: { value: EUR } }
        """);

    [Theory]
    [InlineData("expect: { number: '1', net: { amount: 5, currency: EUR } }", null)]
    [InlineData("expect: { number: '1', net: { amount: 5.00, currency: EUR } }", null)]
    [InlineData("expect: { number: 1, net: { amount: 5, currency: EUR } }", "'c': number: expected 1, found \"1\"")]
    [InlineData("expect: { number: '1', net: { amount: 6, currency: EUR } }", "'c': net.amount: expected 6, found 5")]
    [InlineData("expect: { number: '1' }", "'c': net: expected nothing, found {\"amount\":5,\"currency\":\"EUR\"}")]
    [InlineData("expect: { number: '1', status: open, net: { amount: 5, currency: EUR } }", "'c': status: expected \"open\", found nothing")]
    [InlineData("expect: { number: 山田, net: { amount: 5, currency: EUR } }", "'c': number: expected \"山田\", found \"1\"")]
    [InlineData("refused: x", "'c': expected refused, found it mapped to {\"number\":\"1\",\"net\":{\"amount\":5,\"currency\":\"EUR\"}}")]
    [InlineData("leftOut: true", "'c': expected leftOut, found it mapped to {\"number\":\"1\",\"net\":{\"amount\":5,\"currency\":\"EUR\"}}")]
    public void A_case_compares_the_whole_result(string expected, string? failure) => Run("{ Type: OR, Number: '1', Net: 5 }", expected).ShouldBe(failure);

    [Theory]
    [InlineData("refused: 'net: not a number'", null)]
    [InlineData("refused: ['net: not a number']", null)]
    [InlineData("refused: 'number: required, but absent'", "'c': expected refused: number: required, but absent, found refused: net: not a number")]
    [InlineData("expect: { number: '1' }", "'c': expected it to be mapped, found it refused: net: not a number")]
    public void A_refusal_is_compared_by_its_causes(string expected, string? failure) => Run("{ Type: OR, Number: '1', Net: x }", expected).ShouldBe(failure);

    [Theory]
    [InlineData("leftOut: true", null)]
    [InlineData("expect: {}", "'c': expected it to be mapped, found it left out")]
    public void A_record_left_out_is_an_outcome_of_its_own(string expected, string? failure) => Run("{ Type: XX }", expected).ShouldBe(failure);

    [Fact]
    public void What_the_hub_keeps_beside_the_document_is_compared_too() =>
        Run("{ Type: OR, Number: '1', Changed: '2026-01-31T12:00:00Z' }", "expect: { number: '1', sourceTime: '2026-01-31T12:00:00+00:00' }").ShouldBeNull();

    [Fact]
    public void Input_may_be_written_as_it_came() =>
        Run("'{\"Type\":\"OR\",'", "refused: the record is not valid JSON").ShouldBeNull();

    [Theory]
    [InlineData("- { name: c, input: {} }", "'c': a case has exactly one of expect, refused, leftOut")]
    [InlineData("- { name: c, input: {}, expct: {}, leftOut: true }", "unknown key 'expct'; did you mean 'expect'?")]
    [InlineData("- { input: {}, leftOut: true }", "a case needs a name, an input, and one of expect, refused, leftOut")]
    [InlineData("name: c", "expected a list of cases, found a set of keys")]
    [InlineData("- [", "not valid YAML: While parsing a node, did not find expected node content.")]
    public void A_broken_cases_file_is_a_failure_not_an_exception(string yaml, string failure) =>
        MappingCases.Run(Order, "a/A.cases.yaml", Encoding.UTF8.GetBytes(yaml)).Failures.ShouldHaveSingleItem().Message.ShouldBe(failure);

    private static string? Run(string input, string expected)
    {
        var report = MappingCases.Run(Order, "a/A.cases.yaml", Encoding.UTF8.GetBytes($"- name: c\n  input: {input}\n  {expected}"));
        report.Count.ShouldBe(1);
        return report.Failures.SingleOrDefault()?.Message;
    }
}
