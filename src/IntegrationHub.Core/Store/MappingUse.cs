namespace IntegrationHub.Core.Store;

/// <summary>A mapping in one version, as the hub notes it beside the records it makes.</summary>
/// <param name="File">Relative to the mappings folder: <c>northwind/Orders.yaml</c>.</param>
/// <param name="Version">Hash of its content.</param>
public sealed record MappingUse(string File, Guid Version)
{
    /// <summary>The source's entity it reads; null: it maps outwards.</summary>
    public string? SourceEntity { get; init; }

    /// <summary>The files it is made of, itself first.</summary>
    public IReadOnlyList<MappingText> Parts { get; init; } = [];
}

/// <summary>The content of one file a mapping is made of.</summary>
public sealed record MappingText(string File, ReadOnlyMemory<byte> Content);
