namespace IntegrationHub.Host.Texts;

/// <summary>How amounts of a currency are written. A currency not listed has two decimals and is named by its ISO code.</summary>
internal static class Currencies
{
    internal static int DecimalsOf(string currency) => currency switch
    {
        "JPY" or "KRW" or "VND" or "CLP" or "ISK" or "PYG" or "UGX" or "XAF" or "XOF" or "XPF" or "RWF" or "KMF" or "GNF" or "DJF" or "BIF" or "VUV" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        _ => 2,
    };

    internal static string? SymbolOf(string currency) => currency switch
    {
        "JPY" => "¥",
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        _ => null,
    };
}
