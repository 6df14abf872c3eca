namespace IntegrationHub.Sdk;

/// <summary>
/// A converter that a connector adds to the mapping language, for what only its system writes: mappings name it after <c>as</c>
/// (<c>as: acme-status</c>). Registered by <see cref="IConnectorRegistry.AddConverter"/>.
/// </summary>
/// <param name="Name">Begins with the connector's id and a hyphen: <c>acme-status</c>. Small letters, digits and hyphens.</param>
/// <param name="Summary">One or two sentences for the people who write mappings.</param>
/// <param name="Convert">
/// Turns one value, as text, into what it means. Called for every record whose mapping names the converter, and only for values that
/// are there: missing, null and empty ones never come. Called again for the same record when it is mapped again, explained or
/// previewed, so it must give the same for the same text. Called from several threads at once, so it must keep no state. It must do
/// no I/O, return at once, and not throw: what cannot be converted is <see cref="Converted.Refused"/>; an exception is a bug of the
/// connector and fails the run. There is nothing to cancel.
/// </param>
/// <param name="Examples">At least two, among them what is refused, if anything can be. Shown to people, and run by the TestKit's <c>ManifestContract</c>.</param>
public sealed record ConnectorConverter(string Name, string Summary, Func<string, Converted> Convert, IReadOnlyList<ConverterExample> Examples);

/// <summary>What a converter makes of a text.</summary>
/// <param name="Input">The text, not empty.</param>
/// <param name="Output">What comes out.</param>
public sealed record ConverterExample(string Input, Converted Output);

/// <summary>What a converter made of a value. Closed. Compared by content.</summary>
public abstract record Converted
{
    private Converted() { }

    /// <summary>A text; the empty one is absent.</summary>
    public sealed record Text(string Value) : Converted;

    public sealed record Number(decimal Value) : Converted;

    /// <summary>True or false.</summary>
    public sealed record Truth(bool Value) : Converted;

    /// <summary>A business date, without a time zone.</summary>
    public sealed record Date(DateOnly Value) : Converted;

    /// <summary>A point in time; kept in UTC.</summary>
    public sealed record Instant(DateTimeOffset Value) : Converted;

    /// <summary>The system's way of writing "nothing": absent, of the kind <c>initial</c>.</summary>
    public sealed record Nothing : Converted;

    /// <summary>It cannot be converted, and the record with it.</summary>
    /// <param name="Cause">Why, the same for all records with the same cause; without the value, which may be personal.</param>
    public sealed record Refused(string Cause) : Converted;
}
