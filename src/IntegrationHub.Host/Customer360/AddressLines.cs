using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Host.Customer360;

/// <summary>An address as it is written where it is: in Japan from the large to the small, elsewhere the other way round.</summary>
internal static class AddressLines
{
    internal static IEnumerable<string> Of(Address address)
    {
        string?[] lines = IsJapanese(address)
            ? [address.PostalCode is null ? null : "〒" + address.PostalCode, address.Region + address.City + address.Line1, address.Line2]
            : [address.Line1, address.Line2, Joined(address.PostalCode, address.City, address.Region), address.Country];
        return lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line!);
    }

    private static bool IsJapanese(Address address) =>
        address.Country is "JP" or "JPN" or "Japan" or "日本" && (address.Region + address.City).Any(letter => letter >= '\u3000');

    private static string Joined(params string?[] parts) => string.Join(' ', parts.Where(part => !string.IsNullOrWhiteSpace(part)));
}
