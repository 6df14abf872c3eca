namespace IntegrationHub.Core.Mapping;

/// <summary>A connection whose mappings are looked for.</summary>
/// <param name="Name">The connection's name, e.g. <c>northwind</c>.</param>
/// <param name="Connector">The id of its connector, e.g. <c>files</c>.</param>
/// <param name="ShippedFolder">The folder of the mappings that came with the connector; null when it has none.</param>
/// <param name="Library">The folder within <c>mappings/library/</c> whose mappings it uses; null when it uses none.</param>
public sealed record MappedConnection(string Name, string Connector, string? ShippedFolder = null, string? Library = null);
