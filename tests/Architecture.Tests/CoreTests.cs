using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Inside Core: the stages of the straight line do not know each other; Sync and Delivery put them together.</summary>
public sealed class CoreTests
{
    // A string, plain or raw, that begins like a statement.
    private const string Statement = @"""\s*(?i:select\s[^""]*\bfrom\b|select\s+\w+\(|insert\s+into\s|update\s+[\w.]+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s|create\s+(table|index|schema)\s|truncate\s+\w|alter\s+table\s|copy\s+[\w.]+\s)";

    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["Canonical"] = [],
        ["Settings"] = [],
        ["Quota"] = [],
        ["Connectors"] = ["Quota", "Settings", "Store"],   // the store: what hosts share about an account at the other side
        ["Mapping"] = ["Canonical", "Settings"],
        ["Identity"] = ["Canonical"],
        ["Store"] = ["Canonical", "Quota"],
        ["Sync"] = ["Canonical", "Mapping", "Identity", "Store"],
        ["Delivery"] = ["Canonical", "Mapping", "Quota", "Store"],
        ["Preview"] = ["Canonical", "Mapping", "Store", "Sync"],
        ["Replay"] = ["Canonical", "Mapping", "Store", "Sync"],
        ["Slices"] = ["Canonical", "Mapping", "Replay", "Store", "Sync"],
        ["Jobs"] = ["Canonical", "Connectors", "Delivery", "Mapping", "Quota", "Replay", "Settings", "Slices", "Store", "Sync"],
    };

    public static TheoryData<string> Folders => [.. Checkout.Matching("^src/IntegrationHub.Core/[^/]+/").Select(file => file.Split('/')[2]).Distinct()];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_is_upstream_of_it(string folder)
    {
        s_mayUse.ShouldContainKey(folder, $"Core/{folder} is new: say in this test what it may use.");
        var others = s_mayUse.Keys.Except(s_mayUse[folder]).Where(other => other != folder);
        // By full name, or as a sibling: inside IntegrationHub.Core, 'Store.HubStore' names a type without any using.
        var pattern = new Regex($@"(?<![\w.])(IntegrationHub\.Core\.({string.Join('|', others)})\b|({string.Join('|', others)})\.[A-Z]\w+)");
        Checkout.Matching($@"^src/IntegrationHub\.Core/{folder}/.*\.cs$")
            .SelectMany(file => pattern.Matches(Checkout.ReadCode(file)).Select(match => $"{file}: {match.Value}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void SQL_is_written_in_the_store_and_where_pages_read()
    {
        string[] allowed =
        [
            "src/IntegrationHub.Core/Store/",     // the store
            "connectors/Sql/",                    // asks databases of others
            "connectors/Salesforce/",             // asks Salesforce in its own SQL
            "connectors/Zoho/",                   // asks Zoho CRM in its own SQL
            "src/IntegrationHub.Host/Queries/",   // what pages, API and command line read
            "src/IntegrationHub.Host/Security/",  // logins and keys, which are no business of the store's
        ];
        Checkout.Matching(@"^(src|connectors)/(?!.*/tests/).*\.cs$")
            .Where(file => !allowed.Any(file.StartsWith) && Regex.IsMatch(Checkout.ReadCode(file), Statement))
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_pages_read_with_changes_nothing() =>
        Checkout.Matching(@"^src/IntegrationHub\.Host/Queries/.*\.cs$")
            .Where(file => Regex.IsMatch(Checkout.ReadCode(file), @"\b(insert\s+into|update\s+hub\.|delete\s+from|truncate\s)", RegexOptions.IgnoreCase))
            .ShouldBeEmpty();
}
