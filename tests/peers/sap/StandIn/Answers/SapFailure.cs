namespace SapStandIn.Answers;

/// <summary>What is refused, to be told in SAP's error format.</summary>
/// <param name="code">SAP's message id; the ids here are such as real systems give, but nothing should depend on them.</param>
public sealed class SapFailure(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;

    public static SapFailure NoSegment(string segment) => new(404, "005056A509B11EE1B9A8FEC11C21D78E", $"Resource not found for segment '{segment}'.");

    public static SapFailure NoProperty(string property, string type) => new(400, "005056A509B11EE1B9A8FEC11C21578E", $"Property {property} not found in type {type}.");

    public static SapFailure Syntax(string what) => new(400, "005056A509B11ED1BEC45FC6A1C4E1E3", what);
}
