using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>What holds for every file of the checkout.</summary>
public sealed class RepositoryTests
{
    private const int LongestFile = 300;

    [Fact]
    public void Package_versions_are_in_one_place() =>
        Checkout.Matching(@"\.(csproj|props|targets)$").Where(file => file != "Directory.Packages.props")
            .Where(file => Regex.IsMatch(Checkout.Read(file), @"<PackageReference[^>]*\bVersion(Override)?\s*=|<PackageVersion\b|<PackageReference[^/]*>\s*<Version"))
            .ShouldBeEmpty();

    [Fact]
    public void No_file_names_a_folder_of_somebodys_machine_or_a_package_registry()
    {
        // In pieces, or this file would be found.
        var pattern = new Regex(string.Join('|', "/" + "work/", "/" + "root/", "/" + @"home/[a-z]", @"[A-Z]:\\" + "Users", @"\.\./" + "shared", "api" + @"\.nuget\.org", "registry" + @"\.npmjs", "artifact" + "ory"));
        Checkout.Matching(@"\.(cs|csproj|props|razor|css|js|json|yaml|yml|md|sql|sh|py|txt|html|sln)$|(^|/)(run|hub|LICENSE|NOTICE|Dockerfile)$")
            .SelectMany(file => pattern.Matches(Checkout.Read(file)).Select(match => $"{file}: {match.Value}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Source_files_stay_short() =>
        Checkout.Matching(@"^(src|connectors|samples|bench|tests)/.*\.(cs|razor)$")
            .Where(file => Checkout.Read(file).AsSpan().Count('\n') > LongestFile)
            .ShouldBeEmpty($"split by responsibility what is over {LongestFile} lines");

    [Fact]
    public void AutoMapper_can_be_taken_out_because_one_folder_uses_it() =>
        Checkout.Matching(@"\.cs$").Where(file => Regex.IsMatch(Checkout.ReadCode(file), @"^using AutoMapper", RegexOptions.Multiline))
            .Select(Path.GetDirectoryName).Distinct().Count().ShouldBeLessThanOrEqualTo(1);

    public static TheoryData<string> Connectors => [.. Checkout.Matching(@"^connectors/[^/]+/[^/]+\.csproj$").Select(project => project.Split('/')[1])];

    [Theory]
    [MemberData(nameof(Connectors))]
    public void A_connector_says_what_it_is_and_has_tests(string connector)
    {
        foreach (var file in (string[])["README.md", "connector.yaml", $"tests/{connector}.Tests.csproj"])
            Checkout.Files.Contains($"connectors/{connector}/{file}").ShouldBeTrue($"connectors/{connector} has no {file}");
        var manifest = Checkout.Read($"connectors/{connector}/connector.yaml");
        manifest.ShouldMatch(@"(?m)^id: [a-z0-9-]+$");
        manifest.ShouldMatch(@"(?m)^title: \S+");
    }

    [Fact]
    public void Migrations_are_numbered_without_a_gap_or_a_double()
    {
        // Two branches may take the same number; both merge without a conflict.
        var numbers = Checkout.Matching(@"^src/IntegrationHub\.Core/Store/Migrations/\d{4}_\w+\.sql$").Select(file => int.Parse(Path.GetFileName(file)[..4], System.Globalization.CultureInfo.InvariantCulture)).Order().ToList();
        numbers.ShouldBe(Enumerable.Range(1, numbers.Count));
    }

    [Fact]
    public void Every_project_is_built_by_the_solution()
    {
        var solution = Checkout.Read("IntegrationHub.sln").Replace('\\', '/');
        // The alternative engine is built when it is asked for.
        Checkout.Matching(@"\.csproj$").Where(project => !project.Contains("Jobs.Hangfire", StringComparison.Ordinal) && !solution.Contains(project, StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
