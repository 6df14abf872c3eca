using System.Text.Json;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping;

/// <summary>Names of types as mappings and messages use them.</summary>
internal static class Words
{
    /// <summary><c>orderLine</c> for <see cref="Canonical.OrderLine"/>.</summary>
    public static string Of(Type type) => JsonNamingPolicy.CamelCase.ConvertName(type.Name);

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
