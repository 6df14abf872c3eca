using System.Text.RegularExpressions;
using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Preview;

/// <summary>In which way a value is masked.</summary>
internal enum MaskKind
{
    /// <summary>Names, addresses, numbers of people and firms, free text: every letter and digit by another of its script.</summary>
    Text,

    /// <summary>Digits behind the third by others: what stands before tells the network or the region.</summary>
    Phone,

    /// <summary>Letters by others, in a domain that nobody owns.</summary>
    Email,
}

/// <summary>Which values are about people: by the canonical field they feed, and by what they look like.</summary>
internal static partial class PersonalData
{
    private static readonly string[] Named = ["name", "nameKana", "corporateNumber", "taxId", "postalCode", "region", "city", "line1", "line2", "description", "trackingNumber"];

    /// <summary>How the value of a canonical field is masked; null: it is not about people.</summary>
    /// <param name="entity">What the record is.</param>
    /// <param name="field">As mappings name it: <c>addresses[].city</c>.</param>
    public static MaskKind? OfField(EntityKind entity, string field)
    {
        if (entity is EntityKind.Product or EntityKind.StockLevel && !field.StartsWith("attributes.", StringComparison.Ordinal))
            return null;
        var name = field[(field.LastIndexOf('.') + 1)..].Replace("[]", "", StringComparison.Ordinal);
        return field.StartsWith("attributes.", StringComparison.Ordinal) ? MaskKind.Text
            : name == "email" ? MaskKind.Email
            : name == "phone" ? MaskKind.Phone
            : Named.Contains(name) ? MaskKind.Text
            : null;
    }

    /// <summary>How a value is masked that feeds no field about people; null: it looks like none.</summary>
    public static MaskKind? OfValue(string value) => Email().IsMatch(value) ? MaskKind.Email : Phone().IsMatch(value) ? MaskKind.Phone : null;

    [GeneratedRegex(@"^\S+@\S+\.\S+$")]
    private static partial Regex Email();

    // A plus or a zero in front, marks between the digits: a bare number may be anything.
    [GeneratedRegex(@"^(\+\d|\(?0\d)[\d ]*[-() ./][-\d() ./]{5,}$")]
    private static partial Regex Phone();
}
