using System.Globalization;

namespace IntegrationHub.Host.Mappings;

/// <summary>The place of a rule as mappings tell it, taken apart: <c>northwind/Orders.yaml(6,14)</c>.</summary>
public readonly record struct RuleText(string File, int Line)
{
    /// <returns>Line 0 when the text says none.</returns>
    internal static RuleText Of(string rule)
    {
        var open = rule.LastIndexOf('(');
        var comma = rule.IndexOf(',', Math.Max(open, 0));
        return open > 0 && comma > open && int.TryParse(rule.AsSpan(open + 1, comma - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? new RuleText(rule[..open], line) : new RuleText(rule, 0);
    }
}
