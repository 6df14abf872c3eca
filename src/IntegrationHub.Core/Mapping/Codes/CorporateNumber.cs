namespace IntegrationHub.Core.Mapping.Codes;

/// <summary>
/// 法人番号, the number of a Japanese corporation: 12 digits behind a check digit, 9 − (Σ Pₙ·Qₙ mod 9), Pₙ being the n-th digit from the right and Qₙ
/// 1 for odd and 2 for even n (National Tax Agency, 法人番号の指定等に関する省令 第2条).
/// </summary>
internal static class CorporateNumber
{
    public const string NotOne = "not a corporate number (法人番号: 13 digits, the first of which checks the others)";

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length != 13 || text.ContainsAnyExceptInRange('0', '9'))
            return false;
        var sum = 0;
        for (var n = 1; n <= 12; n++)
            sum += (text[^n] - '0') * (n % 2 == 0 ? 2 : 1);
        return text[0] - '0' == 9 - (sum % 9);
    }
}
