using IntegrationHub.Core.Mapping;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>
/// Mappings that are broken as people break them, with the messages beside them: whoever has never seen the product must find and mend the fault
/// from the message alone. UPDATE_DOCS=1 writes what is said now; read it before it is committed.
/// </summary>
public sealed class BrokenMappingTests
{
    private static readonly string Folder = Checkout.PathOf("tests", "IntegrationHub.Core.Tests", "Mapping", "Broken");

    private static readonly ILookup<string, string> Said = Load();

    private static readonly string[] Files = [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. Files];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_broken_mapping_tells_its_faults_so_that_they_can_be_mended(string name)
    {
        var expected = Path.Combine(Folder, $"{name}.expected.txt");
        var said = Said[$"Broken/{name}.yaml"].ToList();
        said.ShouldNotBeEmpty();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(expected, string.Join('\n', said) + "\n");
        else
            said.ShouldBe(File.ReadAllLines(expected));
    }

    [Fact]
    public void There_are_at_least_ten_and_nothing_else_is_wrong()
    {
        Files.Length.ShouldBeGreaterThanOrEqualTo(10);
        Said.Select(file => file.Key).Except(Files.Select(name => $"Broken/{name}.yaml")).ShouldBeEmpty();
    }

    private static ILookup<string, string> Load()
    {
        MappingCatalog.Load(Path.GetDirectoryName(Folder)!, [new MappedConnection("Broken", "base", Path.Combine(Folder, "Base"))], out var lints);
        return lints.ToLookup(lint => lint.File, lint => lint.ToString());
    }
}
