namespace IntegrationHub.Core.Mapping;

/// <summary>A file a mapping is compiled from: its own, or one it names (a table of units, of rates).</summary>
/// <param name="File">Relative to the mappings folder, with slashes: <c>northwind/Orders.yaml</c>, <c>northwind/units.csv</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record MappingPart(string File, ReadOnlyMemory<byte> Content);
