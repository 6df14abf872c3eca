namespace IntegrationHub.Core.Mapping;

/// <summary>A place of a source's record that a rule reads.</summary>
/// <param name="Path">The elements of a list as <c>[]</c>: <c>lines[].ProductID</c>.</param>
/// <param name="Rule">Where the mapping says so: <c>northwind/Orders.yaml(7,28)</c>.</param>
public sealed record SourceRead(string Path, string Rule);
