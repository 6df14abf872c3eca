using System.Globalization;
using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Sync;

/// <summary>How many deletes one key pass may make without a person having a look.</summary>
/// <param name="MostPercent">Of the records the hub holds as living.</param>
/// <param name="AtLeast">So many are let through however few records there are.</param>
public sealed record DeleteBrake(double MostPercent, int AtLeast)
{
    public bool Holds(KeyComparison found) => found.Missing > Math.Max(AtLeast, found.Living * MostPercent / 100);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{MostPercent} % (and more than {AtLeast})");
}
