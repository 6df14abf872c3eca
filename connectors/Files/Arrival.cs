namespace IntegrationHub.Connectors.Files;

/// <summary>An incoming file that is complete.</summary>
/// <param name="Name">As messages call it: within the connection's folder.</param>
/// <param name="Star">What the first <c>*</c> of the setting stands for; null when it has none.</param>
internal sealed record Arrival(string Name, string? Star)
{
    /// <summary>The name of a file that belongs to it.</summary>
    /// <param name="pattern">As the settings write it.</param>
    public string NameOf(string pattern) => Star is null ? pattern : pattern.Replace("*", Star, StringComparison.Ordinal);
}
