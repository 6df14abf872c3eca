namespace IntegrationHub.Core.Mapping;

/// <summary>A file a mapping is compiled from: its own, or one it names (a table of units, of rates).</summary>
/// <param name="Name">Relative to the mappings folder, with slashes: <c>northwind/Orders.yaml</c>, <c>northwind/units.csv</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record MappingPart(string Name, ReadOnlyMemory<byte> Content);
