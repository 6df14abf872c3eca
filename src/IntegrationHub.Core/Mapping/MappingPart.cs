namespace IntegrationHub.Core.Mapping;

/// <summary>One file a mapping is made of.</summary>
/// <param name="File">Its name, relative to the mappings folder: <c>northwind/Orders.yaml</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record MappingPart(string File, ReadOnlyMemory<byte> Content);
