using System.Collections.Concurrent;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Preview;

/// <summary>
/// Mappings as they were when they made what the hub holds, compiled again: a value is explained by the very mapping that made it, also after its file was changed.
/// Safe from several threads.
/// </summary>
public sealed class PastMappings(UsedMappings used, ConverterSet converters)
{
    private readonly ConcurrentDictionary<int, Mapping.Mapping?> compiled = new();

    /// <summary>The inward mapping of this number; null: it was used before the hub kept the content of mappings.</summary>
    public async Task<Mapping.Mapping?> InwardAsync(int mappingNo, CancellationToken cancellationToken)
    {
        if (!compiled.TryGetValue(mappingNo, out var mapping))
            compiled[mappingNo] = mapping = await used.FindAsync(mappingNo, cancellationToken) is { Parts.Count: > 0 } found ? MappingCompiler.Compile(Parts(found), converters) : null;
        return mapping;
    }

    /// <summary>The outward mapping of this file a host last began to deliver with; null: none yet.</summary>
    public async Task<OutwardMapping?> OutwardAsync(string file, CancellationToken cancellationToken) =>
        await used.LastOutwardAsync(file, cancellationToken) is { Parts.Count: > 0 } found ? MappingCompiler.CompileOutward(Parts(found), converters) : null;

    /// <summary>How a kept record became what it is; null: the mapping that made it was not kept.</summary>
    public async Task<Explanation?> ExplainAsync(KeptRecord record, CancellationToken cancellationToken) =>
        (await InwardAsync(record.MappingNo, cancellationToken))?.Explain(record.Key.System, new SourceRecord(record.Key.Id, ChangeKind.Upserted, record.Raw));

    private static MappingPart[] Parts(MappingUse found) => [.. found.Parts.Select(part => new MappingPart(part.File, part.Content))];
}
