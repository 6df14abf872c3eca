using System.Globalization;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Replay;

/// <summary>Where a replay stands, as its checkpoint says it: first what was set aside, by number; then what is kept, by key, or by place in the list of keys asked for.</summary>
/// <param name="Parked">The last number of those set aside; null: they are done.</param>
/// <param name="After">The last key of those kept; with a list of keys, how many of them are done.</param>
internal sealed record ReplayPosition(long? Parked, string After)
{
    private const string ParkedPhase = "parked ";
    private const string KeptPhase = "kept ";

    public static ReplayPosition Start { get; } = new(0, "");

    public static ReplayPosition Of(Checkpoint? checkpoint) => checkpoint?.Value switch
    {
        null => Start,
        _ when checkpoint.Value.StartsWith(ParkedPhase, StringComparison.Ordinal) => new(long.Parse(checkpoint.Value.AsSpan(ParkedPhase.Length), CultureInfo.InvariantCulture), ""),
        _ when checkpoint.Value.StartsWith(KeptPhase, StringComparison.Ordinal) => new(null, checkpoint.Value[KeptPhase.Length..]),
        _ => throw new FormatException($"'{checkpoint.Value}' is no position of a replay."),
    };

    public Checkpoint ToCheckpoint() => new(Parked is { } number ? string.Create(CultureInfo.InvariantCulture, $"{ParkedPhase}{number}") : KeptPhase + After);
}
