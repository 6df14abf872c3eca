using System.Text.Json;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping;

/// <summary>Names of types as mappings and messages use them.</summary>
internal static class Words
{
    /// <summary><c>orderLine</c> for <see cref="Canonical.OrderLine"/>.</summary>
    public static string Of(Type type) => JsonNamingPolicy.CamelCase.ConvertName(type.Name);

    /// <summary>With its article: <c>an order</c>.</summary>
    public static string A(string noun) => noun[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? $"an {noun}" : $"a {noun}";

    public static string Of(RuleType type) => type switch
    {
        RuleType.Text => "a text",
        RuleType.Number => "a number",
        RuleType.Boolean => "true or false",
        RuleType.Date => "a date",
        RuleType.Instant => "a point in time",
        RuleType.DateOrInstant => "a date or point in time",
        _ => "any value",
    };
}
