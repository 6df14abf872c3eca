namespace DemoCrm.Dialects.Salesforce;

/// <summary>Ids of 18 letters: three for the object, a number, and three that say which of the letters before are capitals.</summary>
internal static class SalesforceId
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    public static string New(string table, int number)
    {
        var id = $"{Prefix(table)}5g0000{number:D6}";
        return id + string.Concat(Enumerable.Range(0, 3).Select(part => Letters[Enumerable.Range(0, 5).Sum(place => char.IsAsciiLetterUpper(id[part * 5 + place]) ? 1 << place : 0)]));
    }

    public static bool Fits(string text) => text.Length is 15 or 18 && text.All(char.IsAsciiLetterOrDigit);

    private static string Prefix(string table) => table switch
    {
        "Account" => "001",
        "Contact" => "003",
        "Product2" => "01t",
        "job" => "750",
        _ => $"a0{(char)('A' + Math.Max(0, SalesforceSchema.Objects.Keys.Order(StringComparer.Ordinal).ToList().IndexOf(table)))}",
    };
}
