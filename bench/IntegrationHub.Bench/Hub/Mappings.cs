using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Bench.Hub;

/// <summary>The bench's own mappings, compiled as the hub compiles them.</summary>
internal static class Mappings
{
    public static Mapping Inward(string entity)
    {
        var file = $"{HubSetting.System}/{entity}.yaml";
        return MappingCompiler.Compile(file, Read(file));
    }

    public static OutwardMapping Outward(string entity)
    {
        var file = $"{HubSetting.Target}/{entity}.yaml";
        return MappingCompiler.CompileOutward(file, Read(file));
    }

    private static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "mappings", file));
}
