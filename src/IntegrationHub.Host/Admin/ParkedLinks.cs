namespace IntegrationHub.Host.Admin;

internal static class ParkedLinks
{
    /// <summary>The page of one group, or its older records.</summary>
    internal static string Group(string scope, string stage, string cause, long? before = null) => "/parked/group" + QueryString.Create(
        new Dictionary<string, string?>
        {
            ["scope"] = scope,
            ["stage"] = stage,
            ["cause"] = cause,
            ["before"] = before?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        }.Where(pair => pair.Value is not null));
}
