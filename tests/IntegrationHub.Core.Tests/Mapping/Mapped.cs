using System.Text;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>Short ways to compile a mapping and to map one record.</summary>
internal static class Mapped
{
    public static Core.Mapping.Mapping Inward(string yaml, string file = "erp/Test.yaml") => MappingCompiler.Compile(file, Encoding.UTF8.GetBytes(yaml));

    public static OutwardMapping Outward(string yaml) => MappingCompiler.CompileOutward("crm/test.yaml", Encoding.UTF8.GetBytes(yaml));

    /// <summary>The lints of a mapping that must not compile.</summary>
    public static IReadOnlyList<string> Lints(string yaml, bool outward = false)
    {
        try
        {
            _ = outward ? (object)Outward(yaml) : Inward(yaml);
        }
        catch (MappingException broken)
        {
            return [.. broken.Lints.Select(lint => lint.ToString())];
        }

        throw new ShouldAssertException("The mapping compiled.");
    }

    public static MapResult Map(this Core.Mapping.Mapping mapping, string json) => mapping.Map(Encoding.UTF8.GetBytes(json));

    public static MapResult Map(this Core.Mapping.Mapping mapping, byte[] json) => mapping.Map("erp", new SourceRecord("1", ChangeKind.Upserted, json));

    public static T Record<T>(this Core.Mapping.Mapping mapping, string json) where T : CanonicalRecord =>
        mapping.Map(json) switch
        {
            MapResult.Mapped(var record) => record.ShouldBeOfType<T>(),
            MapResult.Refused(var issues) => throw new ShouldAssertException($"refused: {string.Join("; ", issues.Select(issue => issue.Cause))}"),
            _ => throw new ShouldAssertException("left out"),
        };

    public static IReadOnlyList<string> Causes(this Core.Mapping.Mapping mapping, string json) => [.. Issues(mapping, json).Select(issue => issue.Cause)];

    public static IReadOnlyList<MapIssue> Issues(this Core.Mapping.Mapping mapping, string json) => mapping.Map(json).ShouldBeOfType<MapResult.Refused>().Issues;
}
