namespace IntegrationHub.Host.Mappings;

/// <summary>One line of a record as people read it: a name with its value, or the head of what stands indented below it.</summary>
/// <param name="Depth">How far it is indented, from 0.</param>
/// <param name="Name">The property, or <c>[0]</c> for an element of a list.</param>
/// <param name="Value">As JSON, long ones cut; null for the head of an object or a list.</param>
/// <param name="Path">Where it stands in the record: <c>lines[0].ProductID</c>.</param>
public sealed record RecordLine(int Depth, string Name, string? Value, string Path);
