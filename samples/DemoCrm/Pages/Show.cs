using System.Globalization;
using System.Text.Json;
using DemoCrm.State;

namespace DemoCrm.Pages;

/// <summary>How values are shown to people.</summary>
internal static class Show
{
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>1,234.50 USD</c>; empty when the field is.</summary>
    public static string Money(CrmRecord record, string field) => Money(record.Number(field), record.Text("currency"));

    public static string Money(decimal? amount, string? currency) =>
        amount is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{amount:N2} {currency}").TrimEnd();

    /// <summary>A text, number, flag, date or time; times lose their seconds.</summary>
    public static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number => value.GetDecimal().ToString("#,##0.######", CultureInfo.InvariantCulture),
        JsonValueKind.String => value.GetString()!.Contains('T', StringComparison.Ordinal) && value.TryGetDateTimeOffset(out var at) ? Instant(at) : value.GetString()!,
        _ => "",
    };

    public static string Value(CrmRecord record, string field) => record.Fields.TryGetValue(field, out var value) ? Value(value) : "";

    /// <summary><c>billingPeriod</c> as <c>Billing period</c>.</summary>
    public static string Label(string field)
    {
        if (field == "erpNumber")
            return "ERP number";
        var words = string.Concat(field.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
