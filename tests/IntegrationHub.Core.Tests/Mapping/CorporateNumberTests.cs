using IntegrationHub.Core.Mapping.Codes;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>The check digit of 法人番号, against numbers the National Tax Agency has given out.</summary>
public sealed class CorporateNumberTests
{
    [Theory]
    [InlineData("7000012050002")]   // 国税庁
    [InlineData("1180301018771")]   // トヨタ自動車株式会社
    [InlineData("8700110005901")]   // the example of the agency's own description of the check digit
    public void Numbers_in_use_are_valid(string number) => CorporateNumber.IsValid(number).ShouldBeTrue();

    [Fact]
    public void Every_other_check_digit_is_wrong() =>
        Enumerable.Range(0, 10).Where(digit => digit != 7).ShouldAllBe(digit => !CorporateNumber.IsValid($"{digit}000012050002"));

    [Theory]
    [InlineData("")]
    [InlineData("700001205000")]
    [InlineData("70000120500021")]
    [InlineData("７000012050002")]
    public void What_is_not_thirteen_plain_digits_is_none(string text) => CorporateNumber.IsValid(text).ShouldBeFalse();
}
