using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>Who may know whom: Host → Jobs.* → Core → Sdk ← connectors ← their tests → TestKit → Sdk.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> s_arrows = new()
    {
        ["IntegrationHub.Sdk"] = [],
        ["IntegrationHub.TestKit"] = ["IntegrationHub.Sdk"],
        ["IntegrationHub.Core"] = ["IntegrationHub.Sdk"],
        ["IntegrationHub.Jobs.Quartz"] = ["IntegrationHub.Core"],
        ["IntegrationHub.Jobs.Hangfire"] = ["IntegrationHub.Core"],
        ["IntegrationHub.Host"] = ["IntegrationHub.Core", "IntegrationHub.Jobs.Quartz", "IntegrationHub.Jobs.Hangfire", "*"],
    };

    public static TheoryData<string> SourceProjects => [.. Checkout.Matching(@"^src/[^/]+/[^/]+\.csproj$")];

    public static TheoryData<string> Connectors => [.. Checkout.Matching(@"^connectors/[^/]+/[^/]+\.csproj$")];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void A_project_references_only_what_its_place_allows(string project)
    {
        s_arrows.ShouldContainKey(Path.GetFileNameWithoutExtension(project), $"{project} is new: say in this test what it may reference.");
        ReferencesOf(project).Except(s_arrows[Path.GetFileNameWithoutExtension(project)]).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public void A_connector_references_only_the_Sdk(string project)
    {
        // The Sdk comes with connectors/Directory.Build.props; anything else would be in the project.
        ReferencesOf(project).ShouldBeEmpty();
        FilesNaming($"^{Path.GetDirectoryName(project)}/(?!tests/).*\\.cs$", @"IntegrationHub\.(Core|Host|Jobs|TestKit|Connectors\.(?!" + Path.GetFileNameWithoutExtension(project) + "))").ShouldBeEmpty();
    }

    [Fact]
    public void Connectors_own_tests_know_the_TestKit_and_not_the_hub() =>
        FilesNaming(@"^connectors/[^/]+/tests/.*\.(cs|csproj)$", @"IntegrationHub\.(Core|Host|Jobs)\b").ShouldBeEmpty();

    [Fact]
    public void Only_the_host_knows_that_a_connector_or_an_engine_exists() =>
        FilesNaming(@"^src/(?!IntegrationHub\.Host/|IntegrationHub\.Jobs\.)[^/]+/.*\.cs$", @"\b(IntegrationHub\.(Connectors|Jobs)\.\w|Quartz|Hangfire)").ShouldBeEmpty();

    [Fact]
    public void Samples_stand_on_their_own_feet() =>
        Checkout.Matching(@"^samples/.*\.csproj$").SelectMany(ReferencesOf).ShouldBeEmpty();

    private static IEnumerable<string> ReferencesOf(string project) => XDocument.Parse(Checkout.Read(project)).Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

    private static IEnumerable<string> FilesNaming(string files, string pattern) => Checkout.Matching(files).Where(file => Regex.IsMatch(Checkout.ReadCode(file), pattern));
}
